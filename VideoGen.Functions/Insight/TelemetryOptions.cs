using Microsoft.Extensions.Configuration;

namespace VideoGen.Functions.Insight;

/// <summary>Where spans and measurements go. Whatever else OpenTelemetry's own variables say holds too.</summary>
public sealed class TelemetryOptions
{
    /// <summary>Of a collector that takes OTLP; empty to send nothing.</summary>
    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_ENDPOINT")]
    public string? Endpoint { get; init; }

    /// <summary>What the service is called there.</summary>
    [ConfigurationKeyName("OTEL_SERVICE_NAME")]
    public string ServiceName { get; init; } = "videogen";
}
