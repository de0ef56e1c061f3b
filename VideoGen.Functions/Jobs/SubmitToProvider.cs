using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Insight;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Settings;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Jobs;

/// <summary>Submits one task with the best key there is.</summary>
/// <remarks>
/// A second run pays nothing: the intent is in the ledger before a byte leaves and the receipt after it. The second run finds the
/// receipt and returns it; or finds the intent alone, and says that nobody knows. A simulation costs nothing and needs no such guard.
/// </remarks>
public sealed partial class SubmitToProvider(
    ProviderRegistry providers, KeyPool keys, SubmitLedger ledger, VideoBlobs blobs, IOptions<PublicOptions> address, ILogger<SubmitToProvider> logger)
{
    // What travels inside a request is smaller at every provider.
    private const long LargestInMemory = 16 << 20;

    [Function(nameof(SubmitToProvider))]
    public async Task<Verdict> Run([ActivityTrigger] SubmitToProviderInput input, CancellationToken ct)
    {
        if (providers.Find(input.Provider) is not { } provider)
        {
            return Verdict.KeyRefused($"{input.Provider} is no longer configured.");
        }

        var request = await BuildAsync(input, ct);
        if (input.Provider == Models.Simulation) return await provider.SubmitAsync(request, KeyFingerprint.None, ct) with { Key = KeyFingerprint.None };

        var name = input.Attempt.ToString();
        var (key, whyNone) = await keys.PickAsync(provider, name, input.PriceUsd, input.Lost?.Key, ct);
        if (key is null)
        {
            // An earlier run may have submitted all the same, and spent the last credit.
            return await ledger.FindAsync(input.Attempt, ct) is { } earlier ? Known(earlier, provider) : whyNone!;
        }

        if (await ledger.IntendAsync(input.Attempt, provider.Name, input.Step.Model, key, input.Lost?.KnownAs, ct) is { } entry)
        {
            keys.Drop(provider, name);
            return Known(entry, provider);
        }

        // From here on a shutdown must not cut in: a request broken off may have been charged. The provider's own time limit ends it.
        var verdict = Known(
            await Telemetry.CallAsync(
                "submit", provider.Name, input.Attempt.JobId, () => provider.SubmitAsync(WithCallback(request, provider, input.Attempt), key, CancellationToken.None)),
            key,
            provider);
        LogVerdict(input.Attempt, provider.Name, input.Step.Model, key, verdict.Kind, verdict.Evidence, verdict.Detail);
        await ledger.SettleAsync(input.Attempt, verdict, CancellationToken.None);
        await keys.LearnAsync(provider, name, key, verdict, input.PriceUsd, CancellationToken.None);
        return verdict;
    }

    private static Verdict Known(LedgerEntry entry, IVideoProvider provider) =>
        Known(entry.Receipt ?? Verdict.Unknown("The submit was under way when the process ended."), entry.Key, provider);

    private static Verdict Known(Verdict verdict, KeyFingerprint key, IVideoProvider provider) =>
        verdict with { Key = key, MayBeLookedUp = provider.CanLookUp && (verdict.Kind == VerdictKind.Unknown || verdict.MayHaveStarted) };

    private ProviderRequest WithCallback(ProviderRequest request, IVideoProvider provider, Attempt attempt) =>
        provider is IReportingProvider && address.Value.Origin is { Length: > 0 } origin
            ? request with { CallbackUrl = new($"{origin}/api/webhooks/{provider.Name}?attempt={attempt}") }
            : request;

    private async Task<ProviderRequest> BuildAsync(SubmitToProviderInput input, CancellationToken ct) => new()
    {
        AttemptId = (input.Lost?.KnownAs ?? input.Attempt).ToString(),
        Kind = input.Step.Kind,
        Model = input.Step.Wire,
        Grade = input.Step.Grade,
        Prompt = input.Prompt,
        NegativePrompt = input.Step.TakesNegativePrompt ? input.NegativePrompt : null,
        Camera = input.Step.CameraParameter ? input.Camera : null,
        Audio = input.Step.Audio,
        PersonGeneration = input.Step.TakesPersonGeneration ? input.PersonGeneration : null,
        Image = input.Image is { } image && input.Step.Kind == TaskKind.ImageToVideo ? await AssetAsync(image, ct) : null,
        Video = input.Video is { } video && input.Step.Kind == TaskKind.VideoToVideo ? await AssetAsync(video, ct) : null,
        References = await Task.WhenAll(input.References.Select(reference => AssetAsync(reference, ct))),
        Resolution = input.Step.Resolution,
        Width = input.Step.Width,
        Height = input.Step.Height,
        Duration = input.Step.Duration,
        Fps = input.Fps,
        Seed = input.Step.TakesSeed ? input.Seed : null,
    };

    private async Task<ProviderAsset> AssetAsync(string place, CancellationToken ct)
    {
        if (place.StartsWith("https://", StringComparison.Ordinal) || place.StartsWith("http://", StringComparison.Ordinal)) return new(place);

        var file = await OpenAsync(place, ct);
        await using var content = file.Content;
        if (file.Length > LargestInMemory)
        {
            return new(null, ContentType: file.ContentType, File: new(file.Length, async again => (await OpenAsync(place, again)).Content));
        }

        var bytes = new byte[file.Length];
        await content.ReadExactlyAsync(bytes, ct);
        return new(null, bytes, file.ContentType);
    }

    private async Task<StoredFile> OpenAsync(string name, CancellationToken ct) =>
        await blobs.OpenAsync(name, ct) ?? throw new InvalidOperationException("The input file of the job is gone.");

    [LoggerMessage(Level = LogLevel.Information, Message = "Submit {Attempt} to {Provider} {Model} with key {Key}: {Verdict} {Evidence} {Detail}")]
    private partial void LogVerdict(Attempt attempt, string provider, string model, KeyFingerprint key, VerdictKind verdict, string? evidence, string? detail);
}

public sealed record SubmitToProviderInput(
    Attempt Attempt,
    string Provider,
    TaskStep Step,
    string Prompt,
    string? NegativePrompt,
    string? Camera,
    string? Image,
    string? Video,
    IReadOnlyList<string> References,
    string? PersonGeneration,
    long? Seed,
    int? Fps,
    decimal PriceUsd,
    LostSubmission? Lost = null);

/// <summary>A submit that was lost and is made again under its name, with its key.</summary>
/// <param name="KnownAs">The attempt whose name the provider got.</param>
/// <param name="Key">The key it was submitted with: a name is unique within an account.</param>
public sealed record LostSubmission(Attempt KnownAs, KeyFingerprint Key);

public static class SubmitToProviderCall
{
    public static Task<Verdict> SubmitToProvider(this TaskOrchestrationContext context, SubmitToProviderInput input) =>
        context.CallActivityAsync<Verdict>(nameof(SubmitToProvider), input, Retry.Passing);
}
