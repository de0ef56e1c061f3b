using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace VideoGen.Benchmarks;

/// <summary>The product itself with the provider simulator beside it, both as processes of their own.</summary>
internal sealed class WholeApp : IAsyncDisposable
{
    // The form of the provider's own keys; it opens the simulator and nothing else.
    private static readonly string Key = "key_" + new string('0', 128);

    private readonly List<Held> _processes = [];

    private WholeApp(HttpClient videos, HttpClient simulator) => (Videos, Simulator) = (videos, simulator);

    public HttpClient Videos { get; }

    public HttpClient Simulator { get; }

    public int ProcessId => _processes[^1].ProcessId;

    public static async Task<WholeApp> StartAsync(Arena arena, CancellationToken ct)
    {
        var store = await arena.NewStoreAsync(Engine.Ours, ct);
        var simulator = await Held.StartAsync(Program("VideoGen.ProviderSim"), ["--port", "0"], [], ct);
        var app = new WholeApp(new HttpClient(), new HttpClient { BaseAddress = simulator.Address });
        app._processes.Add(simulator);
        try
        {
            var videos = await Held.StartAsync(Program("VideoGen.Functions"), [], new()
            {
                ["EMBEDDED_DATA"] = Path.Combine(store.Folder, "data"),
                ["EMBEDDED_URL"] = "http://127.0.0.1:0",
                ["RUNWAY_API_KEY"] = Key,
                ["RUNWAY_API_URL"] = simulator.Address.ToString().TrimEnd('/'),
            }, ct);
            app._processes.Add(videos);
            app.Videos.BaseAddress = videos.Address;
            await app.ControlAsync("_sim/runway", new { concurrent = (int?)null, daily = (int?)null, credits = 1_000_000_000 }, ct);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sets what the simulator's next requests meet.</summary>
    public async Task ControlAsync(string path, object body, CancellationToken ct)
    {
        using var answer = await Simulator.PostAsJsonAsync(path, body, ct);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Starts a job and returns its id.</summary>
    public async Task<string> StartJobAsync(object request, CancellationToken ct)
    {
        using var answer = await Videos.PostAsJsonAsync("api/videos", request, ct);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("id").GetString()!;
    }

    /// <summary>Tasks the provider has accepted and charged.</summary>
    public async Task<int> PaidSubmitsAsync(CancellationToken ct) =>
        (await Simulator.GetFromJsonAsync<JsonElement>("_sim/runway/bill", ct)).GetProperty("paidSubmits").GetInt32();

    public Task<JsonElement> JobAsync(string id, CancellationToken ct) => Videos.GetFromJsonAsync<JsonElement>($"api/videos/{id}", ct);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes)) await process.DisposeAsync();
        Videos.Dispose();
        Simulator.Dispose();
    }

    /// <summary>The other programs lie beside this one, built the same way.</summary>
    private static string Program(string name)
    {
        var here = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var there = Path.Combine(here, "..", "..", name, Path.GetFileName(here), name + ".dll");
        return File.Exists(there) ? Path.GetFullPath(there) : throw new ContestantException($"{name} is not built: {there}");
    }

    /// <summary>A server that a shell ends when this program ends, however that happens.</summary>
    private sealed class Held : IAsyncDisposable
    {
        private const string Script = """
            exec 3<&0
            "$@" 3<&- &
            server=$!
            echo "$server"
            { read -r _ <&3; kill "$server"; } >/dev/null 2>&1 &
            wait "$server"
            kill $! 2>/dev/null
            """;

        private readonly Process _shell;

        private Held(Process shell, int processId, Uri address) => (_shell, ProcessId, Address) = (shell, processId, address);

        public int ProcessId { get; }

        public Uri Address { get; }

        public static async Task<Held> StartAsync(string program, string[] arguments, Dictionary<string, string> environment, CancellationToken ct)
        {
            const string listening = "listening on ";
            var start = new ProcessStartInfo("bash", ["-c", Script, "bash", Host(), program, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var (name, value) in environment) start.Environment[name] = value;
            var shell = Process.Start(start)!;
            var said = new List<string>();
            shell.ErrorDataReceived += (_, line) =>
            {
                lock (said) said.Add(line.Data ?? "");
            };
            shell.BeginErrorReadLine();
            var processId = int.Parse((await shell.StandardOutput.ReadLineAsync(ct))!, CultureInfo.InvariantCulture);
            while (await shell.StandardOutput.ReadLineAsync(ct) is { } line)
            {
                if (line.StartsWith(listening, StringComparison.Ordinal)) return new(shell, processId, new Uri(line[listening.Length..] + "/"));
            }

            lock (said) throw new ContestantException($"{Path.GetFileNameWithoutExtension(program)} did not start: {string.Join(' ', said)}");
        }

        public async ValueTask DisposeAsync()
        {
            _shell.StandardInput.Close();
            await _shell.WaitForExitAsync(CancellationToken.None);
            _shell.Dispose();
        }

        private static string Host() => Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? Environment.ProcessPath! : "dotnet";
    }
}
