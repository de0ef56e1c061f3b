using System.Diagnostics;

namespace VideoGen.Tests.Webhooks;

/// <summary>A receiver of webhooks that runs as a program of its own.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    private const string Ready = "listening on ";

    private readonly Process _process;

    private SampleProcess(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    public static async Task<SampleProcess> StartAsync(string program, string file, string secret, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program, [file]) { RedirectStandardOutput = true };
        start.Environment["WEBHOOK_SECRET"] = secret;
        start.Environment["PORT"] = "0";
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(Ready, StringComparison.Ordinal) == true) listening.TrySetResult(line.Data[Ready.Length..]);
        };
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"{file} ended as it started."));
        process.Start();
        process.BeginOutputReadLine();
        return new(process, await listening.Task.WaitAsync(TimeSpan.FromMinutes(1), ct));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
