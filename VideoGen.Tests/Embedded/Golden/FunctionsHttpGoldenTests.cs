namespace VideoGen.Tests.Embedded.Golden;

/// <summary>Replays what a real host answered to plain HTTP functions and to its own routes.</summary>
public sealed class FunctionsHttpGoldenTests(HttpSamplesApp samples) : IClassFixture<HttpSamplesApp>
{
    private static readonly Dictionary<string, GoldenCase> Recorded = GoldenCase.Read("functions-http.json").ToDictionary(recorded => recorded.Name);

    /// <summary>Where the embedded host answers otherwise, and why.</summary>
    private static readonly Dictionary<string, string> Different = new()
    {
        ["route: root"] = "our own short page instead of the vendor's",
        ["HttpResponseData: json"] = NoHttpResponseData,
        ["HttpResponseData: string"] = NoHttpResponseData,
        ["HttpResponseData: sync"] = NoHttpResponseData,
        ["HttpResponseData: header"] = NoHttpResponseData,
        ["HttpResponseData: created"] = NoHttpResponseData,
        ["/admin/host/status: master key in query"] = OwnVersion,
        ["/admin/host/status: master key in header"] = OwnVersion,
        ["request as seen by the function: headers"] = NoForwarder,
        ["request as seen by the function: forwarded"] = NoForwarder,
    };

    private const string NoHttpResponseData = "HttpRequestData and HttpResponseData are not in the subset";
    private const string OwnVersion = "the version is ours; all other members are as recorded";
    private const string NoForwarder = "no second process, so no x-ms-invocation-id and no X-Original headers; what a client forwards is dropped in both";

    public static TheoryData<string> Same => [.. Recorded.Keys.Except(Different.Keys)];

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
