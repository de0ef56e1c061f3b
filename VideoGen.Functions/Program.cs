using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using VideoGen.Functions;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.AddVideoGen();

try
{
    builder.Build().Run();
    return 0;
}
catch (OptionsValidationException e)
{
    Console.Error.WriteLine(string.Join(' ', e.Failures));
    return 1;
}
