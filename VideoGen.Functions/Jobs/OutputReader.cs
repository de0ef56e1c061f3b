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
internal sealed class OutputReader(OpenOutput open, long largest) : IncomingFile(largest)
{
    private const int MostConnections = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly long _largest = largest;

    private ProviderOutput? _part;
    private string? _validator;
    private long? _total;
    private int _connections;

    /// <summary>Reads the first bytes, which tell what it is.</summary>
    /// <returns>The content type.</returns>
    public async Task<string> StartAsync(CancellationToken ct)
    {
        var type = await ReadTypeAsync(ct);
        return MediaType.IsVideo(type) ? type! : throw new OutputException(
            Received == 0 ? "The provider delivered an empty file." : "What the provider delivered is no video.", isGone: false);
    }

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await base.DisposeAsync();
    }

    protected override async ValueTask<int> FetchAsync(Memory<byte> buffer, CancellationToken ct)
    {
        while (true)
        {
            var part = _part ?? await ConnectAsync(ct);
            if (await TryReadAsync(part, buffer, ct) is { } count && (count > 0 || _total is null || Received == _total)) return count;

            await CloseAsync();
        }
    }

    protected override Exception TooLarge() =>
        new OutputException($"The output is larger than the {_largest} bytes that are taken over.", isGone: false);

    private async Task<ProviderOutput> ConnectAsync(CancellationToken ct)
    {
        if (_connections++ == MostConnections || (Received > 0 && _validator is null))
        {
            throw new TransientException($"The transfer broke off after {Received} bytes.");
        }

        _part = await open(Received, _validator, ct) ?? throw new OutputException("The address of the output serves it no longer.", isGone: true);
        if (_part.Start != Received) throw new TransientException("The host of the output starts over.");

        _validator = _part.Validator;
        _total = _part.TotalLength;
        return _total > _largest ? throw TooLarge() : _part;
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
}
