using System.Diagnostics;
using System.Text.Json.Nodes;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Sdk;

/// <summary>Runs the client code of one of the systems that are served here, in Node.js, against the app. While a program sleeps, the app's time passes.</summary>
internal static class ClientProgram
{
    private static readonly string _folder = Repository.File("VideoGen.Tests", "Sdk");

    /// <returns>What the program reports, and the seconds it slept each time.</returns>
    public static async Task<(JsonNode Result, IReadOnlyList<double> Sleeps)> RunAsync(TestApp app, string script, params string[] arguments)
    {
        var ct = TestContext.Current.CancellationToken;
        await OfficialClient.PrepareAsync(ct);
        var start = new ProcessStartInfo("node", [script, app.Http.BaseAddress!.ToString().TrimEnd('/'), .. arguments])
        {
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CLOCK"] = "stdin";
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(ct);
            var sleeps = new List<double>();
            while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
            {
                var said = JsonNode.Parse(line)!;
                if (said["result"] is { } result) return (result, sleeps);

                Assert.True(sleeps.Count < 200, "The client sleeps and sleeps, and nothing comes of it.");
                var time = TimeSpan.FromMilliseconds((double)said["sleep"]!);
                sleeps.Add(time.TotalSeconds);
                await app.PassAsync(time);
                await process.StandardInput.WriteLineAsync();
                await process.StandardInput.FlushAsync(ct);
            }

            throw new InvalidOperationException($"{script} ended without a result: {await errors}");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
