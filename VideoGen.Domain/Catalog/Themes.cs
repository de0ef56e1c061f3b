namespace VideoGen.Domain.Catalog;

/// <summary>A world to set the scene in. Its words join the prompt.</summary>
public sealed record Theme(string Name, string DisplayName, string Words);

/// <summary>The themes there are.</summary>
public static class Themes
{
    public static IReadOnlyList<Theme> All { get; } =
    [
        new("adventure", "Adventure", "An adventure full of discovery"),
        new("magic", "Magic", "A world of magic and sparkling spells"),
        new("animals", "Animals", "Charming animals in the leading parts"),
        new("friendship", "Friendship", "A warm story of friendship"),
        new("space", "Space", "Outer space with stars and planets"),
        new("underwater", "Underwater", "An underwater world with drifting light"),
        new("forest", "Forest", "A deep green forest"),
        new("superhero", "Superhero", "Heroic superhero action"),
    ];

    public static Theme? Find(string? name) => All.FirstOrDefault(theme => theme.Name == name);
}
