using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Options;
using VideoGen.Domain.Jobs;
using VideoGen.Domain.Media;
using VideoGen.Functions.Insight;
using VideoGen.Functions.Media;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Jobs;

/// <summary>Takes an output over into our own store, streamed and checked, and reads what it really is.</summary>
/// <remarks>
/// A second run finds the sealed file of the same task and returns its facts; a file that was not sealed is written again over the old one.
/// </remarks>
public sealed class StoreVideo(
    ProviderRegistry providers,
    VideoBlobs blobs,
    IMedia media,
    IOptions<StorageOptions> options,
    IOptions<RetentionOptions> retention,
    TimeProvider clock)
{
    [Function(nameof(StoreVideo))]
    public async Task<StoredVideo> Run([ActivityTrigger] StoreVideoInput input, CancellationToken ct)
    {
        using var span = Telemetry.Start(nameof(StoreVideo), input.JobId);
        var name = VideoBlobs.VideoName(input.User, input.JobId, input.Index);
        if (await blobs.FindSealedAsync(name, input.TaskId, ct) is { } there) return StoredVideo.Of(there, await ReadAsync(name, ct));

        if (providers.Find(input.Provider) is not { } provider) return StoredVideo.Unusable($"{input.Provider} is no longer configured.");

        await using var output = new OutputReader(
            (from, validator, token) => provider.OpenOutputAsync(input.Output, input.Key, from, validator, token), options.Value.LargestVideo);
        try
        {
            var type = await output.StartAsync(ct);
            var expiresAt = RetentionOptions.After(clock.GetUtcNow(), retention.Value.VideoDays);
            await blobs.WriteAsync(name, output, type, expiresAt, ct);
            await blobs.SealAsync(name, input.TaskId, output.Sha256, expiresAt, ct);
            return StoredVideo.Of(new(output.Position, output.Sha256, type, expiresAt), await ReadAsync(name, ct));
        }
        catch (OutputException e)
        {
            return e.IsGone ? StoredVideo.Expired(e.Message) : StoredVideo.Unusable(e.Message);
        }
    }

    private async Task<MediaReading> ReadAsync(string name, CancellationToken ct)
    {
        var file = await blobs.OpenAsync(name, ct) ?? throw new InvalidOperationException("The video vanished while it was looked at.");
        await using var content = file.Content;
        return await media.ProbeAsync(content, ct);
    }
}

public sealed record StoreVideoInput(
    string User,
    JobId JobId,
    int Index,
    string Provider,
    KeyFingerprint Key,
    string TaskId,
    string Output);

/// <summary>What came of taking an output over.</summary>
public sealed record StoredVideo(
    StoreOutcome Outcome,
    string? Detail = null,
    long SizeBytes = 0,
    string? Sha256 = null,
    string? ContentType = null,
    DateTimeOffset? ExpiresAt = null,
    MediaFacts? Facts = null,
    MediaCondition Condition = MediaCondition.Unknown)
{
    public static StoredVideo Of(StoredVideoFacts facts, MediaReading reading) => new(
        StoreOutcome.Stored, reading.Problem, facts.SizeBytes, facts.Sha256, facts.ContentType, facts.ExpiresAt, reading.Facts, reading.Condition);

    /// <summary>The video with what is known of its file; what could not be read stays as planned.</summary>
    public Video Describe(Video planned, ExtractedThumbnail thumbnail) => planned with
    {
        SizeBytes = SizeBytes,
        Sha256 = Sha256,
        ContentType = ContentType,
        ExpiresAt = ExpiresAt,
        Width = Facts?.Width ?? planned.Width,
        Height = Facts?.Height ?? planned.Height,
        DurationSeconds = Facts?.DurationSeconds ?? planned.DurationSeconds,
        Fps = Facts?.Fps,
        Codec = Facts?.Codec,
        Condition = Condition,
        Hdr = Facts?.Hdr,
        Rotation = Facts?.Rotation,
        Thumbnail = thumbnail.IsAvailable ? "available" : "unavailable",
    };

    public static StoredVideo Expired(string detail) => new(StoreOutcome.Expired, detail);

    public static StoredVideo Unusable(string detail) => new(StoreOutcome.Unusable, detail);
}

[JsonConverter(typeof(JsonStringEnumConverter<StoreOutcome>))]
public enum StoreOutcome
{
    Stored,

    /// <summary>The address serves it no longer; the task gives a fresh one.</summary>
    Expired,

    /// <summary>Too large, empty, or no video at all.</summary>
    Unusable,
}

public static class StoreVideoCall
{
    public static Task<StoredVideo> StoreVideo(this TaskOrchestrationContext context, StoreVideoInput input) =>
        context.CallActivityAsync<StoredVideo>(nameof(StoreVideo), input, Retry.Passing);
}
