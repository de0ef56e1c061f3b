namespace VideoGen.Embedded.Hosting;

/// <summary>The end of the host's patience with invocations that still run when it stops.</summary>
internal sealed class Draining : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public CancellationToken Token => _source.Token;

    public void CancelAfter(TimeSpan time) => _source.CancelAfter(time);

    public void Dispose() => _source.Dispose();
}
