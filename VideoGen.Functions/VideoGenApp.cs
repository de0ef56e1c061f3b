using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Catalog;
using VideoGen.Functions.Doors;
using VideoGen.Functions.Doors.Animation;
using VideoGen.Functions.Doors.MultiModel;
using VideoGen.Functions.Doors.OpenAi;
using VideoGen.Functions.Doors.Studio;
using VideoGen.Functions.Doors.Veo;
using VideoGen.Functions.Enhancement;
using VideoGen.Functions.Insight;
using VideoGen.Functions.Intake;
using VideoGen.Functions.Jobs;
using VideoGen.Functions.Media;
using VideoGen.Functions.Net;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Settings;
using VideoGen.Functions.Stores;
using VideoGen.Functions.Webhooks;

namespace VideoGen.Functions;

/// <summary>The whole wiring: one line a slice.</summary>
public static class VideoGenApp
{
    public static FunctionsApplicationBuilder AddVideoGen(this FunctionsApplicationBuilder builder)
    {
        builder.UseWhen<Problems>(IsHttp);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.Configure<System.Text.Json.JsonSerializerOptions>(json => json.Encoder = StoreJson.Options.Encoder);
        TakeLargeBodies(builder);
        builder.Services.AddSettings<PublicOptions>()
            .AddInsight().AddNet().AddCatalog().AddStores().AddMedia().AddProviders().AddEnhancement().AddWebhooks().AddJobs().AddAccounts().AddIntake()
            .AddAnimation().AddVeo().AddMultiModel().AddStudio().AddOpenAi();
        return builder;
    }

    // Doors limit what they read, each in its way, and say so in their answer. Above the server's or the host's own limits a caller would
    // be told nothing. On Azure the host's limit is an app setting of the same name.
    private static void TakeLargeBodies(FunctionsApplicationBuilder builder)
    {
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = [new("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", "10737418240")],
        });
    }

    private static bool IsHttp(FunctionContext context) =>
        context.FunctionDefinition.InputBindings.Values.Any(binding => string.Equals(binding.Type, "httpTrigger", StringComparison.OrdinalIgnoreCase));
}
