using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using VideoGen.Tests.EndToEnd;

namespace VideoGen.Tests.Cli;

/// <summary>A service with a simulated provider, as processes; one for all tests of the command line, at an address that it keeps when it is started again.</summary>
[CollectionDefinition(nameof(RunningService))]
public sealed class RunningService : ICollectionFixture<RunningService>, IAsyncLifetime
{
    /// <summary>What a job of one provider task is asked for with.</summary>
    public static readonly string[] OneTask = ["--model", "gen4.5", "--duration", "5", "--simulation", "never"];

    internal LiveSystem System { get; private set; } = null!;

    public string Url { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Url = $"http://127.0.0.1:{FreePort()}";
        System = await LiveSystem.StartAsync(("EMBEDDED_URL", Url), ("FFMPEG_PATH", "/nowhere"));
    }

    public ValueTask DisposeAsync() => System.DisposeAsync();

    internal Task<Run> RunAsync(params string[] args) => Run.InProcessAsync(Url, args);

    /// <summary>A job that goes on until somebody ends it; answers its id.</summary>
    public async Task<string> AJobThatGoesOnAsync()
    {
        var id = await AJobAsync("RUNNING 0.4*1000");
        await System.UntilWatchedAsync(id);
        return id;
    }

    public async Task<string> AJobThatIsDoneAsync()
    {
        var id = await AJobAsync("SUCCEEDED");
        await System.UntilAsync(id, "completed");
        return id;
    }

    public Task<string> AJobAsync(string script) =>
        System.StartJobAsync(new { prompt = $"A cat [sim: {script}]", model = "gen4.5", duration = 5, simulation = "never", tags = new[] { "cli" } });

    public Task<JsonNode> JobAsync(string id) => System.JobAsync(id);

    // Below those that systems give out, so that nobody is given it while the service is away.
    private static int FreePort() => Enumerable.Range(20_000 + Environment.ProcessId % 10_000, 1_000).First(IsFree);

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
