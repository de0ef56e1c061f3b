using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace VideoGen.ProviderSim.Stage;

/// <summary>The providers' content host: signed URLs that expire, range requests, no HEAD.</summary>
internal sealed class MediaHost(SimClock clock)
{
    private readonly ConcurrentDictionary<string, Output> _outputs = new();
    private readonly byte[] _signingKey = RandomNumberGenerator.GetBytes(32);

    /// <summary>Whether a key of Google's that came along a redirect is let pass; else the download fails, so that it is noticed.</summary>
    public bool TakesGoogleKeys { get; set; }

    public void Map(IEndpointRouteBuilder routes)
    {
        var download = new Operation("media", Operation.Download);
        routes.MapGet("/media/{task}/{file}", Download).WithMetadata(download);
        // A URL signed for GET is refused for HEAD, as at the real host.
        routes.MapMethods("/media/{task}/{file}", ["HEAD"], () => Results.StatusCode(StatusCodes.Status403Forbidden)).WithMetadata(download);
    }

    public void Keep(string task, string file, Output output) => _outputs[Name(task, file)] = output;

    public Output? Find(string task, string file) => _outputs.GetValueOrDefault(Name(task, file));

    public void Forget(string task, IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            _outputs.TryRemove(Name(task, file), out _);
        }
    }

    public string Url(HttpRequest request, string task, string file, TimeSpan lifetime) => Url($"{request.Scheme}://{request.Host}", task, file, lifetime);

    /// <param name="origin">Where the simulator is reached, for those that tell addresses without being asked.</param>
    /// <param name="task">Whose output.</param>
    /// <param name="file">Its name.</param>
    /// <param name="lifetime">How long the address is good.</param>
    public string Url(string origin, string task, string file, TimeSpan lifetime) =>
        $"{origin}/media/{task}/{file}?_jwt={Token(Name(task, file), clock.Now + lifetime)}";

    /// <summary>Whether an input names an output of ours that can still be fetched.</summary>
    public bool Serves(Uri url) =>
        url.AbsolutePath.Split('/') is ["", "media", var task, var file]
        && Find(task, file) is not null && IsValid(Name(task, file), url.Query.Split("_jwt=", 2).ElementAtOrDefault(1) ?? "");

    public void Clear() => _outputs.Clear();

    private IResult Download(HttpRequest request, string task, string file, string? _jwt) =>
        !TakesGoogleKeys && request.Headers.ContainsKey("x-goog-api-key") ? Results.Text("This is another host, and a key came along.", statusCode: 400)
        : Find(task, file) is { } output && IsValid(Name(task, file), _jwt ?? "")
            ? Results.Stream(output.Open(), output.ContentType, lastModified: output.CreatedAt, entityTag: new EntityTagHeaderValue($"\"{task}\""), enableRangeProcessing: true)
            : Results.Text("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>AccessDenied</Code><Message>Access denied</Message></Error>", "application/xml", statusCode: 403);

    private string Token(string name, DateTimeOffset expiry)
    {
        var body = $"{Encode("""{"alg":"HS256"}""")}.{Encode(JsonSerializer.Serialize(new { key = name, exp = expiry.ToUnixTimeSeconds() }))}";
        return $"{body}.{Sign(body)}";
    }

    private bool IsValid(string name, string token)
    {
        if (token.Split('.') is not [var head, var payload, var signature] || signature != Sign($"{head}.{payload}"))
        {
            return false;
        }

        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
        return claims.RootElement.GetProperty("key").GetString() == name && clock.Now.ToUnixTimeSeconds() < claims.RootElement.GetProperty("exp").GetInt64();
    }

    private string Sign(string body) => Base64Url.EncodeToString(HMACSHA256.HashData(_signingKey, Encoding.UTF8.GetBytes(body)));

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string Name(string task, string file) => string.Create(CultureInfo.InvariantCulture, $"{task}/{file}");
}

/// <summary>One file on the media host: real media, made when it is fetched, and filled up with a free box where a script wants it large.</summary>
internal sealed record Output(Func<byte[]> Make, long? LengthAsked, string ContentType, DateTimeOffset CreatedAt)
{
    public Stream Open()
    {
        var media = Make();
        return LengthAsked is { } length && length >= media.Length + Samples.FreeBoxHeader
            ? new PaddedStream([.. media, .. Samples.FreeBox(length - media.Length)], length)
            : new MemoryStream(media, writable: false);
    }
}
