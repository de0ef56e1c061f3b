using System.Globalization;
using VideoGen.Domain.Catalog;

namespace VideoGen.Domain.Prompts;

/// <summary>What a job asks for in words, before it is fitted to a model.</summary>
public sealed record PromptParts(string Prompt, string? Style, string? Theme, string? Platform, string? ContentType);

/// <summary>Puts a prompt together: identity instruction, subject and action, style, theme, platform, and the camera last.</summary>
public static class PromptComposer
{
    public const string IdentityClause =
        "Keep the person's face, hair, clothing and accessories exactly the same; only pose and expression may change.";

    /// <summary>The scene in sentences: the caller's words first, so that a cut takes ours.</summary>
    public static string Describe(PromptParts parts)
    {
        string?[] sentences =
        [
            parts.Prompt,
            Styles.Find(parts.Style)?.Words,
            Themes.Find(parts.Theme)?.Words,
            Platforms.Find(parts.Platform)?.Words,
            parts.ContentType is { } type ? $"Made as {type}" : null,
        ];
        var given = sentences.Where(sentence => !string.IsNullOrWhiteSpace(sentence)).Select(sentence => WithoutEnd(sentence!)).ToList();
        return given.Count == 1 ? parts.Prompt.Trim() : string.Join(". ", given) + ".";
    }

    /// <summary>Adds what is said around the scene, and cuts the scene so that the whole keeps the limit (in UTF-16 units).</summary>
    public static string Compose(string scene, string? camera, bool preserveIdentity, int limit)
    {
        var before = preserveIdentity ? IdentityClause + " " : "";
        var after = Cameras.Find(camera) is { } move ? $". Camera: {move.Words}." : "";
        var room = limit - before.Length - after.Length;
        return before + CutAtWord(after.Length > 0 ? WithoutEnd(scene) : scene.Trim(), room) + after;
    }

    /// <summary>Whether the caller's own words would be cut.</summary>
    public static bool IsCut(string prompt, string? camera, bool preserveIdentity, int limit) =>
        !Compose(prompt, camera, preserveIdentity, limit).Contains(WithoutEnd(prompt), StringComparison.Ordinal);

    /// <summary>The longest beginning that fits and ends with a word; where there are no spaces, with a whole character.</summary>
    public static string CutAtWord(string text, int limit)
    {
        if (text.Length <= limit) return text;
        if (limit <= 0) return "";

        // One more than fits, so that a word ending exactly at the limit stays.
        var space = text.LastIndexOf(' ', limit);
        var end = space > limit / 2 ? space : StringInfo.ParseCombiningCharacters(text).Last(start => start <= limit);
        return text[..end].TrimEnd(' ', ',', ';', ':', '-');
    }

    private static string WithoutEnd(string sentence) => sentence.Trim().TrimEnd('.').TrimEnd();
}
