using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.EndToEnd;

/// <summary>The app and the provider simulator as processes, over a data folder that outlives the app.</summary>
internal sealed class LiveSystem : IAsyncDisposable
{
    private const string Key = "key_11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111";

    private readonly TempFolder _data = new();
    private readonly Server _sim;
    private readonly HttpClient _simClient;
    private readonly Dictionary<string, string> _settings;
    private HttpClient _appClient = new();

    private LiveSystem(Server sim, (string Name, string Value)[] settings)
    {
        _sim = sim;
        _simClient = new HttpClient { BaseAddress = sim.Address };
        _settings = new()
        {
            ["EMBEDDED_DATA"] = _data.Path,
            ["EMBEDDED_URL"] = "http://127.0.0.1:0",
            ["RUNWAY_API_KEY"] = Key,
            ["RUNWAY_API_URL"] = sim.Address.ToString(),
            ["POLL_SECONDS"] = "5",
            ["POLL_FIRST_SECONDS"] = "0",
        };
        foreach (var (name, value) in settings)
        {
            _settings[name] = value;
        }
    }

    public Server App { get; private set; } = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<LiveSystem> StartAsync(params (string Name, string Value)[] settings)
    {
        var sim = await Server.StartAsync("VideoGen.ProviderSim", ["--port", "0"], new Dictionary<string, string>(), Ct);
        var system = new LiveSystem(sim, settings);
        await system.StartAppAsync();
        return system;
    }

    public async Task StartAppAsync()
    {
        App = await Server.StartAsync("VideoGen.Functions", [], _settings, Ct);
        _appClient.Dispose();
        _appClient = new HttpClient { BaseAddress = App.Address };
    }

    public async Task KillAndRestartAsync()
    {
        await App.KillAsync();
        await App.DisposeAsync();
        await StartAppAsync();
    }

    /// <summary>Starts a job of one provider task, unless another model is named, and answers its id.</summary>
    public Task<string> StartJobAsync(string model = "gen4.5") => StartJobAsync(new { prompt = "A cat on a roof", model, duration = 5 });

    public async Task<string> StartJobAsync(object request)
    {
        using var response = await _appClient.PostAsJsonAsync("/api/videos", request, Ct);
        return (await ReadAsync(response))["id"]!.GetValue<string>();
    }

    public async Task<JsonNode> UploadAsync(HttpContent file) => await ReadAsync(await _appClient.PostAsync("/api/uploads", file, Ct));

    public async Task<JsonNode> JobAsync(string id) => await ReadAsync(await _appClient.GetAsync($"/api/videos/{id}", Ct));

    /// <summary>Waits until a task of the job is watched: its receipt is then stored.</summary>
    public Task UntilWatchedAsync(string id) => Eventually.IsTrueAsync(async () =>
        (await ReadAsync(await _appClient.GetAsync($"/runtime/webhooks/durabletask/instances?instanceIdPrefix={id}-", Ct))).AsArray()
            .Any(instance => instance!["name"]!.GetValue<string>() == "ProviderTaskOrchestrator"));

    public async Task ResolveAsync(string id, object resolution) =>
        await ReadAsync(await _appClient.PostAsJsonAsync($"/api/videos/{id}/resolve", resolution, Ct));

    public async Task<JsonNode> UntilAsync(string id, params IReadOnlyList<string> statuses)
    {
        JsonNode? job = null;
        try
        {
            await Eventually.IsTrueAsync(async () => statuses.Contains((job = await JobAsync(id))["status"]!.GetValue<string>()), TimeSpan.FromMinutes(1));
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException($"The job did not become {string.Join(" or ", statuses)}: {job}\n{App.Output}", e);
        }

        return job!;
    }

    /// <summary>What the provider's next submits or requests will meet.</summary>
    public async Task PlayAsync(string script) => await ReadAsync(await _simClient.PostAsJsonAsync("/_sim/script", new { script }, Ct));

    public async Task SpoilAsync(string fault) => await ReadAsync(await _simClient.PostAsJsonAsync("/_sim/fault", new { fault }, Ct));

    public async Task<JsonArray> LogAsync(string operation) => (await ReadAsync(await _simClient.GetAsync($"/_sim/log?operation={operation}", Ct))).AsArray();

    public Task UntilLoggedAsync(string operation, int count) =>
        Eventually.IsTrueAsync(async () => (await LogAsync(operation)).Count >= count, TimeSpan.FromMinutes(1));

    public async Task<IReadOnlyList<string>> PaidTasksAsync() =>
        [.. (await ReadAsync(await _simClient.GetAsync("/_sim/runway/bill", Ct)))["tasks"]!.AsArray().Select(task => task!["task"]!.GetValue<string>())];

    /// <summary>The files of stored videos and thumbnails, and those still in transit.</summary>
    public IReadOnlyList<string> Files(string pattern = "*") =>
        Directory.Exists(_data["blobs"]) ? [.. Directory.EnumerateFiles(_data["blobs"], pattern, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })] : [];

    /// <summary>The job came to its end as if nothing had happened: whole, paid once, nothing left lying about.</summary>
    public async Task AssertCompletedAsync(string id, int submits = 1)
    {
        var job = await UntilAsync(id, "completed", "failed", "canceled", "submission_unknown");
        Assert.True(job["status"]!.GetValue<string>() == "completed", $"{job}\n{App.Output}");
        Assert.Equal("live", job["mode"]!.GetValue<string>());

        var tasks = await PaidTasksAsync();
        Assert.Equal(submits, tasks.Count);
        var sent = (await ReadAsync(await _simClient.GetAsync($"/_sim/outputs/{tasks[^1]}/0.mp4", Ct)))["sha256"]!.GetValue<string>();
        Assert.Equal(sent, job["videos"]![0]!["sha256"]!.GetValue<string>());
        await using var content = await _appClient.GetStreamAsync($"/api/videos/{id}/content", Ct);
        Assert.Equal(sent, Convert.ToHexStringLower(await SHA256.HashDataAsync(content, Ct)));

        Assert.Equal("available", job["videos"]![0]!["thumbnail"]!.GetValue<string>());
        Assert.All((await ReadAsync(await _simClient.GetAsync("/_sim/log/polls", Ct))).AsArray(), task => Assert.False(task!["smallestSpacing"]?.GetValue<double>() < 5));
        Assert.Equal([$"{id}.mp4", $"{id}_thumb.jpg"], Files().Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _sim.DisposeAsync();
        _appClient.Dispose();
        _simClient.Dispose();
        _data.Dispose();
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode} {body}");
        return JsonNode.Parse(body.Length > 0 ? body : "null")!;
    }
}
