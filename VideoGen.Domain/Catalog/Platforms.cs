namespace VideoGen.Domain.Catalog;

/// <summary>Where a video will be shown, and what suits it there.</summary>
public sealed record Platform(string Name, string DisplayName, string Format, int DefaultDuration, int DefaultFps, string Words);

/// <summary>The platforms there are.</summary>
public static class Platforms
{
    public static IReadOnlyList<Platform> All { get; } =
    [
        new("tiktok", "TikTok", "portrait", 5, 30, "Framed for a vertical feed, catching from the first second"),
        new("instagram", "Instagram", "portrait", 5, 30, "Framed for a social feed, striking at first sight"),
        new("youtube_shorts", "YouTube Shorts", "portrait", 8, 30, "Framed for a vertical short, one clear story"),
        new("linkedin", "LinkedIn", "landscape", 8, 30, "Professional and trustworthy in tone"),
        new("advertising", "Advertising", "landscape", 10, 30, "Composed as an advertisement, the subject in clear focus"),
    ];

    public static Platform? Find(string? name) => All.FirstOrDefault(platform => platform.Name == name);
}
