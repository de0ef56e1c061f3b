using System.Text.Json.Nodes;
using Azure.Storage.Blobs.Models;

namespace VideoGen.Tests.Embedded.Storage.Golden;

/// <summary>Every recorded blob request, made through our clients: the answers are Azure's.</summary>
public sealed class BlobReplayTests
{
    private static readonly IReadOnlyList<GoldenCase> Cases = GoldenCase.Load("blobs.json");

    /// <summary>What is not replayed, since our client cannot ask it, or not compared, since the emulator is known to differ.</summary>
    private static readonly (string Pattern, string Reason)[] Excluded =
    [
        ("blocks: *", "The client sends blocks by itself; it has no members for them."),
        ("copy: *", "The client's part of the API has no copies."),
        ("lease: *", "The client's part of the API has no leases."),
        ("sas: *", "The embedded store does not sign."),
        ("shared key: *", "The embedded store does not sign."),
        ("get: no authorization, private container", "There are no accounts, and nothing to authorize."),
        ("race: 20 concurrent lease acquires", "The client's part of the API has no leases."),
        ("snapshot: *", "The client's part of the API has no snapshots."),
        ("delete: blob with a snapshot, *", "The client's part of the API has no snapshots."),
        ("delete container: *", "The client's part of the API does not delete containers."),
        ("create container: again directly after delete", "The client's part of the API does not delete containers."),
        ("list: container created again after delete is empty", "The client's part of the API does not delete containers."),
        ("list containers with prefix", "The client's part of the API does not list containers."),
        ("container properties: existing", "The client's part of the API only asks whether a container exists."),
        ("upload: Content-MD5 *", "The client sends no checksum of the request."),
        ("upload: x-ms-blob-type *", "The client always sends the type."),
        ("get metadata only", "The client asks for all properties."),
        ("ETag and date formats", "Told in words; BlobContract has this case."),
        ("what changes ETag, *", "Told in words; BlobContract has this case."),
        ("range: x-ms-range bytes=-*", "The client's ranges have a start."),
        ("range: x-ms-range bytes=5-2", "The client's ranges have a length."),
        ("range: x-ms-range bytes=a-b", "The client writes the header."),
        ("range: x-ms-range bytes=", "The client writes the header."),
        ("range: x-ms-range 0-4", "The client writes the header."),
        ("range: x-ms-range items=0-4", "The client writes the header."),
        ("range: x-ms-range bytes=0-1,3-4", "The client's ranges are one."),
        ("range: x-ms-range bytes=0-", "To the client a range from 0 without an end is no range: 200 and the whole blob."),
        ("upload: zero length, range bytes=0-", "To the client a range from 0 without an end is no range: 200 and the whole blob."),
        ("range: with x-ms-range-get-content-md5", "The client's part of the API does not ask for the hash of a part."),
        ("range: both headers, *", "The client writes the header."),
        ("list: startFrom", "The client form that compiles everywhere does not have it."),
        ("list: maxresults=abc", "The client's page size is a number."),
        ("list: one item*", "XML; BlobContract looks at the items."),
        ("list: client library, *", "The doings of another client."),
        ("blob name: unpaired surrogate bytes, upload", "A string cannot hold these bytes; BlobContract has this case."),

        // Differences that are meant.
        ("get: If-Match on a missing blob", "Not known of the service; 404 here, as for every read of what is not there."),
        ("blob name: 1025 characters, name in the list", "What the service refused is not there."),
        ("blob name: control U+0001, name in the list", "What the service refused is not there."),
        ("blob name: newline, name in the list", "What the service refused is not there."),
        ("blob name: U+007F, name in the list", "What the service refused is not there."),
        ("blob name: NUL, name in the list", "What the service refused is not there."),
        ("blob name: U+FFFE, name in the list", "What the service refused is not there."),
        ("blob name: 255 path segments, name in the list", "What the service refused is not there."),
        ("blob name: 300 path segments, name in the list", "What the service refused is not there."),
        ("blob name: one dot only, *", "The service advises against such names; here they are refused."),
        ("blob name: two dots only, *", "The service advises against such names; here they are refused."),
        ("blob name: backslash, name in the list", "A name is kept as it is; the emulator makes it a slash."),
        ("blob name: trailing dot, *", "The service advises against such names; here they are refused."),
        ("blob name: trailing slash*, *", "The service advises against such names; here they are refused."),
    ];

    public static TheoryData<string> Groups => [.. Cases.Where(golden => !IsExcluded(golden)).Select(golden => golden.Group).Distinct()];

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task Recorded_blob_requests_are_answered_as_by_the_service(string group)
    {
        using var data = new OpenData();
        var cases = Cases.Where(golden => golden.Group == group).ToList();
        await PrepareAsync(data, cases);
        var replay = new BlobReplay(data);
        var differences = new List<string>();
        foreach (var golden in cases.Where(golden => !IsExcluded(golden)))
        {
            differences.AddRange((await replay.DifferencesAsync(golden)).Select(difference => $"{golden.Name}: {difference}"));
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public void What_is_not_replayed_is_listed_and_counted()
    {
        Assert.All(Excluded, excluded => Assert.Contains(Cases, golden => golden.IsNamed(excluded.Pattern)));
        Assert.Equal(167, Cases.Count(IsExcluded));
        Assert.Equal(448, Cases.Count);
    }

    /// <summary>Puts there what the group's first request found.</summary>
    private static async Task PrepareAsync(OpenData data, List<GoldenCase> cases)
    {
        string[] containers = cases[0].Group switch
        {
            "upload" => ["upl"],
            "metadata" => ["meta"],
            "range" => ["rng"],
            "conditional" => ["cond"],
            "missing-and-delete" => ["miss"],
            "list" => ["lst", "lstempty"],
            "names" => ["nam"],
            "race" => ["race"],
            _ => [],
        };
        foreach (var container in containers) await data.Container(container).CreateIfNotExistsAsync();
        if (cases[0].Group == "missing-and-delete") await data.Container("miss").GetBlobClient("a").UploadAsync(BinaryData.FromString("x"));
        if (cases[0].Request["uploadedInOrder"] is JsonArray names)
        {
            foreach (var name in names) await data.Container("lst").GetBlobClient((string)name!).UploadAsync(BinaryData.FromString((string)name!), new BlobUploadOptions());
        }
    }

    private static bool IsExcluded(GoldenCase golden) => Excluded.Any(excluded => golden.IsNamed(excluded.Pattern));
}
