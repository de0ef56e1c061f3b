using Azure;
using Azure.Storage.Blobs.Models;

namespace VideoGen.Embedded.Storage.Blobs;

/// <summary>A blob's content, or a part of it, on its way out.</summary>
internal static class BlobDownload
{
    public static Response<BlobDownloadStreamingResult> Start(BlobStore store, string container, string name, BlobDownloadOptions? options)
    {
        try
        {
            var (blob, content) = store.Open(container, name, options?.Conditions);
            try
            {
                var part = ByteRange.Of(options?.Range ?? default, blob);
                var details = BlobModels.ToDetails(blob, part);
                var stream = new DownloadStream(content, part?.Start ?? 0, details.ContentLength, options?.ProgressHandler);
                return Response.FromValue(new BlobDownloadStreamingResult(details, stream), BlobModels.Answer(blob, part is null ? 200 : 206));
            }
            catch
            {
                content.Dispose();
                throw;
            }
        }
        catch (RequestFailedException notModified) when (notModified.Status == 304)
        {
            return new NotModified<BlobDownloadStreamingResult>(notModified);
        }
    }

    public static async Task<Response<BlobDownloadResult>> ReadAsync(Response<BlobDownloadStreamingResult> download, CancellationToken ct)
    {
        if (download is NotModified<BlobDownloadStreamingResult> { Reason: var reason }) return new NotModified<BlobDownloadResult>(reason);
        using var result = download.Value;
        var content = new byte[result.Details.ContentLength];
        await result.Content.ReadExactlyAsync(content, ct);
        return Response.FromValue(new BlobDownloadResult(result.Details, new BinaryData(content)), download.GetRawResponse());
    }

    /// <summary>304, for those who have it already. As in the real client only reading the value throws.</summary>
    private sealed class NotModified<T>(RequestFailedException reason) : Response<T>
    {
        public RequestFailedException Reason => reason;

        public override T Value => throw reason;

        public override Response GetRawResponse() => reason.GetRawResponse()!;
    }
}
