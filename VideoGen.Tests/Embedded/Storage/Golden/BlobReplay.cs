using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace VideoGen.Tests.Embedded.Storage.Golden;

/// <summary>Makes recorded blob requests, in order, through our clients.</summary>
internal sealed partial class BlobReplay(OpenData data)
{
    // Headers the client does not show, or that belong to the HTTP answer alone.
    private static readonly string[] Unseen = ["accept-ranges", "x-ms-lease-state", "x-ms-lease-status", "x-ms-server-encrypted", "x-ms-access-tier", "x-ms-access-tier-inferred", "x-ms-creation-time", "last-modified"];

    private readonly Placeholders _placeholders = new(number => $"\"0x{number:X15}\"");

    public async Task<IEnumerable<string>> DifferencesAsync(GoldenCase golden)
    {
        var observed = await Observation.Of(() => ObserveAsync(golden));
        return observed.Differences(golden, ExpectedFacts(golden), _placeholders.Same);
    }

    private static JsonObject ExpectedFacts(GoldenCase golden)
    {
        var facts = golden.Facts?.DeepClone().AsObject() ?? [];
        facts.Remove("emptyListFor");
        if (golden.Azure?["status"] is not null || golden.Status is not (200 or 206) || facts.Count > 0 || golden.Method is not ("GET" or "HEAD")) return facts;
        foreach (var (name, value) in golden.Response["headers"]!.AsObject())
        {
            if (!Unseen.Contains(name)) facts[name] = value!.DeepClone();
        }

        if (golden.Response["body"] is { } body) facts["body"] = body.DeepClone();
        return facts;
    }

    private async Task<Observation> ObserveAsync(GoldenCase golden)
    {
        if (golden.Request["times"] is { } times) return await new BlobRaces(data).UploadAsync(golden, (int)times);
        if (golden.Request["summary"] is not null) return await new BlobRaces(data).ReadWhileOverwrittenAsync();
        var match = BlobPath().Match(golden.Path.Split(", then")[0]);
        var container = data.Container(Uri.UnescapeDataString(match.Groups["container"].Value));
        var query = match.Groups["query"].Value;
        if (query.Contains("comp=list", StringComparison.Ordinal)) return await ListAsync(golden, container, query);
        if (query.Contains("restype=container", StringComparison.Ordinal)) return await ContainerAsync(golden, container);

        var blob = container.GetBlobClient(Uri.UnescapeDataString(match.Groups["blob"].Value));
        var conditions = await ConditionsAsync(golden, blob);
        return golden.Method switch
        {
            "HEAD" => Told((await blob.GetPropertiesAsync(conditions)).Value),
            "GET" => await DownloadAsync(golden, blob, conditions),
            "DELETE" => new((await blob.DeleteAsync(conditions: conditions)).Status),
            _ when query == "comp=metadata" => Written(golden, (await blob.SetMetadataAsync(Metadata(golden), conditions)).Value.ETag, 200),
            _ when query == "comp=properties" => Written(golden, (await blob.SetHttpHeadersAsync(Headers(golden), conditions)).Value.ETag, 200),
            _ => Written(golden, (await UploadAsync(golden, blob, conditions)).Value.ETag, 201),
        };
    }

    private static async Task<Observation> ContainerAsync(GoldenCase golden, BlobContainerClient container)
    {
        if (golden.Method != "PUT") return await container.ExistsAsync() ? new(200) : new(404, "ContainerNotFound");
        return await container.CreateIfNotExistsAsync(metadata: Metadata(golden)) is { } created ? new(created.GetRawResponse().Status) : new(409, "ContainerAlreadyExists");
    }

    private static Task<Response<BlobContentInfo>> UploadAsync(GoldenCase golden, BlobClient blob, BlobRequestConditions? conditions) =>
        blob.UploadAsync(BinaryData.FromString((string)golden.Request["body"]!), new BlobUploadOptions { HttpHeaders = Headers(golden), Metadata = Metadata(golden), Conditions = conditions });

    private static async Task<Observation> DownloadAsync(GoldenCase golden, BlobClient blob, BlobRequestConditions? conditions)
    {
        var range = Range().Match(golden.Header("x-ms-range") ?? golden.Header("Range") ?? "");
        var options = new BlobDownloadOptions { Conditions = conditions };
        if (range.Success)
        {
            var start = long.Parse(range.Groups["start"].Value);
            options.Range = new HttpRange(start, range.Groups["end"].Value is { Length: > 0 } end ? long.Parse(end) - start + 1 : null);
        }

        var response = await blob.DownloadContentAsync(options);
        return response.GetRawResponse().Status is 304 ? new(304, "ConditionNotMet") : Told(response);
    }

