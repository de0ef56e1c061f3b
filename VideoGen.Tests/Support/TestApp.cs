using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoGen.Embedded.Durable;
using VideoGen.Embedded.Hosting;
using VideoGen.Functions;
using VideoGen.Tests.ProviderSim;

namespace VideoGen.Tests.Support;

/// <summary>The real app on the embedded runtime, in a folder of its own, on a free port and a clock that moves when told; the provider is the simulator.</summary>
public sealed class TestApp : IAsyncDisposable
{
    // An activity that is at work needs real time; one that waits for the clock would wait for ever.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private readonly TempFolder? _ownFolder;
    private readonly IHost _host;

    private readonly string _blobs;

    private TestApp(IHost host, Simulator sim, CapturedLogs logs, TempFolder folder, bool ownsFolder)
    {
        (_host, Sim, Logs, _blobs, _ownFolder) = (host, sim, logs, Path.Combine(folder["data"], "blobs"), ownsFolder ? folder : null);
        var address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Http = new HttpClient { BaseAddress = new Uri(address) };
    }

    public Simulator Sim { get; }

    public FakeTime Time => Sim.Time;

    public CapturedLogs Logs { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _host.Services;

    internal Engine Engine => Services.GetRequiredService<Engine>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="settings">As <c>NAME=value</c>, over what tests usually run with.</param>
    public static async Task<TestApp> StartAsync(params string[] settings) =>
        await StartAsync(await Simulator.StartAsync(), new TempFolder(), ownsFolder: true, settings);

    /// <summary>Starts the app on a folder that was used before.</summary>
    public static Task<TestApp> StartAsync(Simulator sim, TempFolder folder, params string[] settings) => StartAsync(sim, folder, ownsFolder: false, settings);

    public async Task<Reply> SendAsync(HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body switch
        {
            null => null,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Reply.OfAsync(await Http.SendAsync(request, Ct));
    }

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Reply> PostAsync(string path, object? body = null, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, body, headers);

    /// <summary>The job as its caller sees it.</summary>
    public async Task<JsonNode> JobAsync(string id)
    {
        var reply = await GetAsync($"/api/videos/{id}");
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        return reply.Json!;
    }

    /// <summary>Lets time pass, from one due timer to the next, until the job looks as wanted.</summary>
    public async Task<JsonNode> JobWhenAsync(string id, Func<JsonNode, bool> wanted)
    {
        var job = await JobAsync(id);
        for (var moves = 0; !wanted(job); moves++)
        {
            Assert.True(moves < 2000, $"The job never looked as wanted. It is now: {job}");
            await SettleAsync();
            job = await JobAsync(id);
            if (!wanted(job))
            {
                Time.AdvanceToNextDue();
            }
        }

        return job;
    }

    public Task<JsonNode> JobWhenOverAsync(string id) =>
        JobWhenAsync(id, job => (string?)job["status"] is "completed" or "failed" or "canceled");

    public Task<JsonNode> JobWhenAtAsync(string id, string stage) => JobWhenAsync(id, job => (string?)job["stage"] == stage);

    /// <summary>Waits until nothing goes on but waiting for time.</summary>
    public async Task SettleAsync()
    {
        try
        {
            await Engine.WhenIdleAsync().WaitAsync(Grace, Ct);
        }
        catch (TimeoutException)
        {
            // Something waits for the clock inside an activity.
        }
    }

    public async Task PassAsync(TimeSpan time)
    {
        var until = Time.GetUtcNow() + time;
        while (Time.NextDue is { } due && due <= until)
        {
            await SettleAsync();
            Time.AdvanceTo(due);
        }

        Time.AdvanceTo(until);
        await SettleAsync();
    }

    /// <summary>The names of the files in the store, and of those still in transit.</summary>
    public string[] StoredFiles() => Directory.Exists(_blobs)
        ? [.. Directory.EnumerateFiles(_blobs, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Select(Path.GetFileName).Order(StringComparer.Ordinal)!]
        : [];

    /// <summary>Stops the app and leaves the simulator and the folder.</summary>
    public async Task StopAsync()
    {
        Http.Dispose();
        await _host.StopAsync(Ct);
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_ownFolder is not null)
        {
            await Sim.DisposeAsync();
            _ownFolder.Dispose();
        }
    }

    private static async Task<TestApp> StartAsync(Simulator sim, TempFolder folder, bool ownsFolder, string[] settings)
    {
        var logs = new CapturedLogs();
        var builder = FunctionsApplication.CreateBuilder(
            [], new EmbeddedOptions { FunctionAssemblies = [typeof(VideoGenApp).Assembly], Output = TextWriter.Null });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["EMBEDDED_DATA"] = folder["data"],
            ["EMBEDDED_URL"] = "http://127.0.0.1:0",
            ["RUNWAY_API_KEY"] = Simulator.Key,
            ["RUNWAY_API_URL"] = sim.Address.ToString(),
            ["KLING_API_URL"] = sim.Address.ToString(),
            ["GEMINI_API_URL"] = sim.Address.ToString(),
            ["FAL_QUEUE_URL"] = sim.Address.ToString(),
            ["FAL_API_URL"] = sim.Address.ToString(),
            ["FAL_JWKS_URL"] = $"{sim.Address}.well-known/jwks.json",
            ["OPENAI_BASE_URL"] = $"{sim.Address}v1",
            // Most tests are about the way of a job, not about pictures.
            ["FFMPEG_PATH"] = folder["no-ffmpeg"],
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create<string, string?>(pair[0], pair[1])));
        builder.ConfigureFunctionsWebApplication();
        builder.AddVideoGen();
        builder.Services.AddSingleton<TimeProvider>(sim.Time);
        builder.Logging.ClearProviders().AddProvider(logs);
        var host = builder.Build();
        try
        {
            await host.StartAsync(Ct);
        }
        catch
        {
            await host.StopAsync(CancellationToken.None);
            throw;
        }

        return new(host, sim, logs, folder, ownsFolder);
    }
}
