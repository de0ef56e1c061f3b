using System.Diagnostics;
using System.Globalization;
using System.Text;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Cli;

/// <summary>The command line as a process, in a pipe or on a terminal of its own.</summary>
internal sealed class Program : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly Task _reading;

    private Program(ProcessStartInfo start, string url)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment["VIDEOGEN_URL"] = url;
        start.Environment["TERM"] = "xterm";
        _process = Process.Start(start)!;
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
    }

    /// <summary>Where it lies. The projects of one build lie side by side: <c>bin/{project}/{configuration}</c>.</summary>
    public static string Path { get; } = Locate();

    /// <summary>All it has said so far, output and errors together.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    public static Program InAPipe(string url, params string[] args) => new(new("dotnet", [Path, .. args]), url);

    /// <remarks>script(1) lends the terminal; what is typed goes through it, so that ^C is Ctrl-C.</remarks>
    public static Program OnATerminal(string url, params string[] args) =>
        new(new("script", ["-qec", $"stty cols 80; exec dotnet '{Path}' {string.Join(' ', args.Select(arg => $"'{arg}'"))}", "/dev/null"]), url);

    public Task UntilSaidAsync(string text) => Eventually.IsTrueAsync(() => Said.Contains(text, StringComparison.Ordinal), Patience);

    public async Task TypeAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>As kill(1) does.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for its end; answers its exit code.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Locate()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return System.IO.Path.Combine(here.Parent!.Parent!.FullName, "VideoGen.Cli", here.Name, "videogen.dll");
    }

    private async Task ReadAsync(StreamReader from)
    {
        var buffer = new char[1024];
        for (int read; (read = await from.ReadAsync(buffer)) > 0;)
        {
            lock (_said)
            {
                _said.Append(buffer, 0, read);
            }
        }
    }
}
