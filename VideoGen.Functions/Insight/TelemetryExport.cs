using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace VideoGen.Functions.Insight;

/// <summary>Sends spans and measurements to the collector that OpenTelemetry's standard variables name; without one it does nothing.</summary>
/// <remarks>What is not sent yet is sent at the end. A collector that is away costs telemetry, never a job.</remarks>
internal sealed class TelemetryExport(IOptions<TelemetryOptions> options, IConfiguration configuration) : IHostedService
{
    private TracerProvider? _traces;
    private MeterProvider? _measurements;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(options.Value.Endpoint)) return Task.CompletedTask;

        var resource = ResourceBuilder.CreateDefault().AddService(options.Value.ServiceName);
        _traces = Sdk.CreateTracerProviderBuilder().ConfigureServices(Configure).SetResourceBuilder(resource).AddSource(Telemetry.Name).AddOtlpExporter().Build();
        _measurements = Sdk.CreateMeterProviderBuilder().ConfigureServices(Configure).SetResourceBuilder(resource).AddMeter(Telemetry.Name).AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _traces?.Dispose();
        _measurements?.Dispose();
        return Task.CompletedTask;
    }

    // The variables may stand in the settings file too.
    private void Configure(IServiceCollection services) => services.AddSingleton(configuration);
}
