using VideoGen.Cli;
using VideoGen.Cli.Screen;

using var interrupts = Interrupts.OfProcess();
return await CommandLine.RunAsync(args, Terminal.OfProcess(), interrupts);
