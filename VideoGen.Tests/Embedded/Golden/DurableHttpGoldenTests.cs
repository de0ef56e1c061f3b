using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Embedded.Golden;

/// <summary>Replays what a real host answered on the durable management routes. A request that looks at what the one before it did runs with it.</summary>
public sealed partial class DurableHttpGoldenTests(DurableSamplesApp samples) : IClassFixture<DurableSamplesApp>
{
    private static readonly Dictionary<string, IReadOnlyList<GoldenCase>> Scenarios = Group(GoldenCase.Read("durable-http.json"));

    /// <summary>Where the embedded host answers otherwise, and why.</summary>
    private static readonly Dictionary<string, string> Different = new()
    {
        ["terminate: Pending"] = "our pending instance waits for its start time and never ran, the recorded one was about to run",
        ["suspend: Pending"] = "suspended before its start time, the instance starts suspended but does not show the reason",
        ["rewind: Completed"] = Newer412,
        ["rewind: Terminated"] = Newer412,
        ["rewind: running"] = Newer412,
        ["rewind: failed"] = "501: this storage cannot rewind, which the API allows for",
        ["restart: Running, restartWithNewInstanceId=false"] = Newer409,
        ["restart: Suspended, restartWithNewInstanceId=false"] = Newer409,
        ["start: same id again, Running"] = Newer409,
        ["start: same id again, Suspended"] = Newer409,
        ["start: same id again, Pending"] = Newer409,
        ["purge: Running"] = NewerRefusesToPurge,
        ["purge: Suspended"] = NewerRefusesToPurge,
        ["purge: Pending"] = NewerRefusesToPurge,
        ["purge many: createdTimeFrom, runtimeStatus=Running"] = NewerRefusesToPurge,
        ["start: unknown name"] = NewerAcceptsAnyName,
        ["start: an activity name"] = NewerAcceptsAnyName,
        ["start: id with a space and percent escapes"] = "the recorded URLs have a + for the space, which leads nowhere; ours have %20",
        ["client ScheduleNewOrchestrationInstanceAsync with the id of an instance: Pending"] = OwnWords,
        ["client ScheduleNewOrchestrationInstanceAsync with the id of an instance: Running"] = OwnWords,
        ["client ScheduleNewOrchestrationInstanceAsync with the id of an instance: Suspended"] = OwnWords,
        ["client CreateCheckStatusResponseAsync(HttpRequestData)"] = NoHttpRequestData,
        ["client CreateCheckStatusResponseAsync, X-Forwarded-Host and -Proto"] = NoHttpRequestData,
        ["client CreateCheckStatusResponse (synchronous)"] = NoHttpRequestData,
    };

    private const string Newer412 = "newer versions answer 412 for an instance that has not failed";
    private const string Newer409 = "newer versions answer 409 for an id in use";
    private const string NewerRefusesToPurge = "newer versions purge only what has ended";
    private const string NewerAcceptsAnyName = "newer versions accept any name, and the instance fails";
    private const string OwnWords = "the exception's type is as recorded, its message names the state too";
    private const string NoHttpRequestData = "HttpRequestData is not in the subset";

    public static TheoryData<string> Same => [.. Scenarios.Keys.Except(Different.Keys)];

    public static TheoryData<string> Departures => [.. Different.Keys];

    [Theory]
    [MemberData(nameof(Same))]
    public async Task A_request_is_answered_as_recorded(string name)
    {
        var differences = await DifferencesAsync(name);

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Theory]
    [MemberData(nameof(Departures))]
    public async Task A_listed_departure_is_still_one(string name) => Assert.NotEmpty(await DifferencesAsync(name));

    private async Task<IReadOnlyList<string>> DifferencesAsync(string name)
    {
        // These count everything there is, or move the clock: they have an app of their own.
        if (!name.StartsWith("purge many", StringComparison.Ordinal) && !name.Contains("does not finish")) return await DifferencesAsync(samples.App, name);
        await using var own = await DurableSamplesApp.StartAsync();
        await InstanceStates.CreateAsync(own, "terminated");
        await InstanceStates.CreateAsync(own, "terminated");
        var differences = DifferencesAsync(own, name);
        if (name.Contains("does not finish")) await Eventually.IsTrueAsync(() => Task.FromResult(own.Clock.AdvanceToNextDue()));
        return await differences;
    }

