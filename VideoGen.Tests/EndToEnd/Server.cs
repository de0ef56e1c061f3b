using System.Diagnostics;
using System.Globalization;

namespace VideoGen.Tests.EndToEnd;

/// <summary>One of the programs of this repository, running as a process of its own.</summary>
internal sealed class Server : IAsyncDisposable
{
    private const string Ready = "listening on ";
    private static readonly TimeSpan _startLimit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Server(string project, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Program(project), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException($"{project} ended as it started."));
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>All it has said so far.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    public static async Task<Server> StartAsync(string project, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> settings, CancellationToken ct)
    {
        var server = new Server(project, arguments, settings);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            server.Address = await server._listening.Task.WaitAsync(_startLimit, ct);
            return server;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await server.DisposeAsync();
            throw new InvalidOperationException($"{e.Message}\n{server.Output}", e);
        }
    }

    /// <summary>Ends it as a power cut would: nothing is flushed, nobody is told.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>From now on the peak is that of what follows.</summary>
    public void ForgetPeakMemory() => File.WriteAllText($"/proc/{_process.Id}/clear_refs", "5");

    /// <summary>In bytes: what it holds now, and the most it held.</summary>
    public (long Now, long Peak) Memory()
    {
        var lines = File.ReadAllLines($"/proc/{_process.Id}/status");
        return (Field("VmRSS:"), Field("VmHWM:"));

        long Field(string name) => long.Parse(lines.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }

    public async ValueTask DisposeAsync()
    {
        using (_process)
        {
            if (!_process.HasExited)
            {
                await KillAsync();
            }
        }
    }

    private void Take(string? line)
    {
        lock (_lines)
        {
            _lines.Add(line ?? "");
        }

        if (line?.StartsWith(Ready, StringComparison.Ordinal) == true)
        {
            _listening.TrySetResult(new Uri(line[Ready.Length..]));
        }
    }

    /// <summary>The projects of one build lie side by side: <c>bin/{project}/{configuration}</c>.</summary>
    private static string Program(string project)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, $"{project}.dll");
    }
}
