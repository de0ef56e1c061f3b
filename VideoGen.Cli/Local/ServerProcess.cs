using System.Collections.Concurrent;
using System.Diagnostics;

namespace VideoGen.Cli.Local;

/// <summary>One of this repository's servers as a child process.</summary>
/// <remarks>It ends with this object, and also when this program is killed: it is held by a pipe, and asked to stop when that closes.</remarks>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Ready = "listening on ";
    private const int LinesKept = 20;

    // Ctrl-C at the terminal reaches every process there; only ours acts on it, and ends the others in order.
    private const string HeldByPipe = """
        trap '' INT HUP
        exec 3<&0
        "$@" 3<&- &
        server=$!
        { read -r _ <&3; kill "$server"; } >/dev/null 2>&1 &
        watch=$!
        wait "$server"
        code=$?
        kill "$watch" 2>/dev/null
        exit "$code"
        """;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly string _project;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lastLines = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(string project, Process process)
    {
        (_project, _process) = (project, process);
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Starts a project of this repository, and waits until it listens.</summary>
    /// <exception cref="CliException">It does not; the message holds what it said last.</exception>
    public static async Task<ServerProcess> StartAsync(
        string project, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> settings, CancellationToken ct)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", HeldByPipe, "sh", "dotnet", Program(project), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings) start.Environment[name] = value;

        var server = new ServerProcess(project, new Process { StartInfo = start });
        try
        {
            server.Address = await server.StartAsync(ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var process = _process;
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private async Task<Uri> StartAsync(CancellationToken ct)
    {
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var ended = _process.WaitForExitAsync(ct);
        try
        {
            var first = await Task.WhenAny(_listening.Task, ended).WaitAsync(StartLimit, ct);
            return first == ended ? throw Failed("ended as it started") : await _listening.Task;
        }
        catch (TimeoutException)
        {
            throw Failed($"did not start within {StartLimit.TotalSeconds:0} s");
        }
    }

    private void Take(string? line)
    {
        if (line is null) return;
        if (line.StartsWith(Ready, StringComparison.Ordinal) && Uri.TryCreate(line[Ready.Length..], UriKind.Absolute, out var address))
        {
            _listening.TrySetResult(address);
        }

        _lastLines.Enqueue(line);
        if (_lastLines.Count > LinesKept) _lastLines.TryDequeue(out _);
    }

    private CliException Failed(string how) =>
        new(ExitCode.NoService, string.Join(Environment.NewLine, [$"{_project} {how}", .. _lastLines]));

    /// <summary>All projects of one build lie side by side: <c>bin/{project}/{configuration}</c>.</summary>
    private static string Program(string project)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, $"{project}.dll");
        return File.Exists(program) ? program : throw new CliException(ExitCode.NoService, $"{program} is not there; build the solution first");
    }
}
