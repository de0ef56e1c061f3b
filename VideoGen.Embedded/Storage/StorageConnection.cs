namespace VideoGen.Embedded.Storage;

/// <summary>From a connection string to the open data folder, and the addresses its clients show.</summary>
internal static class StorageConnection
{
    public const string AccountName = "embedded";

    // The top-level domain is reserved: such an address leads nowhere, on any network.
    public static readonly Uri TablesUri = new("https://embedded.table.invalid/");
    public static readonly Uri BlobsUri = new("https://embedded.blob.invalid/");

    public static DataFolder Open(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        foreach (var part in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (key, value) = part.IndexOf('=') is > 0 and var at ? (part[..at], part[(at + 1)..]) : (part, "");
            if (string.Equals(key, DataFolder.ConnectionStringKey, StringComparison.OrdinalIgnoreCase)) return DataFolder.Get(value);
        }

        throw new FormatException($"The connection string has no {DataFolder.ConnectionStringKey}=<data folder>; the embedded runtime stores in a data folder only.");
    }

    public static NotSupportedException NoIdentity() =>
        new("The embedded runtime has no storage accounts and no identities; use the connection string of AzureWebJobsStorage.");

    public static NotSupportedException NoSas() =>
        new("The embedded store cannot sign URLs (CanGenerateSasUri is false); stream the blob instead.");
}
