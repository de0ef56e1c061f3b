using Microsoft.AspNetCore.Http;
using VideoGen.Domain;

namespace VideoGen.Functions.Doors;

/// <summary>Reads request bodies, within a limit.</summary>
public static class Bodies
{
    /// <summary>The largest JSON body. Files have a door of their own.</summary>
    public const int Largest = 1 << 20;

    /// <summary>The largest with an image in it.</summary>
    public const int LargestWithImage = 8 << 20;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <exception cref="ProblemException">It is too large, or no JSON object.</exception>
    public static async Task<JsonFields> ReadFieldsAsync(this HttpRequest request, CancellationToken ct, int largest = Largest)
    {
        // Any web page may make a browser post a form, or no type at all, to a service on this machine; JSON it may not.
        if (!request.HasJsonContentType())
        {
            throw Errors.UnsupportedMedia("Content-Type", "must be application/json.");
        }

        var bytes = await request.ReadBytesAsync(ct, largest);
        return JsonFields.Parse(bytes.Span.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes);
    }

    /// <summary>As <see cref="ReadFieldsAsync"/>, where the body may be left out.</summary>
    public static Task<JsonFields> ReadFieldsOrNoneAsync(this HttpRequest request, CancellationToken ct) =>
        request.ContentLength is 0 or null && request.ContentType is null ? Task.FromResult(JsonFields.Parse("{}"u8.ToArray())) : request.ReadFieldsAsync(ct);

    /// <exception cref="ProblemException">It is too large.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(this HttpRequest request, CancellationToken ct, int largest = Largest)
    {
        if (request.ContentLength > largest) throw TooLarge(largest);

        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, ct) is var count and > 0)
        {
            if (bytes.Length + count > largest) throw TooLarge(largest);

            bytes.Write(buffer, 0, count);
        }

        return bytes.ToArray();
    }

    private static ProblemException TooLarge(int largest) => Errors.InvalidRequest("body", $"must not be larger than {largest} bytes.");
}