    private static async Task<IReadOnlyList<string>> DifferencesAsync(EmbeddedApp app, string name)
    {
        var placeholders = new Placeholders(await ValuesAsync(app, name));
        var replay = new GoldenReplay(app.Http);
        List<string> differences = [];
        foreach (var recorded in Scenarios[name])
        {
            if (recorded.Name.Contains(": Pending, the instance")) app.Clock.Advance(TimeSpan.FromHours(1));
            await app.Engine.WhenIdleAsync();
            var found = await replay.DifferencesAsync(recorded with { Request = recorded.Request with { Path = WithTimes(app, recorded) } }, placeholders);
            differences.AddRange(found.Select(difference => $"{recorded.Name}: {difference}"));
        }

        return differences;
    }

    private static async Task<Dictionary<string, string>> ValuesAsync(EmbeddedApp app, string name)
    {
        var values = Keys.Placeholders(app.Address);
        if (name.StartsWith("list", StringComparison.Ordinal))
        {
            values["prefix"] = await InstanceStates.CreateManyAsync(app);
        }
        else if (Scenarios[name][0].Request.Path.Contains("{id}", StringComparison.OrdinalIgnoreCase))
        {
            var id = name.Contains("300 characters") ? new string('x', 300) : await InstanceStates.CreateAsync(app, StateIn(name), name.StartsWith("resume", StringComparison.Ordinal) ? "hold" : "pause");
            values["id"] = id;
            values["ID"] = id.ToUpperInvariant();
        }

        return values;
    }

    private static string StateIn(string name) =>
        State().Match(name) is { Success: true } match ? match.Value.ToLowerInvariant()
        : name.StartsWith("start: ", StringComparison.Ordinal) ? "unknown"
        : name.StartsWith("raiseEvent", StringComparison.Ordinal) ? "running"
        : "completed";

    private static string WithTimes(EmbeddedApp app, GoldenCase recorded)
    {
        var from = recorded.Name.Contains("From in the future") ? 1 : -1;
        var to = recorded.Name.Contains("To in the past") ? -1 : 1;
        return recorded.Request.Path.Replace("createdTimeFrom={time}", $"createdTimeFrom={Time(from)}").Replace("createdTimeTo={time}", $"createdTimeTo={Time(to)}");

        string Time(int hours) => app.Clock.GetUtcNow().AddHours(hours).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    private static Dictionary<string, IReadOnlyList<GoldenCase>> Group(IReadOnlyList<GoldenCase> recorded)
    {
        Dictionary<string, IReadOnlyList<GoldenCase>> scenarios = [];
        List<GoldenCase> current = [];
        foreach (var one in recorded)
        {
            if (!one.Name.Contains("after it") && !one.Name.Contains("page 2")) scenarios.Add(one.Name, current = []);
            current.Add(one);
        }

        return scenarios;
    }

    [GeneratedRegex("(?<![=A-Za-z])(pending|running|completed|failed|terminated|suspended|unknown)(?! name)", RegexOptions.IgnoreCase)]
    private static partial Regex State();
}

/// <summary>The app with the orchestrations, on a clock that stands still.</summary>
public sealed class DurableSamplesApp : IAsyncLifetime
{
    internal EmbeddedApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await StartAsync();

    public ValueTask DisposeAsync() => App.DisposeAsync();

    internal static async Task<EmbeddedApp> StartAsync()
    {
        var app = await EmbeddedApp.StartAsync(new AppUnderTest(typeof(DurableSamples), typeof(HttpSamples))
        {
            HostJson = """{ "extensions": { "durableTask": { "hubName": "goldenhub" } } }""",
            Settings = Keys.Settings,
        });
        app.Services.GetRequiredService<IConfiguration>()["WEBSITE_HOSTNAME"] = new Uri(app.Address).Authority;
        return app;
    }
}
