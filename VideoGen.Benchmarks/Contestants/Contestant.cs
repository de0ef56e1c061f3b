using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace VideoGen.Benchmarks;

/// <summary>A running engine: a process that answers a line of JSON to a line of JSON.</summary>
/// <remarks>It ends when its input ends, so none outlives the benchmark, however that ends.</remarks>
internal sealed partial class Contestant : IAsyncDisposable
{
    private const string Mark = "#bench ";

    private readonly Process _process;
    private readonly int? _postmaster;

    private Contestant(Engine engine, Process process, int? postmaster) => (Engine, _process, _postmaster) = (engine, process, postmaster);

    public Engine Engine { get; }

    public long ResidentBytes => ProcessTable.Resident(_process.Id);

    /// <summary>Processor time so far, the database server's included.</summary>
    public TimeSpan ProcessorTime => ProcessTable.ProcessorTime(_process.Id) + (_postmaster is { } server ? ProcessTable.TreeProcessorTime(server) : TimeSpan.Zero);

    public static Contestant Start(Engine engine, ProcessStartInfo start, int? postmaster)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        return new(engine, Process.Start(start)!, postmaster);
    }

    /// <summary>Waits for the line that says the engine is open.</summary>
    public Task ReadyAsync(CancellationToken ct) => AnswerAsync(TimeSpan.FromSeconds(60), ct);

    public async Task<JsonElement> AskAsync(object command, CancellationToken ct)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command).AsMemory(), ct);
        await _process.StandardInput.FlushAsync(ct);
        return await AnswerAsync(TimeSpan.FromSeconds(180), ct);
    }

    /// <summary>Stops the process where it stands while another one is measured.</summary>
    public void Freeze() => Signal(19);

    public void Thaw() => Signal(18);

    /// <summary>Ends the process as a power cut would: kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Thaw();
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                await KillAsync();
            }
        }

        _process.Dispose();
    }

    private async Task<JsonElement> AnswerAsync(TimeSpan limit, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(limit);
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
            {
                if (!line.StartsWith(Mark, StringComparison.Ordinal)) continue;
                var answer = JsonElement.Parse(line[Mark.Length..]);
                return answer.TryGetProperty("error", out var error) ? throw new ContestantException($"{Engine.Title}: {error}") : answer;
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new ContestantException($"{Engine.Title} gave no answer in {limit.TotalSeconds:0} s.");
        }

        throw new ContestantException($"{Engine.Title} ended; its last words are above.");
    }

    private void Signal(int number)
    {
        if (!_process.HasExited && Kill(_process.Id, number) != 0) throw new ContestantException($"{Engine.Title} cannot be signalled.");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int pid, int signal);
}

/// <summary>An engine that could not do what it was asked.</summary>
internal sealed class ContestantException(string message) : Exception(message);
