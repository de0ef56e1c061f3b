using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;
using VideoGen.ProviderSim.Fal;
using VideoGen.ProviderSim.Google;
using VideoGen.ProviderSim.Kling;
using VideoGen.ProviderSim.OpenAi;
using VideoGen.ProviderSim.Runway;
using VideoGen.ProviderSim.Stage;

namespace VideoGen.ProviderSim;

/// <summary>Plays the video providers on loopback: their answers, their delays, their faults.</summary>
/// <remarks>
/// Settings, as arguments or environment variables: <c>--port</c> (7072; 0 takes a free one), <c>--speed</c> (1), and each provider's own.
/// The clock is the registered <see cref="TimeProvider"/>, so a test that brings its own moves every generation along.
/// </remarks>
public static class ProviderSimApp
{
    private const long LargestUpload = 200L << 20;

    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SimClock>();
        builder.Services.AddSingleton<ScriptBook>();
        builder.Services.AddSingleton<RequestLog>();
        builder.Services.AddSingleton<FaultGate>();
        builder.Services.AddSingleton<MediaHost>();
        builder.Services.AddSingleton<Control>();
        builder.Services.AddSingleton<ISimulatedProvider, RunwaySim>();
        builder.Services.AddSingleton<ISimulatedProvider, FalSim>();
        builder.Services.AddSingleton<ISimulatedProvider, KlingSim>();
        builder.Services.AddSingleton<ISimulatedProvider, GoogleSim>();
        builder.Services.AddSingleton<ISimulatedProvider, OpenAiSim>();
        configure?.Invoke(builder);

        var port = builder.Configuration.GetValue("port", 7072);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestUpload + (1 << 20);
            kestrel.Limits.MinResponseDataRate = null;
        });

        var app = builder.Build();
        app.Services.GetRequiredService<SimClock>().Speed = double.Parse(app.Configuration["speed"] ?? "1", CultureInfo.InvariantCulture);
        app.UsePathBase("/runway");
        app.UseRouting();
        app.Use(app.Services.GetRequiredService<RequestLog>().RecordAsync);
        app.Use(app.Services.GetRequiredService<FaultGate>().PassAsync);
        app.UseStatusCodePages(status => status.HttpContext.Response.WriteAsJsonAsync(new { error = ReasonPhrases(status.HttpContext.Response.StatusCode) }));
        foreach (var provider in app.Services.GetServices<ISimulatedProvider>())
        {
            provider.Map(app);
        }

        app.Services.GetRequiredService<MediaHost>().Map(app);
        app.Services.GetRequiredService<Control>().Map(app);
        return app;
    }

    /// <summary>Where a started simulator listens, without a slash at the end.</summary>
    public static string Address(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    private static string ReasonPhrases(int status) => status == StatusCodes.Status405MethodNotAllowed ? "Method not allowed" : "Not found";
}
