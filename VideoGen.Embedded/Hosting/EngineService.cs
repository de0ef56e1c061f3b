using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoGen.Embedded.Durable;
using VideoGen.Embedded.Management;
using VideoGen.Embedded.Sqlite;

namespace VideoGen.Embedded.Hosting;

/// <summary>Runs the durable engine as long as the app: after the app's own services have started, before they stop.</summary>
internal sealed class EngineService(Engine engine, Draining draining) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        engine.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, draining.Token);
        await engine.StopAsync(patience.Token);
    }
}

internal static class EngineServiceExtensions
{
    public static void AddDurable(this IServiceCollection services, HostJson host, EmbeddedOptions options)
    {
        var engine = new EngineOptions
        {
            HubName = host.HubName,
            MayReplaceRunningInstances = host.AnyStateIsReplaceable,
            ThrowOnUndeliverableEvents = host.ThrowOnRaise,
        };
        if (host.MaxConcurrentActivities is { } activities) engine = engine with { MaxConcurrentActivities = activities };

        services.AddSingleton<DataConverter>(provider => new PayloadSerializer(provider.GetRequiredService<IOptions<JsonSerializerOptions>>().Value));
        services.AddSingleton(provider => new Engine(
            provider.GetRequiredService<Database>(),
            provider.GetRequiredService<IFunctionInvoker>(),
            provider.GetRequiredService<DataConverter>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>(),
            engine,
            options.OnStorageFailure));
        services.AddSingleton<DurableTaskClient>(provider => provider.GetRequiredService<ManagementLinks>().GiveTo(
            new EngineClient(provider.GetRequiredService<Engine>(), provider.GetRequiredService<DataConverter>())));
        services.AddHostedService<EngineService>();
    }
}
