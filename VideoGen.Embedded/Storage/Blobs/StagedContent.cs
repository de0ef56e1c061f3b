using System.Security.Cryptography;

namespace VideoGen.Embedded.Storage.Blobs;

/// <summary>A content being written, which no blob has yet. Unless a blob takes it, disposing it removes it.</summary>
internal sealed class StagedContent : IAsyncDisposable
{
    // A larger upload reaches the service in blocks, and what is committed from blocks gets no hash.
    private const long MaxHashedLength = 256L * 1024 * 1024;

    private readonly BlobFiles _files;
    private readonly FileStream _file;
    private readonly IncrementalHash? _hash;
    private bool _taken;

    public StagedContent(BlobFiles files, bool hashed)
    {
        _files = files;
        _file = files.Create(Id);
#pragma warning disable CA5351 // The service's Content-MD5 is what it is; it guards against accidents, not attackers.
        _hash = hashed ? IncrementalHash.CreateHash(HashAlgorithmName.MD5) : null;
#pragma warning restore CA5351
    }

    public string Id { get; } = Guid.NewGuid().ToString("N");

    public long Length { get; private set; }

    public byte[]? Hash => Length <= MaxHashedLength ? _hash?.GetCurrentHash() : null;

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        await _file.WriteAsync(bytes, ct);
        Length += bytes.Length;
        if (Length <= MaxHashedLength) _hash?.AppendData(bytes.Span);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _file.Write(bytes);
        Length += bytes.Length;
        if (Length <= MaxHashedLength) _hash?.AppendData(bytes);
    }

    /// <summary>Brings the content to the disk and closes it.</summary>
    public async Task CompleteAsync()
    {
        _file.Flush(flushToDisk: true);
        await _file.DisposeAsync();
    }

    /// <summary>It is a blob's now.</summary>
    public void Taken() => _taken = true;

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        _hash?.Dispose();
        if (!_taken) _files.Discard(Id);
    }
}
