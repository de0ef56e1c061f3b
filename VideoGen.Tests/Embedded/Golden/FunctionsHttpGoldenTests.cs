namespace VideoGen.Tests.Embedded.Golden;

/// <summary>Replays what a real host answered to plain HTTP functions and to its own routes.</summary>
public sealed class FunctionsHttpGoldenTests(HttpSamplesApp samples) : IClassFixture<HttpSamplesApp>
{
    private static readonly Dictionary<string, GoldenCase> Recorded = GoldenCase.Read("functions-http.json").ToDictionary(recorded => recorded.Name);

    /// <summary>Where the embedded host answers otherwise, and why.</summary>
    private static readonly Dictionary<string, string> Different = new()
    {
    };

    public static TheoryData<string> Same => [.. Recorded.Keys.Except(Different.Keys)];

    public static TheoryData<string> Departures => [.. Different.Keys];

    [Theory]
    [MemberData(nameof(Same))]
    public async Task A_request_is_answered_as_recorded(string name) => Assert.Empty(await DifferencesAsync(name));

    [Theory]
    [MemberData(nameof(Departures))]
    public async Task A_listed_departure_is_still_one(string name) => Assert.NotEmpty(await DifferencesAsync(name));

    private Task<IReadOnlyList<string>> DifferencesAsync(string name)
    {
        var values = Keys.Placeholders(samples.App.Address);
        values["guid"] = "0f8fad5b-d9cb-469f-a165-70867728950e";
        return new GoldenReplay(samples.App.Http).DifferencesAsync(Recorded[name], new Placeholders(values));
    }
}

/// <summary>The app that answers all recorded requests.</summary>
public sealed class HttpSamplesApp : IAsyncLifetime
{
    internal EmbeddedApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await EmbeddedApp.StartAsync(new AppUnderTest(typeof(HttpSamples)) { Settings = Keys.Settings });

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
