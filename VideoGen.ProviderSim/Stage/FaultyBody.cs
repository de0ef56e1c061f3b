namespace VideoGen.ProviderSim.Stage;

/// <summary>A response body that drips, breaks off, or ends too early. Half of the promised length gets through.</summary>
internal sealed class FaultyBody(HttpContext context, Fault fault, SimClock clock) : Stream
{
    private readonly Stream _wire = context.Response.Body;
    private long _written;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (fault.Kind == "drip")
        {
            await DripAsync(buffer, cancellationToken);
            return;
        }

        var half = (context.Response.ContentLength ?? 2) / 2;
        var allowed = (int)Math.Clamp(half - _written, 0, buffer.Length);
        await _wire.WriteAsync(buffer[..allowed], cancellationToken);
        _written += allowed;
        if (fault.Kind == "reset" && _written == half)
        {
            // A reset throws away what the other side has not read yet: give it a moment.
            await _wire.FlushAsync(cancellationToken);
            await Task.Delay(100, cancellationToken);
            context.Abort();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => _wire.FlushAsync(cancellationToken);

    public override void Flush() => _wire.Flush();

    public override void Write(byte[] buffer, int offset, int count) => _wire.Write(buffer, offset, count);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task DripAsync(ReadOnlyMemory<byte> buffer, CancellationToken ct)
    {
        var perTenth = (int)Math.Max(1, fault.Number / 10);
        for (var at = 0; at < buffer.Length; at += perTenth)
        {
            await _wire.WriteAsync(buffer.Slice(at, Math.Min(perTenth, buffer.Length - at)), ct);
            await _wire.FlushAsync(ct);
            await clock.DelayAsync(TimeSpan.FromSeconds(0.1), ct);
        }
    }
}
