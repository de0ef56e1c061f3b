using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Providers.Google;

/// <summary>Veo's wire contract: a submit names a long-running operation, which is asked for by that name. It cannot be cancelled.</summary>
internal static class VeoOperations
{
    /// <summary>Written where it is due: only some values work for some models in some regions, and the documentation does not say which.</summary>
    private const string PersonsRefused = "for personGeneration is currently not supported";

    public static string SubmitPath(string model) => $"v1beta/models/{Uri.EscapeDataString(model)}:predictLongRunning";

    /// <summary>The operation's name is its path.</summary>
    public static string Path(string operation) => $"v1beta/{string.Join('/', operation.Split('/').Select(Uri.EscapeDataString))}";

    public static object Body(ProviderRequest request, Uri? callback) => new Submit(
        [
            new(
                request.Prompt,
                ImageOf(request.Image),
                request.References.Count > 0 ? [.. request.References.Select(picture => new Reference(ImageOf(picture)!, "asset"))] : null),
        ],
        new(
            GoogleProvider.AspectOf(request),
            request.Duration,
            SampleCount: 1,
            request.PersonGeneration,
            request.NegativePrompt,
            request.Resolution,
            request.Seed),
        callback is null ? null : new([callback.AbsoluteUri]));

    /// <summary>Whether the submit was refused for its wish about persons alone, so that without it the same may be accepted.</summary>
    public static bool RefusesPersons(Answer answer) =>
        answer.Status == 400 && answer.Body.Contains(PersonsRefused, StringComparison.OrdinalIgnoreCase);

    /// <summary>The answer to a submit. Only an answer that cannot have started anything counts as a refusal.</summary>
    internal static Verdict Submitted(Answer answer, DateTimeOffset now) => answer switch
    {
        { IsSuccess: true } when (answer.Text("name") ?? answer.TextBeforeTheBreak("name")) is { Length: > 0 } name => Verdict.Accepted(name),
        { IsSuccess: true } => Verdict.Unknown("The answer to the submit names no operation.", answer.Evidence),
        _ => GoogleErrors.Refused(answer, now),
    };

    internal static Verdict Checked(Answer answer, DateTimeOffset now) => answer switch
    {
        { IsSuccess: true, Json: { } operation } => Standing(operation),
        _ => GoogleErrors.Untold(answer, now),
    };

    // While it runs there is no progress and no "done" at all.
    private static Verdict Standing(JsonElement operation) =>
        operation.Member("done").ValueKind != JsonValueKind.True ? Verdict.Pending()
        : operation.Member("error") is { ValueKind: JsonValueKind.Object } error ? Failure(error)
        : Made(operation.Member("response").Member("generateVideoResponse"));

    /// <remarks>Google charges only for a video that came about, and says so of what the filter took away as well.</remarks>
    private static Verdict Failure(JsonElement error) => GoogleErrors.Failure(
        error.Number("code"), error.Text("message") ?? "Google gave no reason.", string.Create(CultureInfo.InvariantCulture, $"gRPC {error.Number("code")}"), cost: 0);

    private static Verdict Made(JsonElement response)
    {
        var videos = response.Items("generatedSamples").Select(sample => sample.Member("video").Text("uri")).OfType<string>().ToList();
        var reasons = string.Join(' ', response.Items("raiMediaFilteredReasons"));
        return videos.Count > 0 ? Verdict.Succeeded(videos) with { Detail = reasons is "" ? null : reasons }
            : response.Items("generatedSamples").Any() ? Verdict.Failed("Google reports success, but no address of a video.", "no uri")
            // A success without samples is the filter's way of saying no.
            : Verdict.Moderated(reasons is "" ? "Google's filter kept the video back and gave no reason." : reasons, "raiMediaFiltered", cost: 0);
    }

    private static Image? ImageOf(ProviderAsset? asset) => asset is null ? null : new(asset.Bytes, asset.ContentType ?? "image/png");

    private sealed record Submit(
        [property: JsonPropertyName("instances")] IReadOnlyList<Instance> Instances,
        [property: JsonPropertyName("parameters")] Parameters Parameters,
        [property: JsonPropertyName("webhookConfig")] WebhookConfig? WebhookConfig);

    private sealed record Instance(
        [property: JsonPropertyName("prompt")] string Prompt,
        [property: JsonPropertyName("image")] Image? Image,
        [property: JsonPropertyName("referenceImages")] IReadOnlyList<Reference>? ReferenceImages);

    private sealed record Image(
        [property: JsonPropertyName("bytesBase64Encoded")] ReadOnlyMemory<byte> Bytes,
        [property: JsonPropertyName("mimeType")] string MimeType);

    private sealed record Reference(
        [property: JsonPropertyName("image")] Image Image,
        [property: JsonPropertyName("referenceType")] string ReferenceType);

    private sealed record Parameters(
        [property: JsonPropertyName("aspectRatio")] string AspectRatio,
        [property: JsonPropertyName("durationSeconds")] int? DurationSeconds,
        [property: JsonPropertyName("sampleCount")] int SampleCount,
        [property: JsonPropertyName("personGeneration")] string? PersonGeneration,
        [property: JsonPropertyName("negativePrompt")] string? NegativePrompt,
        [property: JsonPropertyName("resolution")] string? Resolution,
        [property: JsonPropertyName("seed")] long? Seed);

    private sealed record WebhookConfig([property: JsonPropertyName("uris")] IReadOnlyList<string> Uris);
}
