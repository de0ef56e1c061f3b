using System.Text.Json.Nodes;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace VideoGen.Tests.Embedded.Storage.Golden;

/// <summary>Makes recorded requests many times at once.</summary>
internal sealed class BlobRaces(OpenData data)
{
    private readonly BlobClient _blob = data.Container("race").GetBlobClient("one");

    public async Task<Observation> UploadAsync(GoldenCase golden, int times)
    {
        var conditions = golden.Header("If-Match") is null
            ? new BlobRequestConditions { IfNoneMatch = ETag.All }
            : new BlobRequestConditions { IfMatch = (await _blob.GetPropertiesAsync()).Value.ETag };
        return await Observation.OfMany(times, async i => new((await _blob.UploadAsync(BinaryData.FromString($"{i}"), new BlobUploadOptions { Conditions = conditions })).GetRawResponse().Status));
    }

    public async Task<Observation> ReadWhileOverwrittenAsync()
    {
        byte[][] versions = [.. from letter in "ab" select Enumerable.Repeat((byte)letter, 2 * 1024 * 1024).ToArray()];
        await _blob.UploadAsync(new BinaryData(versions[0]), overwrite: true);
        var writes = Enumerable.Range(0, 10).Select(i => Task.Run(() => _blob.UploadAsync(new BinaryData(versions[i % 2]), overwrite: true)));
        var reads = Enumerable.Range(0, 30).Select(_ => Task.Run(async () => (await _blob.DownloadContentAsync()).Value.Content.ToArray())).ToArray();
        await Task.WhenAll(writes);
        var whole = (await Task.WhenAll(reads)).Count(read => versions.Any(version => version.AsSpan().SequenceEqual(read)));
        return new(0, Facts: new JsonObject { ["reads"] = new JsonObject { ["whole version"] = whole } });
    }
}
