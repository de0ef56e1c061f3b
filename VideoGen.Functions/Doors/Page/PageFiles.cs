using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using VideoGen.Domain.Catalog;

namespace VideoGen.Functions.Doors.Page;

/// <summary>The files of the page, which the assembly carries.</summary>
/// <remarks>
/// The document names them under a version made of them all, so that a browser may keep them for good and never mixes two releases.
/// </remarks>
internal static partial class PageFiles
{
    private const string Prefix = "page/";
    private const string Document = "index.html";

    private static readonly Assembly Home = typeof(PageFiles).Assembly;

    private static readonly FrozenDictionary<string, PackedFile> All = Home.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..].Replace('\\', '/'), name => new PackedFile(Read(name), TypeOf(name)));

    private static readonly ConcurrentDictionary<(string Language, string Auth), PackedFile> Documents = new();

    public static string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Concat(All.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => file.Key + file.Value.Tag)))))[..12];

    /// <summary>Null when there is none of that name.</summary>
    public static PackedFile? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>The document in a language: with the words it shows at once, and those of the rest fetched ahead.</summary>
    /// <param name="language">One of ours.</param>
    /// <param name="auth">How callers show who they are.</param>
    public static PackedFile DocumentIn(string language, string auth) => Documents.GetOrAdd((language, auth), key =>
    {
        var chosen = key.Language;
        using var words = JsonDocument.Parse(Read($"{Prefix}words/{chosen}.json"));
        var text = Encoding.UTF8.GetString(Read(Prefix + Document))
            .Replace("\"/page/", $"\"/page/{Version}/", StringComparison.Ordinal)
            .Replace($"lang=\"{Names.DefaultLanguage}\" data-auth=\"none\"", $"lang=\"{chosen}\" data-auth=\"{key.Auth}\"", StringComparison.Ordinal)
            .Replace($"words/{Names.DefaultLanguage}.json", $"words/{chosen}.json", StringComparison.Ordinal);
        return new(Encoding.UTF8.GetBytes(Word().Replace(text, match => WebUtility.HtmlEncode(Find(words.RootElement, match.Groups[1].Value)))), TypeOf(Document));
    });

    private static string Find(JsonElement words, string name) =>
        name.Split('.').Aggregate(words, (section, part) => section.GetProperty(part)).GetString()!;

    private static byte[] Read(string name)
    {
        using var stream = Home.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".json" => "application/json; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };

    [GeneratedRegex(@"\{\{([\w.]+)\}\}")]
    private static partial Regex Word();
}
