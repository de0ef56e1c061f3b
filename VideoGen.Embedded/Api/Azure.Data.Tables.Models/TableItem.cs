namespace Azure.Data.Tables.Models;

/// <summary>A table's name, as it was created.</summary>
public sealed class TableItem(string name)
{
    public string Name { get; } = name;
}
