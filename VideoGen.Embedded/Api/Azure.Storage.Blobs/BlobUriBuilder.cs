using Azure.Storage.Sas;

namespace Azure.Storage.Blobs;

/// <summary>The parts of a blob's address.</summary>
public sealed class BlobUriBuilder
{
    private readonly Uri _uri;

    public BlobUriBuilder(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        _uri = uri;
        var path = uri.AbsolutePath.TrimStart('/');
        var slash = path.IndexOf('/');
        BlobContainerName = Uri.UnescapeDataString(slash < 0 ? path : path[..slash]);
        BlobName = slash < 0 ? "" : Uri.UnescapeDataString(path[(slash + 1)..]);
    }

    public string BlobContainerName { get; set; }

    public string BlobName { get; set; }

    public BlobSasQueryParameters? Sas { get; set; }

    public Uri ToUri() => Address(_uri, BlobContainerName, BlobName);

    internal static Uri Address(Uri service, string container, string? blob) =>
        new(service, string.IsNullOrEmpty(blob) ? container : $"/{container}/{Uri.EscapeDataString(blob).Replace("%2F", "/", StringComparison.Ordinal)}");
}
