using VideoGen.Embedded.Hosting;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a functions app begins.</summary>
public static class FunctionsApplication
{
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);

    internal static FunctionsApplicationBuilder CreateBuilder(string[] args, EmbeddedOptions options) => new(args, options);
}
