using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Insight;

/// <summary>What the service tells of itself while it works: spans and measurements, all under one name.</summary>
/// <remarks>
/// The trace of a job follows from its id, so every step finds it, in whatever process and however long after, and nothing of it travels in durable payloads. Only
/// activities and doors come here: an orchestrator would tell all again at every replay.
/// </remarks>
public static class Telemetry
{
    /// <summary>Of the source of spans and of the meter.</summary>
    public const string Name = "VideoGen";

    private const string Provider = "videogen.provider";
    private const string Verdict = "videogen.verdict";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Jobs = Meter.CreateCounter<long>(
        "videogen.jobs", "{job}", "Jobs that ended, by outcome, kind, provider and mode; those of mode simulation are the share simulated.");

    private static readonly Histogram<double> Stages = Meter.CreateHistogram<double>("videogen.job.stage.duration", "s", "How long jobs took, by stage and provider.");

    private static readonly Histogram<int> Polls = Meter.CreateHistogram<int>("videogen.task.polls", "{poll}", "Looks at a provider's task until it ended, by provider.");

    private static readonly Histogram<double> Calls = Meter.CreateHistogram<double>(
        "videogen.provider.call.duration", "s", "Calls to providers, by provider, operation and verdict.");

    private static readonly Counter<double> Money = Meter.CreateCounter<double>("videogen.cost", "{USD}", "What providers charged, by provider.");

    /// <summary>Begins a step of a job; null when nobody listens.</summary>
    public static Activity? Start(string step, JobId job, ActivityKind kind = ActivityKind.Internal)
    {
        // Whoever asked for it may have a trace of their own.
        var caller = Activity.Current is { Source.Name: not Name } current ? new[] { new ActivityLink(current.Context) } : null;
        return Source.StartActivity(step, kind, RootOf(job), [new("videogen.job", job.Value)], caller);
    }

    /// <summary>Makes a call to a provider, and tells how long it took and what came of it.</summary>
    public static async Task<Verdict> CallAsync(string operation, string provider, JobId job, Func<Task<Verdict>> call)
    {
        using var span = Start($"{operation} {provider}", job, ActivityKind.Client);
        var started = Stopwatch.GetTimestamp();
        var verdict = await call();
        Calls.Record(
            Stopwatch.GetElapsedTime(started).TotalSeconds, new(Provider, provider), new("videogen.operation", operation), new(Verdict, verdict.Kind.ToString()));
        span?.SetTag(Provider, provider).SetTag(Verdict, verdict.Kind.ToString());
        return verdict;
    }

    /// <summary>Tells how often a task was looked at.</summary>
    public static void TaskEnded(string provider, int looks) => Polls.Record(looks, new KeyValuePair<string, object?>(Provider, provider));

    /// <summary>Tells what became of a job; to be called once for each.</summary>
    public static void JobEnded(Job job)
    {
        var provider = new KeyValuePair<string, object?>(Provider, job.Provider);
        Jobs.Add(1, new("videogen.outcome", job.Status.ToString()), new("videogen.kind", job.Request.Kind.ToString()), provider, new("videogen.mode", job.Mode?.ToString()));
        foreach (var (stage, seconds) in new[]
        {
            ("queued", job.Timings.Queued), ("enhance", job.Timings.Enhance), ("generate", job.Timings.Generate), ("download", job.Timings.Download),
            ("transcode", job.Timings.Transcode), ("total", job.Timings.Total),
        })
        {
            if (seconds is { } time) Stages.Record(time, new("videogen.stage", stage), provider);
        }

        foreach (var (who, usd) in job.CostByProvider())
        {
            Charged(who, usd);
        }
    }

    /// <summary>Tells what a provider charged; to be called once for each charge.</summary>
    public static void Charged(string provider, decimal usd) => Money.Add((double)usd, new KeyValuePair<string, object?>(Provider, provider));

    /// <summary>The trace that all steps of a job belong to.</summary>
    public static ActivityTraceId TraceOf(JobId job) => RootOf(job).TraceId;

    private static ActivityContext RootOf(JobId job)
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(job.Value)).AsSpan();
        return new(ActivityTraceId.CreateFromBytes(hash[..16]), ActivitySpanId.CreateFromBytes(hash[16..24]), ActivityTraceFlags.Recorded, isRemote: true);
    }
}
