using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using VideoGen.Functions;
using VideoGen.Functions.Settings;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.AddVideoGen();

try
{
    builder.Build().Run();
    return 0;
}
catch (Exception e) when (SettingsExtensions.FaultsOf(e) is { Count: > 0 } faults)
{
    Console.Error.WriteLine(string.Join(' ', faults));
    return 1;
}
