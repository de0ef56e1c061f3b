using System.Security.Cryptography;
using System.Text.Json;

namespace VideoGen.Cli;

/// <summary>The main job, whole: starts the service, and where no provider key is set a simulated provider, and makes one video.</summary>
internal static class Demo
{
    private const string UsualPrompt = "A drone over a futuristic city at sunset";

    // The simulated provider's clock runs faster, and it is asked as often as a provider may be: so a video takes
    // as long as somebody likes to watch.
    private const string SimulatorSpeed = "3";
    private const string ShortestPoll = "5";

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(10);

    private static readonly string[] ProviderKeys = ["RUNWAY_API_KEY", "RUNWAYML_API_SECRET"];

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken ct)
    {
        var folder = Path.GetFullPath(arguments["out"] ?? "out");
        Directory.CreateDirectory(folder);
        using var scratch = arguments["data"] is null ? new ScratchFolder() : null;

        var settings = new Dictionary<string, string>
        {
            ["EMBEDDED_URL"] = "http://127.0.0.1:0",
            ["EMBEDDED_DATA"] = scratch?.Path ?? Path.GetFullPath(arguments["data"]!),
        };
        await using var simulator = HasProviderKey() ? null : await StartSimulatorAsync(settings, ct);
        await using var service = await ServerProcess.StartAsync("VideoGen.Functions", [], settings, ct);
        using var api = new Api(service.Address);

        var job = await FollowAsync(api, await api.StartAsync(new { prompt = arguments.Text ?? UsualPrompt }, ct), ct);
        var files = await SaveAsync(api, job, folder, ct);
        Summary.Write(Console.Out, job, files);
        return job.Status == "completed" ? ExitCode.Done : ExitCode.JobFailed;
    }

    private static async Task<ServerProcess> StartSimulatorAsync(Dictionary<string, string> settings, CancellationToken ct)
    {
        var simulator = await ServerProcess.StartAsync("VideoGen.ProviderSim", ["--port", "0", "--speed", SimulatorSpeed], new Dictionary<string, string>(), ct);
        settings["RUNWAY_API_URL"] = simulator.Address.GetLeftPart(UriPartial.Authority);
        settings["RUNWAY_API_KEY"] = $"key_{RandomNumberGenerator.GetHexString(128, lowercase: true)}";
        settings["POLL_SECONDS"] = settings["POLL_FIRST_SECONDS"] = ShortestPoll;
        Console.WriteLine("No provider key is set: a simulator on this machine plays the provider.");
        return simulator;
    }

    /// <summary>Watches the job to its end; one that is given up is cancelled first, so that it costs nothing further.</summary>
    private static async Task<JobView> FollowAsync(Api api, JobView job, CancellationToken ct)
    {
        var progress = ProgressLine.OnConsole();
        try
        {
            return await WatchAsync(api, job, progress, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            using var limit = new CancellationTokenSource(CancelLimit);
            await WatchAsync(api, await api.CancelAsync(job.Id, limit.Token), progress, limit.Token);
            throw;
        }
        finally
        {
            progress.End();
        }
    }

    private static async Task<JobView> WatchAsync(Api api, JobView job, ProgressLine progress, CancellationToken ct)
    {
        for (progress.Show(job); !job.IsOver; progress.Show(job))
        {
            await Task.Delay(LookInterval, ct);
            job = await api.ShowAsync(job.Id, ct);
        }

        return job;
    }

    private static async Task<IReadOnlyList<string>> SaveAsync(Api api, JobView job, string folder, CancellationToken ct)
    {
        var files = new List<string>();
        foreach (var video in job.Videos ?? [])
        {
            var name = Path.Combine(folder, video.Index == 0 ? job.Id : $"{job.Id}-{video.Index}");
            if (video.ContentUrl is { } content) await SaveAsync(content, $"{name}.mp4");
            if (video.ThumbnailUrl is { } thumbnail) await SaveAsync(thumbnail, $"{name}.jpg");
        }

        return files;

        async Task SaveAsync(string url, string path)
        {
            await api.SaveAsync(url, path, ct);
            files.Add(path);
        }
    }

    /// <summary>As the service itself will find it: in the environment, or in local.settings.json.</summary>
    private static bool HasProviderKey()
    {
        if (ProviderKeys.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 })) return true;

        var path = Path.Combine(AppContext.BaseDirectory, "..", "..", "VideoGen.Functions", new DirectoryInfo(AppContext.BaseDirectory).Name, "local.settings.json");
        if (!File.Exists(path)) return false;

        using var settings = JsonDocument.Parse(File.ReadAllText(path), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return settings.RootElement.TryGetProperty("Values", out var values)
            && ProviderKeys.Any(name => values.TryGetProperty(name, out var key) && key.GetString() is { Length: > 0 });
    }
}
