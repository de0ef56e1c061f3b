using Microsoft.Extensions.Options;
using VideoGen.Domain;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Media;
using VideoGen.Functions.Net;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Intake;

/// <summary>An input of a start.</summary>
/// <param name="Field">As the caller calls it.</param>
/// <param name="Place">Where it lies: its address, or the name of a file of ours; null while it is in memory.</param>
/// <param name="Bytes">What came inside the request, or was fetched.</param>
/// <param name="Facts">What is known of it; null for what lies at an address that only the provider will visit.</param>
public sealed record InputFile(string Field, string? Place, byte[]? Bytes, ImageFacts? Facts);

/// <summary>All inputs of a start.</summary>
public sealed record InputFiles(InputFile? Image, InputFile? Video, IReadOnlyList<InputFile> References);

/// <summary>Looks at the images and videos of a start, each told by its content, and keeps those that came inside it.</summary>
public sealed class InputMedia(
    VideoBlobs blobs, UploadStore uploads, GuardedHttp http, IOptions<RetentionOptions> retention, TimeProvider clock)
{
    // The most that any provider takes inside a request.
    private const int LargestFetched = 20 << 20;

    /// <param name="caller">Whose uploads may be named.</param>
    /// <param name="request">One that keeps the rules.</param>
    /// <param name="fetch">Whether images at addresses are fetched, as somebody needs their bytes.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProblemException">One of them is not there, or not what it should be.</exception>
    public async Task<InputFiles> ReadAsync(Caller caller, JobRequest request, bool fetch, CancellationToken ct)
    {
        var references = new List<InputFile>();
        foreach (var reference in request.References)
        {
            references.Add(await ReadAsync(caller, $"references[{references.Count}]", reference, isVideo: false, fetch, ct));
        }

        return new(
            request.Image is { } image ? await ReadAsync(caller, "image", image, isVideo: false, fetch, ct) : null,
            request.Video is { } video ? await ReadAsync(caller, "video", video, isVideo: true, fetch: false, ct) : null,
            references);
    }

    /// <summary>Stores what is in memory; answers where the file lies.</summary>
    public async Task<string?> KeepAsync(JobPlan plan, InputFile? file, CancellationToken ct)
    {
        if (file?.Bytes is not { } bytes) return file?.Place;

        var type = file.Facts!.ContentType;
        var name = VideoBlobs.InputName(plan.User, plan.JobId, $"-{file.Field}.{MediaType.ExtensionOf(type)}");
        using var content = new MemoryStream(bytes);
        await blobs.WriteAsync(name, content, type, RetentionOptions.After(clock.GetUtcNow(), retention.Value.InputDays), ct);
        return name;
    }

    private async Task<InputFile> ReadAsync(Caller caller, string field, MediaSource source, bool isVideo, bool fetch, CancellationToken ct) => source switch
    {
        { UploadId: { } id } => await UploadedAsync(caller, $"{field}.uploadId", id, field, isVideo, ct),
        { Base64: { } text } when Decode(text, $"{field}.base64") is var bytes => new(field, null, bytes, await LookAsync($"{field}.base64", bytes, isVideo, ct)),
        { Url: { } url } when fetch && await FetchAsync($"{field}.url", url, ct) is { } bytes => new(field, null, bytes, await LookAsync($"{field}.url", bytes, isVideo, ct)),
        _ => new(field, source.Url, null, null),
    };

    private async Task<InputFile> UploadedAsync(Caller caller, string field, string id, string name, bool isVideo, CancellationToken ct)
    {
        var upload = await uploads.FindAsync(caller.User, id, ct) ?? throw Errors.InvalidRequest(field, "names no upload, or one that has expired.");
        CheckKind(field, upload.ContentType, isVideo);
        return new(name, upload.BlobName, null, new(upload.ContentType, upload.SizeBytes, upload.Width, upload.Height));
    }

    // Null when it is not to be had from here; those who fetch by themselves may have more luck.
    private async Task<byte[]?> FetchAsync(string field, string url, CancellationToken ct)
    {
        using var content = new MemoryStream();
        var fetched = await http.FetchAsync(url, content, LargestFetched, ct);
        return fetched.Outcome switch
        {
            FetchOutcome.Done => content.ToArray(),
            FetchOutcome.TooLarge => throw UploadReader.TooLarge(field, LargestFetched),
            _ => null,
        };
    }

    private static async Task<ImageFacts> LookAsync(string field, byte[] bytes, bool isVideo, CancellationToken ct)
    {
        var type = MediaType.Of(bytes.AsSpan(0, Math.Min(bytes.Length, MediaType.HeadLength)));
        CheckKind(field, type, isVideo);
        using var content = new MemoryStream(bytes);
        if (isVideo)
        {
            var reading = await Mp4.ReadAsync(content, ct);
            return reading.Facts is { } facts ? new(type!, bytes.Length, facts.Width, facts.Height) : throw Errors.UnsupportedMedia(field, reading.Problem!);
        }

        var size = await ImageHeader.ReadAsync(content, type!, ct) ?? throw Errors.UnsupportedMedia(field, "is a damaged image.");
        return new(type!, bytes.Length, size.Width, size.Height);
    }

    private static void CheckKind(string field, string? type, bool isVideo)
    {
        if (isVideo && type is not (MediaType.Mp4 or MediaType.Mov)) throw Errors.UnsupportedMedia(field, "is no MP4 or MOV.");
        if (!isVideo && !MediaType.IsImage(type)) throw Errors.UnsupportedMedia(field, "is no JPEG, PNG or WebP.");
    }

    private static byte[] Decode(string text, string field)
    {
        const string Mark = ";base64,";
        var start = text.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? text.IndexOf(Mark, StringComparison.OrdinalIgnoreCase) + Mark.Length : 0;
        var bytes = new byte[text.Length];
        return (start == 0 || start > Mark.Length) && Convert.TryFromBase64Chars(text.AsSpan(start), bytes, out var length)
            ? bytes[..length]
            : throw Errors.InvalidRequest(field, "is not base64.");
    }
}
