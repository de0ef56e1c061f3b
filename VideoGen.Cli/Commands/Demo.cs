using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using VideoGen.Cli.Local;
using VideoGen.Cli.Screen;
using VideoGen.Cli.Service;

namespace VideoGen.Cli.Commands;

/// <summary>The main job, whole: starts the service, and where no provider key is set a simulated provider, and makes one video.</summary>
internal sealed class Demo : Command
{
    private const string UsualPrompt = "A drone over a futuristic city at sunset";

    // The simulated provider's clock runs faster, and it is asked as often as a provider may be: so a video takes
    // as long as somebody likes to watch.
    private const string SimulatorSpeed = "3";
    private const string ShortestPoll = "5";

    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(10);

    private static readonly string[] ProviderKeys = ["RUNWAY_API_KEY", "RUNWAYML_API_SECRET"];

    private readonly Argument<string> _prompt = new("prompt") { Description = "What is to be seen.", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => UsualPrompt };
    private readonly Option<string> _out = new("--out") { Description = "Where the MP4 and the JPEG go.", HelpName = "DIR", DefaultValueFactory = _ => "out" };
    private readonly Option<string> _data = new("--data") { Description = "Keeps what the service stores; else it is gone afterwards.", HelpName = "DIR" };
    private readonly Terminal _terminal;

    public Demo(Terminal terminal)
        : base("demo", "Makes one video, start to end, with a service of its own; without a provider's key a simulator plays the provider.")
    {
        _terminal = terminal;
        Add(_prompt);
        Add(_out);
        Add(_data);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        var folder = Destination.Folder(Path.GetFullPath(parsed.GetRequiredValue(_out)));
        using var scratch = parsed.GetValue(_data) is null ? new ScratchFolder() : null;

        var settings = new Dictionary<string, string>
        {
            ["EMBEDDED_URL"] = "http://127.0.0.1:0",
            ["EMBEDDED_DATA"] = scratch?.Path ?? Path.GetFullPath(parsed.GetRequiredValue(_data)),
        };
        await using var simulator = HasProviderKey() ? null : await StartSimulatorAsync(settings, ct);
        await using var service = await ServerProcess.StartAsync("VideoGen.Functions", [], settings, ct);
        using var api = new Api(service.Address);

        var started = await api.StartAsync(new() { ["prompt"] = parsed.GetRequiredValue(_prompt) }, ct, ct);
        var job = await FollowAsync(api, started.Value.Id, ct);
        var files = await SaveAsync(api, job, folder, ct);
        Summary.Write(_terminal.Output, job, files);
        return ExitCode.Of(job.Status);
    }

    private async Task<ServerProcess> StartSimulatorAsync(Dictionary<string, string> settings, CancellationToken ct)
    {
        var simulator = await ServerProcess.StartAsync("VideoGen.ProviderSim", ["--port", "0", "--speed", SimulatorSpeed], new Dictionary<string, string>(), ct);
        settings["RUNWAY_API_URL"] = simulator.Address.GetLeftPart(UriPartial.Authority);
        settings["RUNWAY_API_KEY"] = $"key_{RandomNumberGenerator.GetHexString(128, lowercase: true)}";
        settings["POLL_SECONDS"] = settings["POLL_FIRST_SECONDS"] = ShortestPoll;
        _terminal.Output.WriteLine("No provider key is set: a simulator on this machine plays the provider.");
        return simulator;
    }

    /// <summary>Watches the job to its end; one that is given up is cancelled first, so that it costs nothing further.</summary>
    private async Task<JobView> FollowAsync(Api api, string id, CancellationToken ct)
    {
        try
        {
            return (await new JobWatch(api, _terminal).FollowAsync(id, ct)).Value;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            using var limit = new CancellationTokenSource(CancelLimit);
            await api.CancelAsync(id, limit.Token);
            await new JobWatch(api, _terminal).FollowAsync(id, limit.Token);
            throw;
        }
    }

    private async Task<IReadOnlyList<string>> SaveAsync(Api api, JobView job, Destination folder, CancellationToken ct)
    {
        using var progress = _terminal.NewProgress();
        var download = new Download(api, progress);
        var files = new List<string>();
        foreach (var video in job.Videos ?? [])
        {
            if (video.ContentUrl is not null) await SaveAsync(RemoteFile.Content(job, video), folder.PathOf(job, video, ".mp4"));
            if (video.ThumbnailUrl is not null) await SaveAsync(RemoteFile.Thumbnail(job, video), folder.PathOf(job, video, ".jpg"));
        }

        return files;

        async Task SaveAsync(RemoteFile file, string path)
        {
            await download.SaveAsync(file, path, ct);
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
