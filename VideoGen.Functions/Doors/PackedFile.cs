using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace VideoGen.Functions.Doors;

/// <summary>A text as it is sent: whole, or made small for whoever can read that.</summary>
internal sealed class PackedFile(byte[] bytes, string type)
{
    private readonly string _tag = Convert.ToHexStringLower(SHA256.HashData(bytes))[..32];
    private readonly Lazy<byte[]> _brotli = new(() => Compress(bytes, (to, level) => new BrotliStream(to, level)));
    private readonly Lazy<byte[]> _gzip = new(() => Compress(bytes, (to, level) => new GZipStream(to, level)));

    /// <summary>Tells one content from another.</summary>
    public string Tag => _tag;

    public IResult Send(HttpRequest request)
    {
        var (encoding, content) = Choose(request);
        var headers = request.HttpContext.Response.Headers;
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        headers.XContentTypeOptions = "nosniff";
        if (encoding.Length > 0) headers.ContentEncoding = encoding;
        // Answers a matching If-None-Match with 304 and no body.
        return Results.Bytes(content, type, entityTag: new($"\"{_tag}{encoding}\""));
    }

    private (string Encoding, byte[] Content) Choose(HttpRequest request)
    {
        var reads = request.GetTypedHeaders().AcceptEncoding.Where(wish => wish.Quality is not 0).Select(wish => wish.Value.ToString()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return reads.Contains("br") ? ("br", _brotli.Value) : reads.Contains("gzip") ? ("gzip", _gzip.Value) : ("", bytes);
    }

    private static byte[] Compress(byte[] bytes, Func<Stream, CompressionLevel, Stream> encoder)
    {
        using var small = new MemoryStream();
        using (var into = encoder(small, CompressionLevel.SmallestSize)) into.Write(bytes);
        return small.ToArray();
    }
}
