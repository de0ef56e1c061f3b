using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using VideoGen.Domain;
using VideoGen.Domain.Insight;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Doors.Native;

/// <summary>The native API's numbers: how well and how fast videos are made, by what, over a window.</summary>
public sealed class MetricsDoor(Callers callers, JobTallies tallies, TimeProvider clock)
{
    private const int LongestHours = 31 * 24;

    [Function("GetMetrics")]
    public async Task<IResult> Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/metrics")] HttpRequest request, CancellationToken ct)
    {
        await callers.OfAsync(request, ct);
        var hours = HoursOf(request.Query["window"]);
        var now = clock.GetUtcNow();
        var from = now.UtcDateTime.Date.AddHours(now.Hour - hours + 1);
        return Results.Json(Write(await tallies.ReadAsync(from, now.UtcDateTime, ct), from, now), NativeJson.Options);
    }

    private static int HoursOf(string? window)
    {
        if (string.IsNullOrEmpty(window)) return 24;

        var unit = window[^1] switch { 'h' => 1, 'd' => 24, _ => 0 };
        return unit > 0 && int.TryParse(window.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 && count <= LongestHours / unit
            ? count * unit
            : throw Errors.InvalidRequest("window", $"must be like 24h or 7d, at most {LongestHours / 24}d.");
    }

    private static object Write(Tallies tallies, DateTime from, DateTimeOffset to)
    {
        var all = tallies.Total();
        return new
        {
            From = new DateTimeOffset(from, TimeSpan.Zero),
            To = to,
            Total = new Numbers(all),
            SimulatedShare = all.Jobs == 0 ? null : Rounded((double)all.Simulated / all.Jobs),
            Kinds = tallies.Sorted(Tallies.Kind).Select(some => new { Kind = some.Of[0], Numbers = new Numbers(some.Tally) }),
            Providers = tallies.Sorted(Tallies.Provider).Select(some => new { Provider = some.Of[0], Numbers = new Numbers(some.Tally) }),
            KindsAndProviders = tallies.Sorted(Tallies.KindAndProvider).Select(some => new { Kind = some.Of[0], Provider = some.Of[1], Numbers = new Numbers(some.Tally) }),
            Styles = tallies.Sorted(Tallies.Style).Select(some => new { Style = some.Of[0], Numbers = new Numbers(some.Tally) }),
            Platforms = tallies.Sorted(Tallies.Platform).Select(some => new { Platform = some.Of[0], Numbers = new Numbers(some.Tally) }),
        };
    }

    private static double? Rounded(double? number) => number is { } some ? Math.Round(some, 3) : null;

    private sealed record Numbers(
        int Jobs, int Completed, int Failed, int Canceled, int Simulated, double? SuccessRate, double? MeanSeconds, double? P50Seconds, double? P95Seconds, decimal ChargedUsd)
    {
        public Numbers(Tally tally)
            : this(
                tally.Jobs, tally.Completed, tally.Failed, tally.Canceled, tally.Simulated, Rounded(tally.SuccessRate()),
                Rounded(tally.MeanSeconds()), Rounded(tally.Percentile(0.5)), Rounded(tally.Percentile(0.95)), tally.Charged)
        {
        }
    }
}