    private static async Task<Observation> ListAsync(GoldenCase golden, BlobContainerClient container, string query)
    {
        var options = query.Split('&').Select(option => option.Split('=', 2)).ToDictionary(option => option[0], option => Uri.UnescapeDataString(option[1]));
        int? size = options.TryGetValue("maxresults", out var text) ? int.Parse(text) : null;
        var listing = container.GetBlobsByHierarchyAsync(BlobTraits.Metadata, BlobStates.None, options.GetValueOrDefault("delimiter"), options.GetValueOrDefault("prefix"), default);
        var pages = new JsonArray();
        string? token = null;
        await foreach (var page in listing.AsPages(options.GetValueOrDefault("marker"), size))
        {
            token = page.ContinuationToken;
            pages.Add(new JsonObject
            {
                ["names"] = new JsonArray([.. page.Values.Where(entry => entry.IsBlob).Select(entry => (JsonNode)entry.Blob!.Name)]),
                ["prefixes"] = new JsonArray([.. page.Values.Where(entry => entry.IsPrefix).Select(entry => (JsonNode)entry.Prefix!)]),
            });
        }

        var names = pages.SelectMany(page => page!["names"]!.AsArray()).Select(name => name!.DeepClone()).ToArray();
        // These were asked for one name, and tell only of that.
        if (golden.Name.EndsWith("name in the list", StringComparison.Ordinal) || golden.Name.EndsWith("both listed", StringComparison.Ordinal))
        {
            names = [.. names.Where(name => golden.Response["facts"]!["names"]!.AsArray().Any(recorded => JsonNode.DeepEquals(recorded, name)))];
        }

        return new(200, Facts: new JsonObject
        {
            ["names"] = new JsonArray(names),
            ["prefixes"] = new JsonArray([.. pages.SelectMany(page => page!["prefixes"]!.AsArray()).Select(prefix => prefix!.DeepClone())]),
            ["nextMarker"] = token,
            ["pageSizes"] = new JsonArray([.. pages.Select(page => (JsonNode)page!["names"]!.AsArray().Count)]),
            ["pages"] = pages.DeepClone(),
        });
    }

    private static Observation Told(BlobProperties blob) => new(200, Facts: Told(
        blob.ETag, blob.ContentLength, blob.ContentType, blob.ContentHash, blob.CacheControl, blob.ContentDisposition, blob.ContentEncoding, blob.ContentLanguage, blob.Metadata));

    private static Observation Told(Response<BlobDownloadResult> response)
    {
        var details = response.Value.Details;
        var facts = Told(details.ETag, details.ContentLength, details.ContentType, details.ContentHash, details.CacheControl, details.ContentDisposition, details.ContentEncoding, details.ContentLanguage, details.Metadata);
        facts["x-ms-blob-content-md5"] = Text(details.BlobContentHash);
        facts["content-range"] = details.ContentRange;
        facts["body"] = response.Value.Content.ToString();
        return new(response.GetRawResponse().Status, Facts: facts);
    }

    private static JsonObject Told(ETag etag, long length, string type, byte[]? hash, string? cacheControl, string? disposition, string? encoding, string? language, IDictionary<string, string> metadata)
    {
        var facts = new JsonObject
        {
            ["etag"] = etag.ToString(),
            ["content-length"] = length.ToString(),
            ["content-type"] = type,
            ["content-md5"] = Text(hash),
            ["cache-control"] = cacheControl,
            ["content-disposition"] = disposition,
            ["content-encoding"] = encoding,
            ["content-language"] = language,
            ["x-ms-blob-type"] = "BlockBlob",
        };
        foreach (var (name, value) in metadata) facts["x-ms-meta-" + name] = value;
        return facts;
    }

    private static string? Text(byte[]? hash) => hash is null ? null : Convert.ToBase64String(hash);

    private static Dictionary<string, string> Metadata(GoldenCase golden) =>
        (golden.Request["headers"] as JsonObject ?? []).Where(header => header.Key.StartsWith("x-ms-meta-", StringComparison.Ordinal)).ToDictionary(header => header.Key["x-ms-meta-".Length..], header => (string)header.Value!);

    private static BlobHttpHeaders Headers(GoldenCase golden) => new()
    {
        ContentType = golden.Header("x-ms-blob-content-type") ?? golden.Header("Content-Type"),
        ContentEncoding = golden.Header("x-ms-blob-content-encoding"),
        ContentLanguage = golden.Header("x-ms-blob-content-language"),
        ContentDisposition = golden.Header("x-ms-blob-content-disposition"),
        CacheControl = golden.Header("x-ms-blob-cache-control"),
        ContentHash = golden.Header("x-ms-blob-content-md5") is { } hash ? Convert.FromBase64String(hash) : null,
    };

    private async Task<BlobRequestConditions?> ConditionsAsync(GoldenCase golden, BlobClient blob)
    {
        var conditions = new BlobRequestConditions { IfMatch = Etag(golden.Header("If-Match")), IfNoneMatch = Etag(golden.Header("If-None-Match")) };
        if (golden.Header("If-Modified-Since") is null && golden.Header("If-Unmodified-Since") is null) return conditions;

        // The recording has only a placeholder; the name says how the moment lies to the blob's.
        var modified = (await blob.GetPropertiesAsync()).Value.LastModified;
        var moment = golden.Name.EndsWith("past", StringComparison.Ordinal) ? modified.AddHours(-1) : golden.Name.EndsWith("future", StringComparison.Ordinal) ? modified.AddHours(1) : modified;
        if (golden.Header("If-Modified-Since") is null) conditions.IfUnmodifiedSince = moment;
        else conditions.IfModifiedSince = moment;
        return conditions;
    }

    private ETag? Etag(string? recorded)
    {
        if (recorded is null) return null;

        // Written out in two cases, where it stands without quotes or in a list.
        var current = _placeholders.Resolve("<etag-2>");
        return new(_placeholders.Resolve(recorded.Replace("\"0x1C5A0DFB4A7D450\"", current, StringComparison.Ordinal).Replace("0x1C5A0DFB4A7D450", current.Trim('"'), StringComparison.Ordinal)));
    }

    private Observation Written(GoldenCase golden, ETag etag, int status)
    {
        _placeholders.Bind((string?)golden.Response["headers"]?["etag"], etag.ToString());
        return new(status);
    }

    [GeneratedRegex(@"^/(?<container>[^/?]*)(/(?<blob>[^?]*))?(\?(?<query>.*))?$")]
    private static partial Regex BlobPath();

    [GeneratedRegex("^bytes=(?<start>[0-9]+)-(?<end>[0-9]*)$")]
    private static partial Regex Range();
}
