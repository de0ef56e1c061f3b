using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace VideoGen.Functions.Stores;

/// <summary>Where records and files are kept.</summary>
public sealed class StorageOptions
{
    /// <summary>The connection string of the storage account; empty when an identity is used in its place.</summary>
    [ConfigurationKeyName("AzureWebJobsStorage")]
    public string ConnectionString { get; init; } = "";

    /// <summary>With an identity: the tables' address.</summary>
    [ConfigurationKeyName("AzureWebJobsStorage:tableServiceUri")]
    public Uri? Tables { get; init; }

    /// <summary>With an identity: the blobs' address.</summary>
    [ConfigurationKeyName("AzureWebJobsStorage:blobServiceUri")]
    public Uri? Blobs { get; init; }

    /// <summary>The largest output taken over from a provider, in bytes.</summary>
    [ConfigurationKeyName("VIDEO_MAX_BYTES")]
    [Range(1, long.MaxValue, ErrorMessage = "VIDEO_MAX_BYTES must be at least 1.")]
    public long LargestVideo { get; init; } = 2L << 30;
}
