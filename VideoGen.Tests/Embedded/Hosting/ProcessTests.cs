using System.Diagnostics;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Embedded.Hosting;

/// <summary>What a person at a terminal sees of the app as a process.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task A_failed_start_is_one_line_on_standard_error_and_exit_code_1()
    {
        using var folder = new TempFolder();

        var (exitCode, output, error) = await RunAsync(folder, "ftp://here");

        Assert.Equal(1, exitCode);
        Assert.Equal("", output);
        Assert.Equal("EMBEDDED_URL must be like http://127.0.0.1:7071, not 'ftp://here'.\n", error);
    }

    [Fact]
    public async Task A_second_process_on_one_data_folder_is_refused_in_one_line()
    {
        using var folder = new TempFolder();
        using var first = Start(folder, "http://127.0.0.1:0");
        await first.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        var (exitCode, output, error) = await RunAsync(folder, "http://127.0.0.1:0");
        first.Kill();

        Assert.Equal(1, exitCode);
        Assert.Equal("", output);
        Assert.Equal($"The data folder {folder["data"]} is in use by another process.\n", error);
    }

    [Fact]
    public async Task A_start_prints_one_line_and_a_termination_signal_ends_it_in_good_order()
    {
        using var folder = new TempFolder();
        using var app = Start(folder, "http://127.0.0.1:0");
        var first = await app.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        using var kill = Process.Start("kill", ["-TERM", $"{app.Id}"]);
        await app.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Matches(@"^listening on http://127\.0\.0\.1:\d+$", first);
        Assert.Equal("", await app.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, app.ExitCode);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(TempFolder folder, string url)
    {
        using var app = Start(folder, url);
        var output = app.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = app.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await app.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (app.ExitCode, await output, await error);
    }

    private static Process Start(TempFolder folder, string url) => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "VideoGen.Functions.dll")])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["EMBEDDED_URL"] = url, ["EMBEDDED_DATA"] = folder["data"] },
    })!;
}
