namespace VideoGen.Domain.Catalog;

/// <summary>Templates of styles and themes: the caller's prompt, and a sentence of ours behind it.</summary>
internal static class Templates
{
    private const string Start = "{prompt}. ";

    /// <summary>The sentence of ours, without its full stop.</summary>
    public static string WordsOf(string template) => template[Start.Length..^1];

    public static void Check(string template, string name) => CatalogFile.Must(
        template.StartsWith(Start, StringComparison.Ordinal) && template.EndsWith('.') && template.Length > Start.Length + 1 && template.Count(c => c is '{' or '}') == 2,
        name, "template", "must be {prompt}, a full stop, and one sentence");
}
