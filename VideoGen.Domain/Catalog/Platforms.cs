using System.Text.Json.Serialization;

namespace VideoGen.Domain.Catalog;

/// <summary>Where a video will be shown, and what suits it there.</summary>
public sealed record Platform
{
    public required string Name { get; init; }

    [JsonPropertyName("displayName")]
    public required Names Names { get; init; }

    /// <summary>The first is taken where the caller names no shape.</summary>
    public required IReadOnlyList<string> Formats { get; init; }

    /// <summary>In seconds.</summary>
    public required Bounds Duration { get; init; }

    public required Bounds Fps { get; init; }

    /// <summary>Those that do well there.</summary>
    public required IReadOnlyList<string> Styles { get; init; }

    public required string Words { get; init; }

    [JsonIgnore]
    public string DisplayName => Names.En;

    [JsonIgnore]
    public string Format => Formats[0];

    [JsonIgnore]
    public int DefaultDuration => Duration.Default;

    [JsonIgnore]
    public int DefaultFps => Fps.Default;
}

/// <summary>The platforms there are, as <c>platforms.json</c> says.</summary>
public static class Platforms
{
    public static IReadOnlyList<Platform> All { get; } = Read(CatalogFile.BuiltIn("platforms.json"));

    public static Platform? Find(string? name) => All.FirstOrDefault(platform => platform.Name == name);

    /// <exception cref="FormatException">With one line that names the entry and the field.</exception>
    public static IReadOnlyList<Platform> Read(string json) => CatalogFile.Read<Platform>(json, (platform, name) =>
    {
        platform.Names.Check(name);
        CatalogFile.Must(platform.Formats.Count > 0 && platform.Formats.All(Shapes.IsFormat), name, "formats", $"must be some of {string.Join(", ", Shapes.Formats)}");
        platform.Duration.Check(name, "duration");
        platform.Fps.Check(name, "fps");
        CatalogFile.Must(platform.Styles.Count > 0 && platform.Styles.All(style => Catalog.Styles.Find(style) is not null), name, "styles", "must be known styles");
        CatalogFile.Must(platform.Words.Trim().Length > 0, name, "words", "must not be empty");
    });
}
