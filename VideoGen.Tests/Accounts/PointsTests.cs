using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Domain;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Jobs;
using VideoGen.Functions.Stores;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Accounts;

public sealed class PointsTests
{
    private const string Plans = """PLANS={"free":{"pointsPerMonth":100},"small":{"pointsPerMonth":1000,"perDay":2,"perMonth":3},"one":{"concurrency":1},"none":{"pointsPerMonth":0}}""";

    private static readonly object Live = new { prompt = "A cat", model = "gen4.5", simulation = "never" };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_a_hundred_starts_at_once_exactly_those_run_that_there_are_points_for()
    {
        await using var app = await TestApp.StartAsync(Plans, "PLAN=free");

        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => app.PostAsync("/api/videos", Live)));
        var started = replies.Where(reply => reply.Status == HttpStatusCode.Accepted).Select(reply => (string)reply.Json!["id"]!).ToList();
        foreach (var id in started)
        {
            Assert.Equal("completed", (string?)(await app.JobWhenOverAsync(id))["status"]);
        }

        Assert.Equal(10, started.Count);
        Assert.All(replies.Where(reply => reply.Status != HttpStatusCode.Accepted), reply =>
            Assert.Equal((HttpStatusCode.PaymentRequired, "INSUFFICIENT_POINTS"), (reply.Status, (string?)reply.Json!["code"])));
        Assert.Equal(10, await app.Sim.SubmitsAsync());
        await AssertPointsAsync(app, available: 0, reserved: 0, spent: 100);
    }

    [Fact]
    public async Task Instances_that_do_not_know_of_each_other_admit_no_more()
    {
        await using var app = await TestApp.StartAsync(Plans, "PLAN=free");
        var stored = await AFinishedJobAsync(app);
        var planned = new PlannedJob(stored.Plan.Request, stored.Plan.Candidates, null);
        var instances = Enumerable.Range(0, 4).Select(_ => ActivatorUtilities.CreateInstance<PointsDesk>(app.Services, ActivatorUtilities.CreateInstance<PointsStore>(app.Services))).ToList();

        var admitted = await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            var refusal = await Record.ExceptionAsync(() => instances[number % 4].ReserveAsync("anonymous", JobId.Create(app.Time.GetUtcNow(), Guid.NewGuid()), planned, Ct));
            return refusal is null || (refusal is ProblemException { Kind.Code: "INSUFFICIENT_POINTS" } ? false : throw refusal);
        }));

        Assert.Equal(9, admitted.Count(each => each));
        await AssertPointsAsync(app, available: 0, reserved: 90, spent: 10);
    }

    [Fact]
    public async Task A_start_repeated_fifty_times_at_once_sets_points_aside_once()
    {
        await using var app = await TestApp.StartAsync(Plans, "PLAN=free");

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => app.PostAsync("/api/videos", Live, ("Idempotency-Key", "k"))));

        Assert.All(replies, reply => Assert.Equal(HttpStatusCode.Accepted, reply.Status));
        var id = Assert.Single(replies.Select(reply => (string)reply.Json!["id"]!).Distinct());
        await app.JobWhenOverAsync(id);
        await AssertPointsAsync(app, available: 90, reserved: 0, spent: 10);
        Assert.Equal(1, (int)(await app.GetAsync("/api/usage")).Json!["jobs"]!["started"]!);
    }

    [Fact]
    public async Task A_job_sets_points_aside_and_spends_them_when_it_succeeds()
    {
        await using var app = await TestApp.StartAsync(Plans, "PLAN=free");
        var id = await app.AJobAsync(new { prompt = "A cat", model = "gen4.5", count = 2 });

        Assert.Equal(20, (int)(await app.JobAsync(id))["cost"]!["points"]!);
        await AssertPointsAsync(app, available: 80, reserved: 20, spent: 0);
        var job = await app.JobWhenOverAsync(id);

        Assert.Equal(20, (int)job["cost"]!["points"]!);
        await AssertPointsAsync(app, available: 80, reserved: 0, spent: 20);
        var usage = (await app.GetAsync("/api/usage")).Json!;
        Assert.Equal((2, 1, 1, 0), ((int)usage["quota"]!["day"]!["used"]!, (int)usage["jobs"]!["started"]!, (int)usage["jobs"]!["succeeded"]!, (int)usage["jobs"]!["underWay"]!));
        Assert.Equal((decimal)job["cost"]!["charged"]!, (decimal)usage["cost"]!["byProvider"]!["runway"]!);
    }

    [Theory]
    [InlineData("fail=internal", "failed")]
    [InlineData("", "canceled")]
    [InlineData("", "terminated")]
    public async Task A_job_without_a_result_costs_no_points(string script, string end)
    {
        await using var app = await TestApp.StartAsync(Plans, "PLAN=free");
        var id = await app.AJobAsync(new { prompt = script.Length == 0 ? "A cat" : $"A cat [sim: {script}]", model = "gen4.5", simulation = "never" });
        if (end == "canceled") await app.PostAsync($"/api/videos/{id}/cancel");
        if (end == "terminated") await app.PostAsync($"/runtime/webhooks/durabletask/instances/{id}/terminate");

        var job = await app.JobWhenOverAsync(id);

        Assert.NotEqual("completed", (string?)job["status"]);
        Assert.Equal(0, (int)job["cost"]!["points"]!);
        await AssertPointsAsync(app, available: 100, reserved: 0, spent: 0);
        Assert.Equal(1, (int)(await app.GetAsync("/api/usage")).Json!["jobs"]!["unsuccessful"]!);
    }

    [Fact]
    public async Task A_simulation_is_free_whether_planned_or_fallen_back_to()
    {
        await using var app = await TestApp.StartAsync(Plans, "PLAN=none");
        var planned = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat", simulation = "always" }));
        await app.PostAsync("/api/users/anonymous/points", new { points = 10 });
        await app.Sim.NoCreditsAsync();

        var fallen = await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat", model = "gen4.5" }));

        Assert.Equal(("simulation", 0), ((string?)planned["mode"], (int)planned["cost"]!["points"]!));
        Assert.Equal(("simulation", 0), ((string?)fallen["mode"], (int)fallen["cost"]!["points"]!));
        await AssertPointsAsync(app, available: 10, reserved: 0, spent: 0);
    }

    [Fact]
    public async Task A_quota_holds_for_its_day_and_its_month()
    {
        await using var app = await TestApp.StartAsync(Plans, "PLAN=small");
        foreach (var _ in Enumerable.Range(0, 2)) await app.JobWhenOverAsync(await app.AJobAsync(Live));

        var third = await app.PostAsync("/api/videos", Live);
        app.Time.AdvanceTo(new(2026, 11, 22, 1, 0, 0, TimeSpan.Zero));
        var tomorrow = await app.PostAsync("/api/videos", Live);
        var fourth = await app.PostAsync("/api/videos", Live);

        Assert.Equal((HttpStatusCode.TooManyRequests, "QUOTA_EXCEEDED"), (third.Status, (string?)third.Json!["code"]));
        Assert.Equal(HttpStatusCode.Accepted, tomorrow.Status);
        Assert.Contains("month", (string?)fourth.Json!["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_that_a_plan_does_not_allow_as_a_whole_starts_nothing()
    {
        await using var app = await TestApp.StartAsync(Plans, "PLAN=small");

        var three = await app.PostAsync("/api/videos/batch", new { items = new[] { Live, Live, Live } });
        var two = await app.PostAsync("/api/videos/batch", new { items = new[] { Live, Live } });

        Assert.Equal((HttpStatusCode.TooManyRequests, "QUOTA_EXCEEDED"), (three.Status, (string?)three.Json!["code"]));
        Assert.Equal(HttpStatusCode.Accepted, two.Status);
        Assert.Equal(2, (int)(await app.GetAsync("/api/usage")).Json!["jobs"]!["started"]!);
    }

    [Fact]
    public async Task A_plan_bounds_the_jobs_at_once()
    {
        await using var app = await TestApp.StartAsync(Plans, "PLAN=one");
        var first = await app.AJobAsync(Live);

        var second = await app.PostAsync("/api/videos", Live);
        await app.JobWhenOverAsync(first);
        var third = await app.PostAsync("/api/videos", Live);

        Assert.Equal((HttpStatusCode.TooManyRequests, "API_LIMIT_EXCEEDED"), (second.Status, (string?)second.Json!["code"]));
        Assert.NotNull(second.Response.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.Accepted, third.Status);
    }

    [Fact]
    public async Task An_administrator_gives_points_once_for_a_key_and_puts_a_user_on_a_plan()
    {
        await using var app = await TestApp.StartAsync(Plans, "PLAN=none", "API_KEY=one", "ADMIN_KEY=two");

        var refused = await AskAsync("one", HttpMethod.Post, "/api/users/ann/points", new { points = 25 });
        foreach (var _ in Enumerable.Range(0, 2)) await AskAsync("two", HttpMethod.Post, "/api/users/ann/points", new { points = 25, note = "Welcome" }, ("Idempotency-Key", "k"));
        var granted = await AskAsync("one", HttpMethod.Get, "/api/usage", null, ("X-User-Id", "ann"));
        var changed = await AskAsync("two", HttpMethod.Put, "/api/users/ann/plan", new { plan = "small" });
        var unknown = await AskAsync("two", HttpMethod.Put, "/api/users/ann/plan", new { plan = "great" });

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal(("none", 25), ((string?)granted.Json!["plan"]!["name"], (int)granted.Json!["points"]!["available"]!));
        Assert.Equal(("small", 2), ((string?)changed.Json!["plan"]!["name"], (int)changed.Json!["plan"]!["perDay"]!));
        Assert.Equal(HttpStatusCode.BadRequest, unknown.Status);

        Task<Reply> AskAsync(string key, HttpMethod method, string path, object? body = null, params (string, string)[] headers) =>
            app.SendAsync(method, path, body, [("x-functions-key", key), .. headers]);
    }

    [Fact]
    public async Task Without_plans_points_are_counted_and_never_refused()
    {
        await using var app = await TestApp.StartAsync("POINTS_BY_MODEL=gen4.5=25");

        var job = await app.JobWhenOverAsync(await app.AJobAsync(Live));

        Assert.Equal(25, (int)job["cost"]!["points"]!);
        var usage = (await app.GetAsync("/api/usage")).Json!;
        Assert.Equal((true, null, 25), ((bool)usage["points"]!["unlimited"]!, (int?)usage["points"]!["available"], (int)usage["points"]!["spent"]!));
        Assert.Equal(0, (int)usage["ledger"]!["drift"]!);
    }

    [Fact]
    public async Task What_a_start_that_broke_off_had_set_aside_is_given_back()
    {
        await using var app = await TestApp.StartAsync(Plans, "PLAN=free");
        var stored = await AFinishedJobAsync(app);
        var id = JobId.Create(app.Time.GetUtcNow(), Guid.NewGuid());
        await ReserveAsync(app, stored, id);
        await AssertPointsAsync(app, available: 80, reserved: 10, spent: 10);

        await app.PassAsync(TimeSpan.FromMinutes(31));

        await AssertPointsAsync(app, available: 90, reserved: 0, spent: 10);
    }

    [Fact]
    public async Task A_job_recorded_but_never_scheduled_keeps_its_points_and_goes_on()
    {
        await using var app = await TestApp.StartAsync(Plans, "PLAN=free");
        var stored = await AFinishedJobAsync(app);
        var id = JobId.Create(app.Time.GetUtcNow(), Guid.NewGuid());
        await ReserveAsync(app, stored, id);
        await app.Services.GetRequiredService<JobStore>().AddAsync(
            stored.Job with { Id = id, Status = JobStatus.Queued, Videos = [], CreatedAt = app.Time.GetUtcNow(), Cost = new(0, 0, 10) }, stored.Plan with { JobId = id }, null, Ct);

        await app.PassAsync(TimeSpan.FromMinutes(11));
        await app.JobWhenOverAsync(id.Value);

        await AssertPointsAsync(app, available: 80, reserved: 0, spent: 20);
    }

    [Fact]
    public async Task A_job_completed_twice_is_settled_once()
    {
        await using var app = await TestApp.StartAsync(Plans, "PLAN=free");
        var stored = await AFinishedJobAsync(app);
        var complete = ActivatorUtilities.CreateInstance<CompleteJob>(app.Services);

        await complete.Run(new("anonymous", stored.Job.Id, JobOutcome.Failed("A second run")), Ct);

        await AssertPointsAsync(app, available: 90, reserved: 0, spent: 10);
    }

    [Theory]
    [InlineData("PLANS", "PLANS={\"free\":{\"points\":1}}")]
    [InlineData("PLANS", "PLANS={\"free\":{\"perDay\":-1}}")]
    [InlineData("PLAN", "PLAN=free")]
    [InlineData("POINTS_BY_MODEL", "POINTS_BY_MODEL=gen4.5")]
    public async Task A_plan_that_cannot_be_read_ends_the_start(string named, string setting)
    {
        var refused = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => TestApp.StartAsync(setting));

        Assert.StartsWith(named, Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    private static async Task<StoredJob> AFinishedJobAsync(TestApp app)
    {
        var job = await app.JobWhenOverAsync(await app.AJobAsync(Live));
        return (await app.Services.GetRequiredService<JobStore>().FindAsync("anonymous", JobId.TryParse((string?)job["id"])!, Ct))!;
    }

    // As a start does, before there is a record.
    private static Task ReserveAsync(TestApp app, StoredJob like, JobId id) => app.Services.GetRequiredService<PointsDesk>().ReserveAsync(
        "anonymous",
        id,
        new(like.Plan.Request, like.Plan.Candidates, null),
        Ct,
        () => app.Services.GetRequiredService<JobTallies>().OpenAsync("anonymous", id, Ct));

    private static async Task AssertPointsAsync(TestApp app, int available, int reserved, int spent)
    {
        await app.SettleAsync();
        var usage = (await app.GetAsync("/api/usage")).Json!;
        var points = usage["points"]!;
        Assert.Equal((available, reserved, spent, 0), (Of(points, "available"), Of(points, "reserved"), Of(points, "spent"), Of(usage["ledger"]!, "drift")));

        static int Of(JsonNode node, string name) => (int)node[name]!;
    }
}
