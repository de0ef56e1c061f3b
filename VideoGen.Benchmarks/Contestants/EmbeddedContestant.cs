using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Embedded.Storage;

namespace VideoGen.Benchmarks;

/// <summary>Our side as a process of its own: an ordinary Functions app on the embedded runtime, asked over its input as the peers are.</summary>
internal sealed class EmbeddedContestant(DurableTaskClient client, DataFolder data)
{
    private static readonly string Payload = new('x', 100);

    public static ProcessStartInfo Command()
    {
        // Started as an executable of its own, or as `dotnet VideoGen.Benchmarks.dll`.
        var self = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(self) == "dotnet"
            ? new(self, [Assembly.GetExecutingAssembly().Location, "contestant"])
            : new(self, ["contestant"]);
    }

    public static async Task RunAsync(CancellationToken ct)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.ConfigureFunctionsWebApplication();
        var path = Path.Combine(Environment.GetEnvironmentVariable("BENCH_DIR")!, "data");
        builder.Configuration["EMBEDDED_DATA"] = path;
        builder.Configuration["EMBEDDED_URL"] = "http://127.0.0.1:0";
        using var host = builder.Build();
        await host.StartAsync(ct);
        var contestant = new EmbeddedContestant(host.Services.GetRequiredService<DurableTaskClient>(), DataFolder.Get(path));
        Answer(new { ready = true });
        while (await Console.In.ReadLineAsync(ct) is { } line)
        {
            try
            {
                Answer(await contestant.AnswerAsync(JsonElement.Parse(line), ct));
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Answer(new { error = failure.ToString() });
            }
        }

        await host.StopAsync(ct);
    }

    private static void Answer(object answer) => Console.Out.WriteLine("#bench " + JsonSerializer.Serialize(answer));

    private async Task<object> AnswerAsync(JsonElement command, CancellationToken ct)
    {
        string Id() => command.GetProperty("id").GetString()!;
        int Number(string name) => command.GetProperty(name).GetInt32();
        return command.GetProperty("command").GetString() switch
        {
            "w1" => await SequenceAsync(Id(), Number("concurrency"), TimeSpan.FromSeconds(Number("seconds")), ct),
            "w2" => await TimersAsync(Id(), Number("count"), ct),
            "wait" => await StartWaitingAsync(Id(), Number("count"), Number("ms"), ct),
            "finish" => await FinishAsync(Id(), Number("count"), ct),
            "syncs" => new { syncs = data.Database.Commits },
            var unknown => throw new ArgumentException($"No command {unknown}."),
        };
    }

    /// <summary>Keeps as many in flight as asked.</summary>
    /// <remarks>The window is the peers': it opens when as many have completed, and closes after at least its time, when a whole multiple of that many has.</remarks>
    private async Task<object> SequenceAsync(string id, int concurrency, TimeSpan atLeast, CancellationToken ct)
    {
        var gate = new Lock();
        List<double> finished = [];
        var next = 0;
        var done = 0;
        long from = 0;
        var window = TimeSpan.Zero;
        async Task SlotAsync()
        {
            while (true)
            {
                var began = Stopwatch.GetTimestamp();
                await CompleteAsync("w1", $"{id}-{Interlocked.Increment(ref next)}", Payload, ct);
                var now = Stopwatch.GetTimestamp();
                lock (gate)
                {
                    if (window != TimeSpan.Zero) return;
                    if (from != 0) finished.Add(Stopwatch.GetElapsedTime(began, now).TotalMilliseconds);
                    if (++done % concurrency != 0) continue;
                    if (from == 0) from = now;
                    else if (Stopwatch.GetElapsedTime(from, now) is var elapsed && elapsed >= atLeast) window = elapsed;
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(SlotAsync, ct)));
        var spread = Statistics.Spread([.. finished]);
        return new { count = finished.Count, rate = finished.Count / window.TotalSeconds, total = next, p50 = spread.P50, p99 = spread.P99 };
    }

    private async Task<object> TimersAsync(string id, int count, CancellationToken ct)
    {
        TimerMarks.Reset(count);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => CompleteAsync("w2", $"{id}-{i}", i, ct)));
        var seconds = watch.Elapsed.TotalSeconds;
        var lateness = TimerMarks.Lateness();
        var spread = Statistics.Spread(lateness);
        return new { seconds, timers = lateness.Length, p50 = spread.P50, p99 = spread.P99, max = spread.Max };
    }

    private async Task<object> StartWaitingAsync(string id, int count, int ms, CancellationToken ct)
    {
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => client.ScheduleNewOrchestrationInstanceAsync("w3", ms, new StartOrchestrationOptions($"{id}-{i}"), ct)));
        var watch = Stopwatch.StartNew();
        while (Ledger.Waiting() < count)
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(120)) throw new TimeoutException("Not all of them came to wait.");
            await Task.Delay(20, ct);
        }

        return new { };
    }

    private async Task<object> FinishAsync(string id, int count, CancellationToken ct)
    {
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => CompletedAsync($"{id}-{i}", ct)));
        return new { };
    }

    private async Task CompleteAsync(string name, string id, object input, CancellationToken ct)
    {
        await client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id), ct);
        await CompletedAsync(id, ct);
    }

    private async Task CompletedAsync(string id, CancellationToken ct)
    {
        var instance = await client.WaitForInstanceCompletionAsync(id, ct);
        if (instance.RuntimeStatus is not OrchestrationRuntimeStatus.Completed) throw new InvalidOperationException($"{id} is {instance.RuntimeStatus}.");
    }
}
