namespace VideoGen.Domain.Catalog;

/// <summary>What people call an entry, in each language there is.</summary>
public sealed record Names(string En, string Fr, string Ja, string Zh)
{
    public const string DefaultLanguage = "en";

    public static IReadOnlyList<string> Languages { get; } = [DefaultLanguage, "fr", "ja", "zh"];

    /// <param name="language">One of <see cref="Languages"/>.</param>
    public string In(string language) => language switch
    {
        "fr" => Fr,
        "ja" => Ja,
        "zh" => Zh,
        _ => En,
    };

    internal void Check(string name) => CatalogFile.Must(Languages.All(language => In(language).Trim().Length > 0), name, "displayName", "must not be empty");
}
