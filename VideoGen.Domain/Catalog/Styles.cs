using System.Text.Json.Serialization;

namespace VideoGen.Domain.Catalog;

/// <summary>A look. Its words join the prompt, its length and rate fill what the caller leaves open.</summary>
public sealed record Style
{
    public required string Name { get; init; }

    [JsonPropertyName("displayName")]
    public required Names Names { get; init; }

    public required string Description { get; init; }

    public required string Category { get; init; }

    /// <summary>With <c>{prompt}</c> where the caller's words go.</summary>
    public required string Template { get; init; }

    public required IReadOnlyList<string> Keywords { get; init; }

    /// <summary>In seconds.</summary>
    public required Bounds Duration { get; init; }

    public required Bounds Fps { get; init; }

    /// <summary>Of the picture the look is made for.</summary>
    public required int Width { get; init; }

    public required int Height { get; init; }

    [JsonIgnore]
    public string DisplayName => Names.En;

    [JsonIgnore]
    public string Words => Templates.WordsOf(Template);

    [JsonIgnore]
    public int DefaultDuration => Duration.Default;

    [JsonIgnore]
    public int DefaultFps => Fps.Default;
}

/// <summary>The styles there are, as <c>styles.json</c> says.</summary>
public static class Styles
{
    public static IReadOnlyList<Style> All { get; } = Read(CatalogFile.BuiltIn("styles.json"));

    public static Style? Find(string? name) => All.FirstOrDefault(style => style.Name == name);

    /// <exception cref="FormatException">With one line that names the entry and the field.</exception>
    public static IReadOnlyList<Style> Read(string json) => CatalogFile.Read<Style>(json, (style, name) =>
    {
        style.Names.Check(name);
        Templates.Check(style.Template, name);
        CatalogFile.Must(style.Keywords.Count > 0, name, "keywords", "must not be empty");
        style.Duration.Check(name, "duration");
        style.Fps.Check(name, "fps");
        CatalogFile.Must(style.Width > 0 && style.Height > 0, name, "width", "must be greater than 0, as must height");
    });
}
