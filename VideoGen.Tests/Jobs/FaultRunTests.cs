using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Stores;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

/// <summary>Two thousand jobs over four providers, where each fault meets one job in ten.</summary>
public sealed class FaultRunTests
{
    private const int Jobs = 2000;
    private const int AtOnce = 250;
    private const int Seed = 20261121;
    private const double Share = 0.10;

    private static readonly string[] RunwayKeys = ["key_" + new string('c', 128), "key_" + new string('d', 128)];
    private static readonly string[] FalKeys = [Given.FalKey, "1e2d3c4b-bbbb-4ccc-8ddd-123456789abc:8899aabbccddeeff0011223344556677"];
    private static readonly string KlingSecret = "SK_FAULTRUN";
    private static readonly string GoogleKey = "AIza" + new string('f', 35);

    private static readonly Provider[] Providers =
    [
        new("runway", "gen4.5", "text_to_video", 0.01m, ["PENDING, FAILED SAFETY.INPUT.TEXT", "PENDING, FAILED INTERNAL; cost=0", "PENDING, THROTTLED*3, RUNNING 0.4, SUCCEEDED", "RUNNING 0.5*1000"]),
        new("google", "gemini-omni-1.1-flash", "interactions", 1, ["RUNNING, FILTERED", "QUEUED*2, DREAMING, SUCCEEDED"]),
        new("kling", "kling-v2-5-turbo", "text2video", 0.14m, ["submitted, failed Content risk", "submitted, processing, failed"]),
        new("fal", "pika-2.2", "fal-ai/pika", 1, ["IN_PROGRESS, COMPLETED content_policy_violation", "IN_PROGRESS, COMPLETED internal_server_error", "IN_QUEUE 7*6, IN_PROGRESS, COMPLETED"]),
    ];

