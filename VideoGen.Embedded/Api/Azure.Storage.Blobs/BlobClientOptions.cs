using Azure.Core;

namespace Azure.Storage.Blobs;

/// <summary>Options of the blob clients; the embedded store has nothing to set.</summary>
public sealed class BlobClientOptions : ClientOptions;
