using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Insight;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Insight;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Every_step_of_a_job_is_in_its_one_trace_from_the_start_to_the_webhook()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var app = await TestApp.StartAsync("ALLOW_PRIVATE_URLS=True");
        await using var receiver = await Receiver.StartAsync();

        var id = await app.AJobAsync(new { prompt = "A cat", model = "gen4.5", webhookUrl = receiver.Url });
        await app.JobWhenOverAsync(id);
        await app.SettleAsync();

        var trace = Telemetry.TraceOf(JobId.TryParse(id)!);
        string[] steps = ["StartJob", "submit runway", "check runway", "StoreVideo", "ExtractThumbnail", "CompleteJob", "DeliverWebhook"];
        Assert.Empty(steps.Except(spans.Where(span => span.TraceId == trace).Select(span => span.DisplayName)));
    }

    [Fact]
    public async Task Outcomes_times_polls_calls_and_money_are_measured()
    {
        var measured = new ConcurrentDictionary<string, string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, all) =>
        {
            if (instrument.Meter.Name == Telemetry.Name) all.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        listener.Start();
        await using var app = await TestApp.StartAsync();

        await app.JobWhenOverAsync(await app.AOneStepJobAsync());
        await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat", simulation = "always" }));

        Assert.Equal(
            ["videogen.cost", "videogen.job.stage.duration", "videogen.jobs", "videogen.provider.call.duration", "videogen.task.polls"],
            measured.Values.Distinct().Order());
        Assert.Contains("videogen.jobs Completed TextToVideo runway Live", measured.Keys);
        Assert.Contains("videogen.jobs Completed TextToVideo simulation Simulation", measured.Keys);
        Assert.Contains("videogen.job.stage.duration generate runway", measured.Keys);
        Assert.Contains("videogen.provider.call.duration runway submit Accepted", measured.Keys);
        Assert.Contains("videogen.provider.call.duration runway check Succeeded", measured.Keys);
        Assert.Contains("videogen.task.polls runway", measured.Keys);
        Assert.Contains("videogen.cost runway", measured.Keys);

        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            measured[$"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}"] = instrument.Name;
    }

    [Fact]
    public async Task A_collector_is_sent_spans_and_measurements()
    {
        await using var collector = await Receiver.StartAsync();
        await using (var app = await TestApp.StartAsync($"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Url}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "OTEL_SERVICE_NAME=studio"))
        {
            await app.JobWhenOverAsync(await app.AOneStepJobAsync());
        }

        var received = collector.Received;
        Assert.Contains(received, sent => sent.Path == "/v1/traces" && sent.Body.Contains("submit runway") && sent.Body.Contains("studio"));
        Assert.Contains(received, sent => sent.Path == "/v1/metrics" && sent.Body.Contains("videogen.provider.call.duration"));
    }
}
