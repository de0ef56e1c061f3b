using System.Text.Json.Serialization;

namespace VideoGen.Domain.Catalog;

/// <summary>A world to set the scene in. Its words join the prompt.</summary>
public sealed record Theme
{
    public required string Name { get; init; }

    [JsonPropertyName("displayName")]
    public required Names Names { get; init; }

    /// <summary>With <c>{prompt}</c> where the caller's words go.</summary>
    public required string Template { get; init; }

    [JsonIgnore]
    public string DisplayName => Names.En;

    [JsonIgnore]
    public string Words => Templates.WordsOf(Template);
}

/// <summary>The themes there are, as <c>themes.json</c> says.</summary>
public static class Themes
{
    public static IReadOnlyList<Theme> All { get; } = Read(CatalogFile.BuiltIn("themes.json"));

    public static Theme? Find(string? name) => All.FirstOrDefault(theme => theme.Name == name);

    /// <exception cref="FormatException">With one line that names the entry and the field.</exception>
    public static IReadOnlyList<Theme> Read(string json) => CatalogFile.Read<Theme>(json, (theme, name) =>
    {
        theme.Names.Check(name);
        Templates.Check(theme.Template, name);
    });
}
