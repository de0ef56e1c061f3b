using System.Security.Cryptography;
using VideoGen.Functions.Media;
using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Jobs;

/// <summary>Opens an output from a byte on; see <see cref="IVideoProvider.OpenOutputAsync"/>.</summary>
internal delegate Task<ProviderOutput?> OpenOutput(long from, string? validator, CancellationToken ct);

/// <summary>The output cannot be had from here, or is not worth having.</summary>
internal sealed class OutputException(string message, bool isGone) : Exception(message)
{
    public bool IsGone { get; } = isGone;
}

/// <summary>Reads an output from its first byte to its last, over as many connections as that takes: counts, hashes, and refuses what is too large or no video.</summary>
/// <remarks>A break is mended where the host can go on from the middle; else the reading fails as transient, and starts over as a whole.</remarks>
internal sealed class OutputReader(OpenOutput open, long largest) : Stream
{
    private const int MostConnections = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _head = new byte[MediaType.HeadLength];

    private ProviderOutput? _part;
    private string? _validator;
    private long? _total;
    private int _connections;
    private long _received;
    private int _headLength;
    private long _given;

    /// <summary>Of all bytes, once they are read.</summary>
    public string Sha256 => field ??= Convert.ToHexStringLower(_hash.GetHashAndReset());

    public override long Position { get => _given; set => throw new NotSupportedException(); }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    /// <summary>Reads the first bytes, which tell what it is.</summary>
    /// <returns>The content type.</returns>
    public async Task<string> StartAsync(CancellationToken ct)
    {
        while (_headLength < MediaType.HeadLength && await ReceiveAsync(_head.AsMemory(_headLength), ct) is var count and > 0)
        {
            _headLength += count;
        }

        var type = MediaType.Of(_head.AsSpan(0, _headLength));
        return MediaType.IsVideo(type) ? type! : throw new OutputException(
            _headLength == 0 ? "The provider delivered an empty file." : "What the provider delivered is no video.", isGone: false);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;

        var left = _headLength - (int)Math.Min(_given, _headLength);
        var count = left > 0 ? Math.Min(left, buffer.Length) : await ReceiveAsync(buffer, cancellationToken);
        if (left > 0)
        {
            _head.AsMemory((int)_given, count).CopyTo(buffer);
        }

        _given += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read it asynchronously.");

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _hash.Dispose();
        await base.DisposeAsync();
    }

    public override void Flush() => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task<int> ReceiveAsync(Memory<byte> buffer, CancellationToken ct)
    {
        while (true)
        {
            var part = _part ?? await ConnectAsync(ct);
            if (await TryReadAsync(part, buffer, ct) is { } count && (count > 0 || _total is null || _received == _total))
            {
                _hash.AppendData(buffer.Span[..count]);
                _received += count;
                return _received <= largest ? count : throw TooLarge();
            }

            await CloseAsync();
        }
    }

    private async Task<ProviderOutput> ConnectAsync(CancellationToken ct)
    {
        if (_connections++ == MostConnections || (_received > 0 && _validator is null))
        {
            throw new TransientException($"The transfer broke off after {_received} bytes.");
        }

        _part = await open(_received, _validator, ct) ?? throw new OutputException("The address of the output serves it no longer.", isGone: true);
        if (_part.Start != _received) throw new TransientException("The host of the output starts over.");

        _validator = _part.Validator;
        _total = _part.TotalLength;
        return _total > largest ? throw TooLarge() : _part;
    }

    // Null for a break: the connection failed, or gave nothing for too long.
    private static async Task<int?> TryReadAsync(ProviderOutput part, Memory<byte> buffer, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            return await part.Content.ReadAsync(buffer, limit.Token);
        }
        catch (IOException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task CloseAsync()
    {
        if (_part is not null)
        {
            await _part.DisposeAsync();
            _part = null;
        }
    }

    private OutputException TooLarge() => new($"The output is larger than the {largest} bytes that are taken over.", isGone: false);
}
