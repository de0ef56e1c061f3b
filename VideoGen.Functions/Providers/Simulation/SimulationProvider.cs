using System.Globalization;
using Microsoft.Extensions.Logging;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Media;

namespace VideoGen.Functions.Providers.Simulation;

/// <summary>The product's own last resort: draws a real MP4 that says what it is. Costs nothing and needs no key.</summary>
/// <remarks>
/// Keeps no state: a task's id holds all the video is made from, and the video is drawn when it is fetched. So a submit may be
/// repeated, any process may serve any task, and the same request with the same seed gives the same bytes.
/// </remarks>
public sealed partial class SimulationProvider(Ffmpeg ffmpeg, ILogger<SimulationProvider> log) : IVideoProvider
{
    /// <summary>The name in the catalog and on jobs.</summary>
    public const string ProviderName = "simulation";

    private const string Script = "caption.ass";
    private const string FontFile = "caption.otf";
    private const string Video = "video.mp4";

    private static readonly TimeSpan DrawingLimit = TimeSpan.FromMinutes(5);

    public string Name => ProviderName;

    public IReadOnlyList<KeyFingerprint> Keys { get; } = [KeyFingerprint.None];

    public Task<Verdict> SubmitAsync(ProviderRequest request, KeyFingerprint key, CancellationToken ct)
    {
        if (request.Kind == TaskKind.TextToImage) return Task.FromResult(Verdict.Invalid("Simulation makes videos only."));

        var task = SimulationTask.For(request);
        return Task.FromResult(task.Fault is { } fault ? Verdict.Invalid($"Simulation: {fault}.") : Verdict.Accepted(task.ToId(), estimate: 0));
    }

    public Task<Verdict> CheckAsync(TaskRef task, KeyFingerprint key, CancellationToken ct) =>
        Task.FromResult(SimulationTask.FromId(task.Id) is null
            ? Verdict.Gone("No simulated task has this id.")
            : Verdict.Succeeded([task.Id], cost: 0));

    public Task<Verdict> CancelAsync(TaskRef task, KeyFingerprint key, CancellationToken ct) =>
        Task.FromResult(Verdict.Canceled("Nothing was drawn yet.", cost: 0));

    public Task<ProviderCredits?> CreditsAsync(KeyFingerprint key, CancellationToken ct) => Task.FromResult<ProviderCredits?>(null);

    /// <inheritdoc/>
    /// <remarks>Starts over every time: a broken transfer from a local file is not worth going on with.</remarks>
    public async Task<ProviderOutput?> OpenOutputAsync(string output, KeyFingerprint key, long from, string? validator, CancellationToken ct)
    {
        if (SimulationTask.FromId(output) is not { } task) return null;

        var content = await DrawAsync(task, ct) ?? Resource(Video);
        return new(content, Start: 0, content.Length, "video/mp4", Validator: null);
    }

    /// <summary>Null when ffmpeg is missing, or cannot do it.</summary>
    private async Task<Stream?> DrawAsync(SimulationTask task, CancellationToken ct)
    {
        if (ffmpeg.Missing is { } missing)
        {
            LogBundled(missing);
            return null;
        }

        var work = new WorkFolder();
        try
        {
            await File.WriteAllTextAsync(work[Script], Caption.For(task.Words, task.Width, task.Height), ct);
            await using (var font = File.Create(work[FontFile])) await Resource(FontFile).CopyToAsync(font, ct);

            var failure = await ffmpeg.RunAsync(
                new("draw a simulation", work.Path, DrawingLimit, Arguments(task), (input, end) => FeedAsync(task, input, end)), ct);
            if (failure is null) return work.HandOver(Video);

            LogBundled(failure);
        }
        catch
        {
            work.Dispose();
            throw;
        }

        work.Dispose();
        return null;
    }

    private static string[] Arguments(SimulationTask task) =>
    [
        "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", $"{task.Width}x{task.Height}", "-r", task.Fps.ToString(CultureInfo.InvariantCulture),
        "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv",
        "-i", "pipe:0",
        "-vf", $"subtitles={Script}:fontsdir=.",
        "-c:v", "libx264", "-preset", "ultrafast", "-crf", "21", "-pix_fmt", "yuv420p",
        "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv",
        // A fixed number of threads, and no version or date in the file: the same bytes each time.
        "-threads", "2", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart", "-f", "mp4", Video,
    ];

    /// <summary>Draws each frame while the one before it is on its way.</summary>
    private static async Task FeedAsync(SimulationTask task, Stream input, CancellationToken ct)
    {
        var landscape = new Landscape(task.Width, task.Height, task.Words, task.Seed);
        var length = task.Width * task.Height * 3 / 2;
        var (drawn, leaving) = (new byte[length], new byte[length]);
        var sent = Task.CompletedTask;
        for (var frame = 0; frame < task.Seconds * task.Fps; frame++)
        {
            landscape.Draw(drawn, (float)frame / task.Fps);
            await sent;
            (drawn, leaving) = (leaving, drawn);
            sent = input.WriteAsync(leaving, ct).AsTask();
        }

        await sent;
    }

    private static Stream Resource(string name) =>
        typeof(SimulationProvider).Assembly.GetManifestResourceStream($"Simulation/{name}")
        ?? throw new InvalidOperationException($"The resource {name} is missing from the assembly.");

    [LoggerMessage(Level = LogLevel.Warning, Message = "The bundled video stands in for a simulation: {Reason}")]
    private partial void LogBundled(string reason);
}
