using System.Diagnostics;
using System.Text.Json.Nodes;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Sdk;

/// <summary>Runs the providers' own clients, in Node.js, against a server of ours.</summary>
internal static class OfficialClient
{
    private static readonly string _folder = Repository.File("VideoGen.Tests", "Sdk");
    private static readonly Lazy<Task> _prepared = new(() => RunAsync(Path.Combine(_folder, "prepare"), [], CancellationToken.None));

    public static Task<JsonNode> RunwayAsync(string scenario, Uri address, string key, CancellationToken ct) =>
        DriveAsync("runway.mjs", [scenario, address.ToString(), key], ct);

    public static Task<JsonNode> GoogleAsync(string scenario, Uri address, string key, CancellationToken ct) =>
        DriveAsync("google.mjs", [scenario, address.ToString(), key], ct);

    public static Task<JsonNode> FalAsync(string scenario, Uri address, string key, CancellationToken ct) =>
        DriveAsync("fal.mjs", [scenario, address.ToString(), key], ct);

    public static Task<JsonNode> OpenAiAsync(string scenario, Uri address, string key, string? body, CancellationToken ct) =>
        DriveAsync("openai.mjs", [scenario, address.ToString(), key, body ?? ""], ct);

    /// <summary>Brings Node.js, Python and the clients, once.</summary>
    public static Task PrepareAsync(CancellationToken ct) => _prepared.Value.WaitAsync(ct);

    private static async Task<JsonNode> DriveAsync(string script, string[] arguments, CancellationToken ct)
    {
        await PrepareAsync(ct);
        return JsonNode.Parse(await RunAsync("node", [script, .. arguments], ct))!;
    }

    private static async Task<string> RunAsync(string program, string[] arguments, CancellationToken ct)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await errors}");
        return await output;
    }
}
