using System.Text.Json.Serialization;

namespace VideoGen.Domain.Catalog;

/// <summary>A camera move and the words that ask for it.</summary>
public sealed record Camera
{
    public required string Name { get; init; }

    [JsonPropertyName("displayName")]
    public required Names Names { get; init; }

    public required string Words { get; init; }

    /// <summary>What else callers may call it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    [JsonIgnore]
    public string DisplayName => Names.En;
}

/// <summary>The camera moves there are, as <c>cameras.json</c> says.</summary>
public static class Cameras
{
    public static IReadOnlyList<Camera> All { get; } = Read(CatalogFile.BuiltIn("cameras.json"));

    public static Camera? Find(string? name) => name is null ? null : All.FirstOrDefault(camera => camera.Name == name || camera.Aliases.Contains(name));

    /// <exception cref="FormatException">With one line that names the entry and the field.</exception>
    public static IReadOnlyList<Camera> Read(string json)
    {
        var taken = new HashSet<string>();
        return CatalogFile.Read<Camera>(json, (camera, name) =>
        {
            camera.Names.Check(name);
            CatalogFile.Must(camera.Words.Trim().Length > 0, name, "words", "must not be empty");
            CatalogFile.Must(camera.Aliases.Append(name).All(taken.Add), name, "aliases", "must not be those of another");
        });
    }
}
