namespace VideoGen.Functions.Providers.Simulation;

/// <summary>Looks for words in a prompt: whole ones, in the singular or the plural, and not parts of others.</summary>
internal static class Vocabulary
{
    public static bool Has(string text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            for (var at = 0; (at = text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
            {
                if (!IsLetter(text, at - 1) && !IsLetter(text, EndOf(text, at + word.Length))) return true;
            }
        }

        return false;
    }

    private static int EndOf(string text, int end) => end < text.Length && char.ToLowerInvariant(text[end]) == 's' ? end + 1 : end;

    private static bool IsLetter(string text, int at) => at >= 0 && at < text.Length && char.IsLetter(text[at]);
}