    private static readonly string[] SubmitFaults = ["503", "429:retry=7", "close", "html", "extra", "created-503", "created-close", "created-html", "created-504"];
    private static readonly string[] LookFaults = ["poll=502", "poll=html", "poll=cut", "poll=close", "poll=429:retry=9", "poll=extra"];
    private static readonly string[] DownloadFaults = ["download=reset", "download=short", "download=503"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_job_ends_nothing_is_paid_twice_and_no_key_is_written_anywhere()
    {
        await using var sim = await Simulator.StartAsync();
        using var folder = new TempFolder();
        await UnlimitedAsync(sim);
        var app = await TestApp.StartAsync(sim, folder,
            $"RUNWAY_API_KEY={string.Join(',', RunwayKeys)}", $"KLING_API_KEY=AK_FAULTRUN:{KlingSecret}", $"GEMINI_API_KEY={GoogleKey}", $"FAL_KEY={string.Join(',', FalKeys)}",
            "KEY_MODERATED_MOST=0", "RESOLVE_HOURS=1", "Logging:LogLevel:VideoGen=Trace", "Logging:LogLevel:System.Net.Http=Trace");

        var responses = new StringBuilder();
        await RunAsync(app, responses);

        var jobs = await AllAsync(app, responses);
        var ledger = await LedgerAsync(app);
        responses.Append((await app.GetAsync("/api/providers")).Body);
        var polls = (await sim.ReadAsync("log/polls")).AsArray();
        var submits = (await sim.ReadAsync("log?operation=submit")).AsArray();

        Assert.Equal(Jobs, jobs.Count);
        Assert.All(jobs, job => Assert.Contains((string?)job["status"], (string?[])["completed", "failed", "canceled"]));
        Assert.True(jobs.Count(job => (string?)job["status"] == "completed") > Jobs / 2);
        Assert.All(polls, task => Assert.False((double?)task!["smallestSpacing"] < 5, $"{task}"));
        foreach (var provider in Providers)
        {
            await AssertPaidOnceAsync(sim, provider, submits, ledger);
        }

        Assert.Equal(await CertainlyBilledAsync(sim, ledger), jobs.Sum(job => (decimal)job["cost"]!["charged"]!));
        AssertAccounted((await app.GetAsync("/api/usage")).Json!, jobs);

        await AssertCountedAsync(app, jobs);

        await app.StopAsync();
        AssertNoSecret("a response", responses.ToString());
        AssertNoSecret("the log", string.Join('\n', app.Logs.Lines));
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            AssertNoSecret(Path.GetFileName(file), Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Ct)));
        }
    }

    private static async Task AssertCountedAsync(TestApp app, IReadOnlyCollection<JsonNode> jobs)
    {
        var total = (await app.GetAsync("/api/metrics?window=31d")).Json!["total"]!;
        foreach (var status in new[] { "completed", "failed", "canceled" })
        {
            Assert.Equal(jobs.Count(job => (string?)job["status"] == status), (int)total[status]!);
        }

        Assert.Equal(jobs.Sum(job => (decimal)job["cost"]!["charged"]!), (decimal)total["chargedUsd"]!);
    }

    // Limits would hold the jobs back, and this is about faults.
    private static async Task UnlimitedAsync(Simulator sim)
    {
        await sim.ControlAsync("runway", new { credits = 10_000_000, concurrent = (int?)null, daily = (int?)null });
        await sim.ControlAsync("google", new { credits = 100_000 });
        await sim.ControlAsync("kling", new { credits = 100_000, parallel = (int?)null });
        await sim.ControlAsync("fal", new { credits = 100_000, concurrent = (int?)null });
    }

    private static async Task RunAsync(TestApp app, StringBuilder responses)
    {
        var random = new Random(Seed);
        foreach (var batch in Enumerable.Range(0, Jobs).Select(number => Request(number, random)).Chunk(AtOnce))
        {
            var replies = await Task.WhenAll(batch.Select(request => app.PostAsync("/api/videos", request)));
            Assert.All(replies, reply => Assert.Equal(System.Net.HttpStatusCode.Accepted, reply.Status));
            responses.AppendJoin('\n', replies.Select(reply => reply.Body));
            await PassAsync(app, app.Time.GetUtcNow().AddSeconds(30));

            foreach (var id in replies.Where((_, place) => place % 10 == 7).Select(reply => (string)reply.Json!["id"]!))
            {
                responses.Append((await app.PostAsync($"/api/videos/{id}/cancel")).Body);
            }
        }

        await PassAsync(app, DateTimeOffset.MaxValue);
    }

    // Second by second: what is due within one goes on together.
    private static async Task PassAsync(TestApp app, DateTimeOffset until)
    {
        while (app.Engine.OpenInstances > 0 && app.Time.GetUtcNow() < until)
        {
            await app.SettleAsync();
            var second = app.Time.GetUtcNow().AddSeconds(1);
            app.Time.AdvanceTo(app.Time.NextDue is { } due && due > second ? due : second);
        }
    }

    private static object Request(int number, Random random)
    {
        var provider = Providers[number % Providers.Length];
        List<string> clauses =
        [
            .. provider.Courses.Where(_ => random.NextDouble() < Share).Take(1),
            .. SubmitFaults.Where(_ => random.NextDouble() < Share).Select(fault => $"submit={fault}"),
            .. LookFaults.Concat(DownloadFaults).Where(_ => random.NextDouble() < Share),
        ];
        var script = clauses.Count == 0 ? "" : $" [sim: {string.Join("; ", clauses)}; for={provider.Path}]";
        return new { prompt = $"Video {number}{script}", model = provider.Model };
    }

    private static async Task<List<JsonNode>> AllAsync(TestApp app, StringBuilder responses)
    {
        var jobs = new List<JsonNode>();
        for (var path = "/api/videos?limit=100"; path is not null;)
        {
            var reply = await app.GetAsync(path);
            responses.Append(reply.Body);
            jobs.AddRange(reply.Json!["videos"]!.AsArray().Select(job => job!));
            path = (string?)reply.Json["next"] is { } next ? $"/api/videos?limit=100&after={Uri.EscapeDataString(next)}" : null;
        }

        return jobs;
    }

    private static async Task<List<Row>> LedgerAsync(TestApp app)
    {
        var table = await app.Services.GetRequiredService<Storage>().Table("submits").OpenAsync(Ct);
        var rows = new List<Row>();
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: Ct))
        {
            rows.Add(new(row.GetString("Provider")!, row.GetString("Receipt") is { } receipt ? StoreJson.Read<Verdict>(receipt) : null));
        }

        return rows;
    }

    // One request for each attempt; and every task on the bill is an attempt's, or one of which the provider gave no word and that was never taken for certain.
    private static async Task AssertPaidOnceAsync(Simulator sim, Provider provider, JsonArray submits, List<Row> ledger)
    {
        var sent = submits.Where(entry => (string?)entry!["provider"] == provider.Name).ToList();
        var rows = ledger.Where(row => row.Provider == provider.Name).ToList();
        var known = rows.Select(row => row.Receipt?.TaskId).OfType<string>().Select(Bare).ToList();
        var bill = (await TasksAsync(sim, provider)).Select(task => (string)task["task"]!).ToList();
        var unsaid = sent.Where(entry => ((string?)entry!["fault"])?.StartsWith("created-", StringComparison.Ordinal) == true).Select(entry => (string?)entry!["task"]).ToList();

        Assert.True(sent.Count > 100, $"{provider.Name} had {sent.Count} submits");
        Assert.Equal((provider.Name, sent.Count), (provider.Name, rows.Count));
        Assert.Equal(known.Count, known.Distinct().Count());
        Assert.Empty(known.Except(bill));
        Assert.Empty(bill.Except(known).Except(unsaid));
    }

    private static void AssertAccounted(JsonNode usage, List<JsonNode> jobs)
    {
        Assert.Equal((0, 0, 0), ((int)usage["ledger"]!["drift"]!, (int)usage["points"]!["reserved"]!, (int)usage["jobs"]!["underWay"]!));
        Assert.Equal(jobs.Sum(job => (int)job["cost"]!["points"]!), (int)usage["points"]!["spent"]!);
        Assert.Equal(jobs.Sum(job => (decimal)job["cost"]!["charged"]!), (decimal)usage["cost"]!["total"]!);
        Assert.Equal(jobs.Count, (int)usage["jobs"]!["started"]!);
    }

    private static async Task<decimal> CertainlyBilledAsync(Simulator sim, List<Row> ledger)
    {
        var known = ledger.Select(row => row.Receipt?.TaskId).OfType<string>().Select(Bare).ToHashSet();
        var sum = 0m;
        foreach (var provider in Providers)
        {
            sum += (await TasksAsync(sim, provider)).Where(task => known.Contains((string)task["task"]!)).Sum(task => (decimal)task["charged"]!) * provider.UsdPerUnit;
        }

        return sum;
    }

    private static async Task<IEnumerable<JsonNode>> TasksAsync(Simulator sim, Provider provider) =>
        (await sim.ReadAsync($"{provider.Name}/bill"))["tasks"]!.AsArray().Select(task => task!);

    // Some providers' tasks are named with their place.
    private static string Bare(string task) => task[(task.LastIndexOf('/') + 1)..];

    private static void AssertNoSecret(string where, string text)
    {
        foreach (var secret in (string[])[.. RunwayKeys, .. FalKeys, FalKeys[0].Split(':')[1], FalKeys[1].Split(':')[1], KlingSecret, GoogleKey])
        {
            Assert.False(text.Contains(secret, StringComparison.Ordinal), $"A key is in {where}.");
        }
    }

    private sealed record Provider(string Name, string Model, string Path, decimal UsdPerUnit, string[] Courses);

    private sealed record Row(string Provider, Verdict? Receipt);
}
