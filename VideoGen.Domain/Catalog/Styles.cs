namespace VideoGen.Domain.Catalog;

/// <summary>A look. Its words join the prompt, its defaults fill what the caller leaves open.</summary>
public sealed record Style(
    string Name,
    string DisplayName,
    string Description,
    string Category,
    string Words,
    int DefaultDuration = 5,
    int? DefaultFps = null);

/// <summary>The styles there are.</summary>
public static class Styles
{
    public static IReadOnlyList<Style> All { get; } =
    [
        new("cinematic", "Cinematic", "Professional film look for films and premium ads", "film",
            "Cinematic film look, shallow depth of field, dramatic light, fine grain", 6, 24),
        new("artistic", "Artistic", "Creative, for Instagram and TikTok", "creative",
            "Artistic and expressive, bold composition, rich colour", 5, 24),
        new("commercial", "Commercial", "Professional, for ads and company presentations", "business",
            "Clean commercial look, polished, bright even light, sharp detail", 5, 30),
        new("social_media", "Social media", "Quick and vivid, for Instagram, TikTok and Shorts", "social",
            "Vivid social media style, energetic, immediate, high contrast", 5, 30),
        new("cartoon", "Cartoon", "Colourful cartoon", "animation", "Colourful cartoon, clean outlines, playful motion"),
        new("fairy_tale", "Fairy tale", "Magical fairy tale", "animation", "Magical fairy tale, soft glowing light, storybook wonder"),
        new("anime", "Anime", "Japanese anime", "animation", "Japanese anime style, expressive characters, painted backgrounds"),
        new("realistic", "Realistic", "Photorealistic", "film", "Photorealistic, natural light, true-to-life texture and motion"),
        new("paper_craft", "Paper craft", "Cut paper", "animation", "Cut paper craft, layered paper textures, stop-motion feel"),
        new("watercolor", "Watercolour", "Watercolour painting", "animation", "Watercolour painting, flowing pigments, soft edges, paper texture"),
    ];

    public static Style? Find(string? name) => All.FirstOrDefault(style => style.Name == name);
}
