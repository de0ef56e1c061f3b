using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace VideoGen.Functions.Media;

/// <summary>Runs ffmpeg as a child process: one job per core, the others wait their turn in order.</summary>
/// <remarks>A run ends within its limit; when it overruns or is cancelled, it goes with all its children.</remarks>
public sealed partial class Ffmpeg : IDisposable
{
    private const int TailLength = 2048;

    // What ffmpeg and its font library need. The rest of the app's environment, keys among it, is none of its business.
    private static readonly string[] InheritedVariables =
        ["PATH", "HOME", "TMPDIR", "TEMP", "SystemRoot", "LD_LIBRARY_PATH", "XDG_CACHE_HOME", "FONTCONFIG_PATH", "FONTCONFIG_FILE"];

    private readonly ILogger<Ffmpeg> _log;
    private readonly Lazy<FfmpegFinding> _found;
    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);

    public Ffmpeg(IOptions<MediaOptions> options, ILogger<Ffmpeg> log)
        : this(new FfmpegFinder(options.Value.FfmpegPath, AppContext.BaseDirectory, Environment.GetEnvironmentVariable("PATH"), Path.GetTempPath()), log)
    {
    }

    internal Ffmpeg(FfmpegFinder finder, ILogger<Ffmpeg> log)
    {
        _log = log;
        _found = new(finder.Find);
    }

    /// <summary>Null when there is an ffmpeg; else why there is none.</summary>
    public string? Missing => _found.Value.Missing;

    /// <summary>Whether ffprobe lies beside it.</summary>
    public bool CanProbe => _found.Value.Path is { } path && File.Exists(ProbePath(path));

    /// <summary>Runs one job to its end; null when it did what was asked, else what went wrong.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, and the process is gone.</exception>
    internal async Task<string?> RunAsync(FfmpegJob job, CancellationToken ct)
    {
        if (_found.Value is not { Path: { } path }) return Missing;

        await _turns.WaitAsync(ct);
        try
        {
            var failure = await RunNowAsync(path, job, ct);
            if (failure is not null) LogFailed(job.Purpose, failure);
            return failure;
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private static async Task<string?> RunNowAsync(string path, FfmpegJob job, CancellationToken ct)
    {
        using var process = new Process { StartInfo = StartInfo(path, job) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return $"it did not start: {e.Message}";
        }

        // Real time, whatever clock the app runs on: what is limited is a real process.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(job.Limit);
        await using var end = limit.Token.Register(() => Kill(process));
        try
        {
            var tail = KeepTailAsync(process.StandardError);
            var output = job.Take?.Invoke(process.StandardOutput) ?? process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            await FeedAsync(process, job, limit.Token);
            await process.WaitForExitAsync(CancellationToken.None);
            await output;

            ct.ThrowIfCancellationRequested();
            if (limit.IsCancellationRequested) return $"it was ended after {job.Limit.TotalSeconds:0} s";
            return process.ExitCode == 0 ? null : $"it ended with {process.ExitCode}: {await tail}";
        }
        finally
        {
            Kill(process);
        }
    }

    private static ProcessStartInfo StartInfo(string path, FfmpegJob job)
    {
        string[] usual = job.IsProbe ? ["-hide_banner", "-loglevel", "error"] : ["-hide_banner", "-nostdin", "-loglevel", "error", "-y"];
        var start = new ProcessStartInfo(job.IsProbe ? ProbePath(path) : path, [.. usual, .. job.Arguments])
        {
            WorkingDirectory = job.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var name in InheritedVariables)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value) start.Environment[name] = value;
        }

        return start;
    }

    private static string ProbePath(string ffmpeg) =>
        Path.Combine(Path.GetDirectoryName(ffmpeg) ?? "", Path.GetFileName(ffmpeg).Replace("ffmpeg", "ffprobe", StringComparison.Ordinal));

    private static async Task FeedAsync(Process process, FfmpegJob job, CancellationToken ct)
    {
        try
        {
            await using var input = process.StandardInput.BaseStream;
            if (job.Feed is not null) await job.Feed(input, ct);
        }
        catch (IOException)
        {
            // It closed its input early; its exit code tells whether that was well.
        }
        catch (OperationCanceledException)
        {
            // Killed; the caller tells overrun from cancelled.
        }
    }

    private static async Task<string> KeepTailAsync(StreamReader errors)
    {
        var tail = new StringBuilder();
        var buffer = new char[TailLength];
        while (await errors.ReadAsync(buffer) is > 0 and var read)
        {
            tail.Append(buffer, 0, read);
            if (tail.Length > TailLength) tail.Remove(0, tail.Length - TailLength);
        }

        return tail.ToString().Trim();
    }

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It ended by itself in the meantime.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "ffmpeg could not {Purpose}: {Failure}")]
    private partial void LogFailed(string purpose, string failure);
}

/// <summary>One run of ffmpeg.</summary>
/// <param name="Purpose">What it is for, as the log says it: "make a thumbnail".</param>
/// <param name="Folder">Where it runs, so that its arguments name files without paths.</param>
/// <param name="Limit">The longest it may take.</param>
/// <param name="Arguments">Passed as they are, never through a shell.</param>
/// <param name="Feed">Writes its standard input.</param>
/// <param name="Take">Reads its standard output, to the end.</param>
internal sealed record FfmpegJob(
    string Purpose,
    string Folder,
    TimeSpan Limit,
    IReadOnlyList<string> Arguments,
    Func<Stream, CancellationToken, Task>? Feed = null,
    Func<StreamReader, Task>? Take = null)
{
    /// <summary>Whether ffprobe is run in its place, which lies beside it.</summary>
    public bool IsProbe { get; init; }
}
