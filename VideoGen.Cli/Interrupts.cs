using System.Runtime.InteropServices;

namespace VideoGen.Cli;

/// <summary>The signals that end a program: the first asks to stop, the second not to wait for anything.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _first = new();
    private readonly CancellationTokenSource _second = new();
    private readonly List<PosixSignalRegistration> _signals = [];

    public CancellationToken First => _first.Token;

    public CancellationToken Second => _second.Token;

    public int ExitCode { get; private set; } = Cli.ExitCode.Interrupted;

    /// <summary>Whether somebody pressed Ctrl-C, and so can be asked what they meant.</summary>
    public bool ByHand => ExitCode == Cli.ExitCode.Interrupted;

    public static Interrupts OfProcess()
    {
        var interrupts = new Interrupts();
        foreach (var (signal, number) in new[] { (PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15) })
        {
            interrupts._signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                interrupts.Raise(128 + number);
            }));
        }

        return interrupts;
    }

    public void Raise(int exitCode)
    {
        if (_first.IsCancellationRequested)
        {
            _second.Cancel();
            return;
        }

        ExitCode = exitCode;
        _first.Cancel();
    }

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        _first.Dispose();
        _second.Dispose();
    }
}
