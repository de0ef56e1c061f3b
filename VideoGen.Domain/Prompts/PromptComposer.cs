using VideoGen.Domain.Catalog;

namespace VideoGen.Domain.Prompts;

/// <summary>What a job asks for in words, before it is fitted to a model.</summary>
public sealed record PromptParts(string Prompt, string? Style, string? Theme, string? Platform, string? ContentType);

/// <summary>Puts a prompt together: identity instruction, subject and action, style, theme, platform, content type, and the camera last.</summary>
public static class PromptComposer
{
    public const string IdentityClause =
        "Keep the person's face, hair, clothing and accessories exactly the same; only pose and expression may change.";

    /// <summary>The scene in sentences: the caller's words first, so that a cut takes ours. What they say already is not said again.</summary>
    public static string Describe(PromptParts parts)
    {
        string?[] ours =
        [
            Styles.Find(parts.Style)?.Words,
            Themes.Find(parts.Theme)?.Words,
            Platforms.Find(parts.Platform)?.Words,
            parts.ContentType is { } type ? $"Made as {type.Trim()}" : null,
        ];
        var scene = parts.Prompt.Trim();
        foreach (var sentence in ours)
        {
            var phrases = (sentence ?? "").Split(", ").Where(phrase => phrase.Length > 0 && !Says(scene, phrase)).ToList();
            if (phrases.Count > 0)
            {
                scene = $"{Closed(scene)} {Capital(string.Join(", ", phrases))}.";
            }
        }

        return scene;
    }

    /// <summary>Adds what is said around the scene, and cuts the scene so that the whole keeps the limit.</summary>
    public static string Compose(string scene, string? camera, bool preserveIdentity, int limit, PromptUnit unit = PromptUnit.Utf16)
    {
        var before = preserveIdentity && !Says(scene, IdentityClause) ? IdentityClause + " " : "";
        var after = Cameras.Find(camera) is { } move && !Says(scene, move.Words) ? $" Camera: {move.Words}." : "";
        // One place more for the full stop that parts the scene from the camera.
        var room = limit - PromptLength.Of(before, unit) - PromptLength.Of(after, unit) - (after.Length > 0 ? 1 : 0);
        var words = PromptLength.CutAtWord(scene.Trim(), room, unit);
        return before + (after.Length > 0 ? Closed(words) : words) + after;
    }

    /// <summary>Whether the caller's own words would be cut.</summary>
    public static bool IsCut(string prompt, string? camera, bool preserveIdentity, int limit, PromptUnit unit = PromptUnit.Utf16) =>
        !Compose(prompt, camera, preserveIdentity, limit, unit).Contains(prompt.Trim().TrimEnd('.'), StringComparison.Ordinal);

    private static bool Says(string text, string phrase) => text.Contains(phrase.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);

    // With one mark at its end, and the caller's own where there is one.
    private static string Closed(string sentence) =>
        sentence.Length == 0 || sentence[^1] is '!' or '?' or '…' or '。' ? sentence : sentence.TrimEnd('.').TrimEnd() + ".";

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
