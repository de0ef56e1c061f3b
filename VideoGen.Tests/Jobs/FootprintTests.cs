using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

/// <summary>How much of everything a job takes: the counts behind docs/cost.md and docs/scale.md.</summary>
public sealed class FootprintTests
{
    // A first frame, then 32 states of five seconds each: about three minutes.
    private const string ThreeMinutes = "A cat [sim: for=image_to_video; PENDING*4, RUNNING 0.1*8, RUNNING 0.5*9, RUNNING 0.9*10, SUCCEEDED]";

    [Fact]
    public async Task A_job_of_three_minutes_stays_small()
    {
        await using var app = await TestApp.StartAsync("FFMPEG_PATH=");
        using var counts = await CountAsync(app, new { prompt = ThreeMinutes });

        var job = await app.JobAsync(counts.Job);
        Assert.Equal("completed", (string?)job["status"]);
        Assert.InRange((double)job["timings"]!["total"]!, 170, 220);
        Assert.InRange(counts.Looks, 2, 12);
        Assert.InRange(HistoryRows(app, counts.Job, $"{counts.Job}-0", $"{counts.Job}-0-1", $"{counts.Job}-0-2"), 40, 120);
        Assert.True(OwnTableOperations(counts) is > 4 and <= 12, counts.ToString());
        Assert.True(OfPoints(counts) is > 0 and <= 6, counts.ToString());
        Assert.True(counts["blob"] is > 2 and <= 20, counts.ToString());
        Assert.True(Actions(counts) is > 40 and <= 80, counts.ToString());
    }

    [Fact]
    public async Task A_job_of_one_look_is_smaller_still()
    {
        await using var app = await TestApp.StartAsync("FFMPEG_PATH=");
        using var counts = await CountAsync(app, new { prompt = "A cat [sim: SUCCEEDED]", model = "gen4.5" });

        Assert.Equal(1, counts.Looks);
        Assert.True(OwnTableOperations(counts) is > 4 and <= 10, counts.ToString());
        Assert.True(OfPoints(counts) is > 0 and <= 6, counts.ToString());
        Assert.True(Actions(counts) is > 10 and <= 30, counts.ToString());
    }

    /// <summary>Makes a job and counts what it took, once another one has made the tables.</summary>
    private static async Task<Footprint> CountAsync(TestApp app, object body)
    {
        await app.AOneStepJobAsync("SUCCEEDED");
        await EndAsync(app);

        var counts = new Footprint(app);
        var looksBefore = await LooksAsync(app);
        counts.Job = await app.AJobAsync(body);
        await EndAsync(app);
        counts.Stop();
        counts.Looks = await LooksAsync(app) - looksBefore;
        return counts;
    }

    // Without asking the app how far it is, which would count too.
    private static async Task EndAsync(TestApp app)
    {
        while (app.Engine.OpenInstances > 0)
        {
            await app.SettleAsync();
            app.Time.AdvanceToNextDue();
        }
    }

    private static async Task<int> LooksAsync(TestApp app) => (await app.Sim.ReadAsync("log?operation=poll")).AsArray().Count;

    // Points are counted apart. Tables are made once, and these queries belong to the process: what is known of the keys, and the housekeeping.
    private static long OwnTableOperations(Footprint counts) => counts["table"] - counts["table.operations create"] - OfPoints(counts)
        - new[] { "keys", "tallies", "idempotency" }.Sum(table => counts[$"table.operations query {table}"]);

    private static long OfPoints(Footprint counts) =>
        new[] { "get", "query", "write", "delete", "transaction" }.Sum(operation => counts[$"table.operations {operation} points"]);

    /// <summary>What the Durable Task Scheduler calls actions: every start, every activity, every message to an orchestrator.</summary>
    private static long Actions(Footprint counts) =>
        1 + counts["durable.generations"] + counts["durable.actions SubOrchestrationCreated"] + counts["durable.actions TaskScheduled"] + counts["durable.messages"];

    /// <summary>The rows that a storage account keeps: the events, and for each turn its begin and its end.</summary>
    private static int HistoryRows(TestApp app, params IEnumerable<string> instances) =>
        instances.SelectMany(id => app.Engine.History(app.Engine.Get(id)!)).Sum(turn => turn.Events.Count + (turn.Processed ? 2 : 0));
}
