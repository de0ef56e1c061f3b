using System.Runtime.InteropServices;
using System.Text;
using VideoGen.Cli;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

try
{
    return args switch
    {
        ["demo", .. var rest] => await Demo.RunAsync(Arguments.Parse(rest, "out", "data"), stop.Token),
        _ => throw new CliException(ExitCode.WrongUsage, "usage: demo [\"prompt\"] [--out DIR] [--data DIR]"),
    };
}
catch (CliException e)
{
    await Console.Error.WriteLineAsync($"videogen: {e.Message}");
    return e.ExitCode;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("videogen: stopped");
    return ExitCode.Stopped;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
