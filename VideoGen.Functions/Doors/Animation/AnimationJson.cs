using System.Text.Json;
using VideoGen.Domain;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Settings;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Doors.Animation;

/// <summary>The JSON of the animation service: camelCase, with <c>success</c> in every answer. What a client sends beyond the fields known here is passed over.</summary>
public static class AnimationJson
{
    public const string Provider = "runway";

    private const string Model = "gen4_turbo";
    private const int Seconds = 10;
    private const string Simulated = "Simulation mode (";

    private static readonly Dictionary<string, string> Orientations = new() { ["landscape"] = "landscape", ["portrait"] = "portrait" };

    private static readonly Dictionary<string, string> Names = new() { ["format"] = "orientation" };

    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Encoder = StoreJson.Options.Encoder };

    /// <summary>Made by Runway alone: when it cannot, the simulation stands in at once, and no other provider is charged.</summary>
    public static JobRequest ReadStart(JsonFields fields)
    {
        var request = new JobRequest
        {
            Prompt = fields.Text("prompt"),
            Style = fields.Text("style"),
            Theme = fields.Text("theme"),
            Format = fields.Text("orientation") is { } orientation ? Orientations.GetValueOrDefault(orientation) ?? throw UnknownOrientation() : "landscape",
            Duration = Seconds,
            Provider = Provider,
            Model = Model,
        };
        fields.EndLeniently();
        return request;
    }

    /// <summary>One like all others, to be asked the price of.</summary>
    public static JobRequest Sample() => new() { Prompt = "An animation", Format = "landscape", Duration = Seconds, Provider = Provider, Model = Model };

    public static object WriteProblem(ProblemException problem) => PlainProblem.Of(DoorProblems.InWordsOf(problem, Names));

    public static string StatusOf(Job job) => job.Status switch
    {
        JobStatus.Completed => "completed",
        JobStatus.Failed or JobStatus.Canceled => "failed",
        JobStatus.Queued => "pending",
        _ => "processing",
    };

    public static string MessageOf(Job job) => job switch
    {
        { Status: not JobStatus.Completed } or { Mode: Mode.Simulation } => job.Message,
        { Model: Model } => "Animation generated with Runway Gen-4",
        _ => $"Animation generated with Runway {job.Model}",
    };

    // "Cartoon animation, animals: cute animals playing in forest (simulation - insufficient credits)"
    public static string DescriptionOf(Job job)
    {
        var style = Styles.Find(job.Request.Style)?.DisplayName is { } name ? $"{name} animation" : "Animation";
        var theme = Themes.Find(job.Request.Theme)?.DisplayName is { } world ? $", {world.ToLowerInvariant()}" : "";
        return $"{style}{theme}: {job.Request.Prompt}{(WhySimulated(job) is { } why ? $" (simulation - {why})" : "")}";
    }

    private static string? WhySimulated(Job job) =>
        job.Mode == Mode.Simulation && job.Message.StartsWith(Simulated, StringComparison.Ordinal) && job.Message.IndexOf(')') is var end and > 0
            ? job.Message[Simulated.Length..end]
            : null;

    private static ProblemException UnknownOrientation() => Errors.InvalidRequest("orientation", $"must be {string.Join(" or ", Orientations.Keys)}.");
}

/// <summary>An animation, as it is.</summary>
public sealed record AnimationAnswer(
    bool Success,
    JobId Id,
    string Status,
    int Progress,
    string Message,
    string Description,
    string? Mode,
    string? VideoUrl,
    string? ThumbnailUrl,
    string? Prompt,
    string? Style,
    string? Theme,
    string? Orientation,
    int? Width,
    int? Height,
    int? Duration,
    string? Error,
    string? Code,
    DateTimeOffset CreatedAt,
    DateTimeOffset? CompletedAt)
{
    public static AnimationAnswer Of(Job job, string origin, JobError? error = null)
    {
        var video = job.Status == JobStatus.Completed ? job.Videos.FirstOrDefault(made => made.IsStored) : null;
        var wrong = error ?? job.Error;
        return new(
            wrong is null && job.Status is not (JobStatus.Failed or JobStatus.Canceled),
            job.Id,
            AnimationJson.StatusOf(job),
            job.Progress,
            AnimationJson.MessageOf(job),
            AnimationJson.DescriptionOf(job),
            job.Mode?.ToString().ToLowerInvariant(),
            video?.ContentUrl(job.Id, origin),
            video?.ThumbnailUrl(job.Id, origin),
            job.Request.Prompt,
            job.Request.Style,
            job.Request.Theme,
            job.Request.Format,
            video?.Width ?? job.Request.Width,
            video?.Height ?? job.Request.Height,
            job.Request.Duration,
            wrong?.Message ?? (job.Status == JobStatus.Canceled ? job.Message : null),
            wrong?.Code,
            job.CreatedAt,
            job.CompletedAt);
    }
}

/// <summary>The balance, and whether the next animation would be a real one.</summary>
public sealed record CreditsAnswer(bool Success, decimal? Credits, string? Unit, decimal? BalanceUsd, decimal RequiredUsd, bool CanGenerate, string Mode, string Message)
{
    public static CreditsAnswer Of(ProviderBalance left, decimal priceUsd)
    {
        var can = left.CanPay(priceUsd);
        return new(
            true, left.Balance, left.Unit, left.BalanceUsd, priceUsd, can, can ? "live" : "simulation",
            can ? "Real generation is possible"
                : !left.Configured ? "Simulation mode (runway is not configured)"
                : left.Balance is null ? "Simulation mode (the balance is not known)"
                : "Simulation mode (insufficient credits)");
    }
}
