using System.Net.Http.Json;
using System.Text.Json.Nodes;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.EndToEnd;

/// <summary>
/// A running service, known by its address alone: the one that VIDEOGEN_BASE_URL names, on whatever runtime; else one of the embedded
/// runtime's, started for these tests. VIDEOGEN_KEY is sent along where set. VIDEOGEN_PROVIDER=simulator says that its Runway is the
/// provider simulator; without that, a service that was named is asked for nothing that costs money.
/// </summary>
public sealed class Service : IAsyncLifetime
{
    // A service that scales from nothing takes its time for the first answer.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // Below what a service lets one user send.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(300);

    private readonly TempFolder _data = new();
    private Server? _sim;
    private Server? _app;

    public HttpClient Http { get; private set; } = null!;

    public bool IsSimulated { get; private set; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var named = Environment.GetEnvironmentVariable("VIDEOGEN_BASE_URL");
        IsSimulated = string.IsNullOrEmpty(named) || Environment.GetEnvironmentVariable("VIDEOGEN_PROVIDER") == "simulator";
        Http = new HttpClient { BaseAddress = string.IsNullOrEmpty(named) ? await StartAsync() : new Uri(named), Timeout = Patience };
        if (Environment.GetEnvironmentVariable("VIDEOGEN_KEY") is { Length: > 0 } key)
        {
            Http.DefaultRequestHeaders.Add("x-functions-key", key);
        }
    }

    public async Task<Reply> SendAsync(HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Reply.OfAsync(await Http.SendAsync(request, Ct));
    }

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>For addresses that carry a key of their own: one in a header would take its place.</summary>
    public async Task<Reply> GetWithoutKeyAsync(string path)
    {
        using var client = new HttpClient { BaseAddress = Http.BaseAddress, Timeout = Patience };
        return await Reply.OfAsync(await client.GetAsync(path, Ct));
    }

    public async Task<JsonNode> JobWhenAsync(string id, Func<JsonNode, bool> wanted)
    {
        JsonNode? job = null;
        try
        {
            await Eventually.IsTrueAsync(async () => wanted(job = (await GetAsync($"/api/videos/{id}")).Json!), Patience, Rest);
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException($"The job never looked as wanted. It is now: {job}\n{_app?.Output}", e);
        }

        return job!;
    }

    public Task<JsonNode> JobWhenOverAsync(string id) => JobWhenAsync(id, job => (string?)job["status"] is "completed" or "failed" or "canceled");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        foreach (var server in new[] { _app, _sim })
        {
            if (server is not null) await server.DisposeAsync();
        }

        _data.Dispose();
    }

    private async Task<Uri> StartAsync()
    {
        _sim = await Server.StartAsync("VideoGen.ProviderSim", ["--port", "0"], new Dictionary<string, string>(), Ct);
        var settings = new Dictionary<string, string>
        {
            ["EMBEDDED_DATA"] = _data.Path,
            ["EMBEDDED_URL"] = "http://127.0.0.1:0",
            ["RUNWAY_API_KEY"] = Simulator.Key,
            ["RUNWAY_API_URL"] = _sim.Address.ToString(),
            ["POLL_SECONDS"] = "5",
            ["POLL_FIRST_SECONDS"] = "0",
        };
        _app = await Server.StartAsync("VideoGen.Functions", [], settings, Ct);
        return _app.Address;
    }
}
