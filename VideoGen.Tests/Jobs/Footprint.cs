using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

/// <summary>Counts what an app asks of its store and its durable engine, from now on.</summary>
internal sealed class Footprint : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, long> _counts = [];

    public Footprint(TestApp app)
    {
        var folder = app.Services.GetRequiredService<IConfiguration>()["EMBEDDED_DATA"]!;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Tags?.Any(tag => tag.Key == "file" && ((string)tag.Value!).StartsWith(folder, StringComparison.Ordinal)) == true)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var key = string.Join(' ', [instrument.Name["videogen.embedded.".Length..], .. tags.ToArray().Select(tag => tag.Value?.ToString())]);
            lock (_counts)
            {
                _counts[key] = _counts.GetValueOrDefault(key) + value;
            }
        });
        _listener.Start();
    }

    public string Job { get; set; } = "";

    /// <summary>How often a provider was asked how its task stands.</summary>
    public int Looks { get; set; }

    /// <summary>How often what begins with these words was counted.</summary>
    public long this[string beginning]
    {
        get
        {
            lock (_counts)
            {
                return _counts.Where(count => count.Key.StartsWith(beginning, StringComparison.Ordinal)).Sum(count => count.Value);
            }
        }
    }

    public void Stop() => _listener.Dispose();

    public void Dispose() => Stop();

    public override string ToString()
    {
        lock (_counts)
        {
            return string.Join('\n', _counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Value,5} {count.Key}"));
        }
    }
}
