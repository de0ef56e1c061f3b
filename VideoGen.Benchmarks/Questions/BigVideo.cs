using System.Diagnostics;

namespace VideoGen.Benchmarks;

/// <summary>How much does the app grow while one provider output of 1 GiB passes through it into the store?</summary>
internal sealed class BigVideo(Arena arena)
{
    public async Task<IReadOnlyList<Bound>> RunAsync(CancellationToken ct)
    {
        Progress.Say("a video of 1 GiB");
        await using var app = await WholeApp.StartAsync(arena, ct);
        await app.ControlAsync("_sim/clock", new { speed = 10 }, ct);
        await RunJobAsync(app, 0, ct);

        var before = ProcessTable.Resident(app.ProcessId);
        ProcessTable.ForgetPeak(app.ProcessId);
        await app.ControlAsync("_sim/script", new { script = "SUCCEEDED; size=1GiB; for=video" }, ct);
        var watch = Stopwatch.StartNew();
        var stored = await RunJobAsync(app, 1L << 30, ct);
        const double mebibyte = 1 << 20;
        return [new($"growth of the process while {stored / mebibyte:N0} MiB pass into the store ({watch.Elapsed.TotalSeconds:0} s in all)", "MiB", (ProcessTable.PeakResident(app.ProcessId) - before) / mebibyte, 150e6 / mebibyte)];
    }

    private static async Task<long> RunJobAsync(WholeApp app, long atLeast, CancellationToken ct)
    {
        var id = await app.StartJobAsync(new { prompt = "A drone over a futuristic city at sunset", simulation = "never" }, ct);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var job = await app.JobAsync(id, ct);
            var status = job.GetProperty("status").GetString();
            if (status is "completed")
            {
                var bytes = job.GetProperty("videos")[0].GetProperty("sizeBytes").GetInt64();
                return bytes >= atLeast ? bytes : throw new ContestantException($"The video has {bytes} bytes, not {atLeast}.");
            }

            if (status is "failed" or "cancelled" || watch.Elapsed > TimeSpan.FromMinutes(2)) throw new ContestantException($"The job is {status}: {job.GetProperty("message")}");
            await Task.Delay(200, ct);
        }
    }
}
