using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using VideoGen.Benchmarks;

[assembly: SupportedOSPlatform("linux")]

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

if (args is ["contestant"])
{
    await EmbeddedContestant.RunAsync(stop.Token);
    return 0;
}

if (args is ["--help" or "-h"])
{
    Console.WriteLine(BenchOptions.Usage);
    return 0;
}

try
{
    return await Bench.RunAsync(BenchOptions.Parse(args), stop.Token);
}
catch (ArgumentException mistake)
{
    Console.Error.WriteLine($"{mistake.Message}\n{BenchOptions.Usage}");
    return 2;
}
catch (ContestantException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
