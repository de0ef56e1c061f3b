using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Providers.Google;

/// <summary>Omni's wire contract: a task is an interaction in the background, which can be cancelled.</summary>
/// <remarks>
/// Not confirmed by anything Google documents: that these models take <c>background</c>, and the form of <c>duration</c>. The video lies in a
/// step of the interaction; the official client brings it to the top as <c>output_video</c>, and both places are looked at.
/// </remarks>
internal static class OmniInteractions
{
    public const string SubmitPath = "v1beta/interactions";

    public static string Path(string interaction) => $"v1beta/interactions/{Uri.EscapeDataString(interaction)}";

    public static string CancelPath(string interaction) => $"{Path(interaction)}/cancel";

    public static object Body(ProviderRequest request, Uri? callback)
    {
        IReadOnlyList<ProviderAsset> pictures = request.Image is { } first ? [first, .. request.References] : request.References;
        return new Submit(
            request.Model,
            Background: true,
            Store: true,
            [Input.Text(request.Prompt), .. pictures.Select(picture => Input.Image(picture.Bytes, picture.ContentType ?? "image/png"))],
            new(
                "video",
                GoogleProvider.AspectOf(request),
                request.Resolution,
                request.Duration is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds}s") : null,
                // Inline, a video would come along with every look.
                "uri"),
            new(new(request.References.Count > 0 ? "reference_to_video" : request.Image is not null ? "image_to_video" : "text_to_video")),
            callback is null ? null : new([callback.AbsoluteUri]));
    }

    /// <summary>The answer to a submit. Only an answer that cannot have started anything counts as a refusal.</summary>
    internal static Verdict Submitted(Answer answer, DateTimeOffset now) => answer switch
    {
        { IsSuccess: true } when (answer.Text("id") ?? answer.TextBeforeTheBreak("id")) is { Length: > 0 } id => Verdict.Accepted(id),
        { IsSuccess: true } => Verdict.Unknown("The answer to the submit names no interaction.", answer.Evidence),
        _ => GoogleErrors.Refused(answer, now),
    };

    internal static Verdict Checked(Answer answer, DateTimeOffset now) => answer switch
    {
        { IsSuccess: true, Json: { } interaction } when answer.Text("status") is { } status => Standing(status, interaction),
        _ => GoogleErrors.Untold(answer, now),
    };

    internal static Verdict Canceled(Answer answer, DateTimeOffset now)
    {
        // Also while it is being ended: a look tells.
        if (answer.IsSuccess) return answer.Text("status") == "cancelled" ? Verdict.Canceled("Google ended the interaction.") : Verdict.Pending(detail: "Google was asked to end it.");

        var untold = GoogleErrors.Untold(answer, now);
        return untold.Kind == VerdictKind.Gone ? Verdict.Canceled("Google no longer knows the interaction.")
            : answer is { Status: 400 or 409, Json: not null } && untold.Kind == VerdictKind.Outage ? Verdict.Pending(detail: "Google could not cancel the interaction any more.")
            : untold;
    }

    /// <summary>The video of an interaction that carries it inline; null when it carries none.</summary>
    internal static byte[]? InlineVideo(Answer answer) =>
        Video(answer.Json ?? default).Member("data") is { ValueKind: JsonValueKind.String } data && data.TryGetBytesFromBase64(out var bytes) ? bytes : null;

    private static Verdict Standing(string status, JsonElement interaction) => status switch
    {
        "queued" or "in_progress" => Verdict.Pending(),
        "completed" => Made(interaction),
        "cancelled" => Verdict.Canceled("The interaction was cancelled at Google."),
        "failed" => Failure(interaction, status),
        "budget_exceeded" => Verdict.CreditsExhausted(Words(interaction) ?? "Google says that a budget is used up.", status),
        // They ask for something that a video has no answer to.
        "incomplete" or "requires_action" or "requires_continuation" => Failure(interaction, status) with { MayWorkAgain = false },
        // A state of tomorrow: the task is there, so wait on.
        _ => Verdict.Pending(detail: $"Google's status {status} is not known here."),
    };

    private static Verdict Made(JsonElement interaction)
    {
        var video = Video(interaction);
        return video.Text("uri") is { } uri ? Verdict.Succeeded([uri])
            : video.Text("data") is { Length: > 0 } && interaction.Text("id") is { } id ? Verdict.Succeeded([Path(id)])
            : Errors(interaction).Any() ? Failure(interaction, "completed without a video") with { MayWorkAgain = false }
            // As with Veo: a success without a result is the filter's way of saying no, at best in words.
            : Verdict.Moderated(Contents(interaction, "text").Text("text") ?? "Google made no video and gave no reason.", "completed without a video");
    }

    /// <remarks>Google does not say whether such an end is charged, so the verdict tells no cost.</remarks>
    private static Verdict Failure(JsonElement interaction, string evidence) =>
        GoogleErrors.Failure(Code(interaction), Words(interaction) ?? "Google gave no reason.", evidence, cost: null);

    private static JsonElement Video(JsonElement interaction) =>
        interaction.Member("output_video") is { ValueKind: JsonValueKind.Object } video ? video : Contents(interaction, "video");

    /// <summary>The last of this type that the model put out.</summary>
    private static JsonElement Contents(JsonElement interaction, string type) =>
        Outputs(interaction).SelectMany(step => step.Items("content")).LastOrDefault(content => content.Text("type") == type);

    private static string? Words(JsonElement interaction) => Errors(interaction).Select(error => error.Text("message")).OfType<string>().FirstOrDefault();

    private static int? Code(JsonElement interaction) => Errors(interaction).Select(error =>
        error.Text("code")?.Contains("invalid", StringComparison.OrdinalIgnoreCase) == true ? GoogleErrors.InvalidArgument : error.Number("code")).FirstOrDefault();

    private static IEnumerable<JsonElement> Errors(JsonElement interaction) =>
        [.. interaction.Items("errors"), .. Outputs(interaction).Select(step => step.Member("error")).Where(error => error.ValueKind == JsonValueKind.Object)];

    private static IEnumerable<JsonElement> Outputs(JsonElement interaction) => interaction.Items("steps").Where(step => step.Text("type") == "model_output");

    private sealed record Submit(
        [property: JsonPropertyName("model")] string Model,
        [property: JsonPropertyName("background")] bool Background,
        [property: JsonPropertyName("store")] bool Store,
        [property: JsonPropertyName("input")] IReadOnlyList<Input> Inputs,
        [property: JsonPropertyName("response_format")] ResponseFormat ResponseFormat,
        [property: JsonPropertyName("generation_config")] GenerationConfig GenerationConfig,
        [property: JsonPropertyName("webhook_config")] WebhookConfig? WebhookConfig);

    private sealed record Input(
        [property: JsonPropertyName("type")] string Type,
        [property: JsonPropertyName("text")] string? Words,
        [property: JsonPropertyName("data")] ReadOnlyMemory<byte>? Data,
        [property: JsonPropertyName("mime_type")] string? MimeType)
    {
        public static Input Text(string words) => new("text", words, null, null);

        public static Input Image(ReadOnlyMemory<byte> bytes, string type) => new("image", null, bytes, type);
    }

    private sealed record ResponseFormat(
        [property: JsonPropertyName("type")] string Type,
        [property: JsonPropertyName("aspect_ratio")] string AspectRatio,
        [property: JsonPropertyName("resolution")] string? Resolution,
        [property: JsonPropertyName("duration")] string? Duration,
        [property: JsonPropertyName("delivery")] string Delivery);

    private sealed record GenerationConfig([property: JsonPropertyName("video_config")] VideoConfig VideoConfig);

    private sealed record VideoConfig([property: JsonPropertyName("task")] string Task);

    private sealed record WebhookConfig([property: JsonPropertyName("uris")] IReadOnlyList<string> Uris);
}
