namespace VideoGen.Embedded.Storage.Blobs;

/// <summary>The blobs of a data folder.</summary>
internal sealed class BlobStore;
