using VideoGen.Domain;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Intake;

/// <summary>Takes an image that came inside a request into the store, told by its content.</summary>
public sealed class InputImages(VideoBlobs blobs)
{
    /// <summary>Where the image lies: its address, or the name of our copy; null when there is none.</summary>
    public async Task<string?> KeepAsync(JobPlan plan, MediaSource? image, string field, CancellationToken ct)
    {
        if (image?.Base64 is not { } text) return image?.Url;

        var bytes = Decode(text, field);
        var (type, extension) = TypeOf(bytes) ?? throw Errors.UnsupportedMedia($"{field}.base64", "is no JPEG, PNG or WebP.");
        var name = VideoBlobs.InputName(plan.User, plan.JobId, $"-{field}.{extension}");
        using var content = new MemoryStream(bytes);
        await blobs.WriteAsync(name, content, type, null, ct);
        return name;
    }

    private static byte[] Decode(string text, string field)
    {
        var start = text.StartsWith("data:", StringComparison.Ordinal) ? text.IndexOf(',') + 1 : 0;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64Chars(text.AsSpan(start), bytes, out var length)
            ? bytes[..length]
            : throw Errors.InvalidRequest($"{field}.base64", "is not base64.");
    }

    private static (string Type, string Extension)? TypeOf(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? ("image/jpeg", "jpg")
        : bytes.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G']) ? ("image/png", "png")
        : bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..12].SequenceEqual("WEBP"u8) ? ("image/webp", "webp")
        : null;
}
