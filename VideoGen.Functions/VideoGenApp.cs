using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using VideoGen.Functions.Doors;
using VideoGen.Functions.Intake;
using VideoGen.Functions.Jobs;
using VideoGen.Functions.Media;
using VideoGen.Functions.Net;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Settings;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions;

/// <summary>The whole wiring: one line a slice.</summary>
public static class VideoGenApp
{
    public static FunctionsApplicationBuilder AddVideoGen(this FunctionsApplicationBuilder builder)
    {
        builder.UseWhen<Problems>(IsHttp);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.Configure<System.Text.Json.JsonSerializerOptions>(json => json.Encoder = StoreJson.Options.Encoder);
        builder.Services.AddSettings<PublicOptions>().AddNet().AddStores().AddMedia().AddProviders().AddJobs().AddIntake();
        return builder;
    }

    private static bool IsHttp(FunctionContext context) =>
        context.FunctionDefinition.InputBindings.Values.Any(binding => string.Equals(binding.Type, "httpTrigger", StringComparison.OrdinalIgnoreCase));
}
