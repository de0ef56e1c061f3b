namespace VideoGen.Domain.Catalog;

/// <summary>What suits, from least to most, and what is taken where nobody says.</summary>
public sealed record Bounds(int Min, int Max, int Default)
{
    internal void Check(string name, string field) =>
        CatalogFile.Must(Min > 0 && Min <= Default && Default <= Max, name, field, "must have 0 < min <= default <= max");
}
