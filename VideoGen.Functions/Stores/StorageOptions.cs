using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace VideoGen.Functions.Stores;

/// <summary>Where records and files are kept.</summary>
public sealed class StorageOptions
{
    /// <summary>The connection string of the storage account; empty when an identity is used in its place.</summary>
    [ConfigurationKeyName("AzureWebJobsStorage")]
    public string ConnectionString { get; init; } = "";

    /// <summary>With an identity: the account's name, in the public cloud.</summary>
    [ConfigurationKeyName("AzureWebJobsStorage:accountName")]
    [RegularExpression("[a-z0-9]{3,24}", ErrorMessage = "AzureWebJobsStorage__accountName must have 3 to 24 lower-case letters and digits.")]
    public string? AccountName { get; init; }

    /// <summary>With an identity: the tables' address; it wins over the account's name.</summary>
    [ConfigurationKeyName("AzureWebJobsStorage:tableServiceUri")]
    public Uri? TableServiceUri { get; init; }

    /// <summary>With an identity: the blobs' address; it wins over the account's name.</summary>
    [ConfigurationKeyName("AzureWebJobsStorage:blobServiceUri")]
    public Uri? BlobServiceUri { get; init; }

    /// <summary>With an identity: <c>managedidentity</c> for the one the app runs as on Azure; unset, whoever is signed in on this machine.</summary>
    [ConfigurationKeyName("AzureWebJobsStorage:credential")]
    [RegularExpression("managedidentity", ErrorMessage = "AzureWebJobsStorage__credential must be managedidentity.")]
    public string? Credential { get; init; }

    /// <summary>With an identity that is user-assigned: its client id.</summary>
    [ConfigurationKeyName("AzureWebJobsStorage:clientId")]
    public string? ClientId { get; init; }

    /// <summary>The largest output taken over from a provider, in bytes.</summary>
    [ConfigurationKeyName("VIDEO_MAX_BYTES")]
    [Range(1, long.MaxValue, ErrorMessage = "VIDEO_MAX_BYTES must be at least 1.")]
    public long LargestVideo { get; init; } = 2L << 30;

    /// <summary>Minutes for which a file may be fetched from the store itself, by a signed address; 0 to send every file from here.</summary>
    [ConfigurationKeyName("SIGNED_URL_MINUTES")]
    [Range(0, 300, ErrorMessage = "SIGNED_URL_MINUTES must be from 0 to 300.")]
    public int SignedUrlMinutes { get; init; } = 15;

    /// <summary>Where the tables are with an identity; null where the connection string leads to them.</summary>
    public Uri? Tables => TableServiceUri ?? Service("table");

    /// <summary>Where the blobs are with an identity; null where the connection string leads to them.</summary>
    public Uri? Blobs => BlobServiceUri ?? Service("blob");

    private Uri? Service(string kind) => AccountName is { Length: > 0 } name ? new($"https://{name}.{kind}.core.windows.net") : null;
}
