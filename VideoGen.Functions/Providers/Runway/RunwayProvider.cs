using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Providers.Runway;

/// <summary>Runway's developer API: one POST a task, one GET a look, no callbacks, no idempotency keys.</summary>
public sealed partial class RunwayProvider(IHttpClientFactory clients, IOptions<RunwayOptions> options, TimeProvider clock, ILogger<RunwayProvider> logger)
    : IVideoProvider
{
    internal const string ProviderName = "runway";

    private const string Version = "2024-11-06";
    private const decimal UsdPerCredit = 0.01m;

    /// <summary>Of the whole data URI; what is larger is uploaded first.</summary>
    private const int LargestDataUri = 5 << 20;

    private const int MostReferences = 3;

    /// <summary>Its requests have another form than those of its successor.</summary>
    private const string OldAleph = "gen4_aleph";

    private static readonly string[] _aspects = ["16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "21:9"];

    private static readonly JsonSerializerOptions _json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly ProviderKeys _keys = ProviderKeys.Parse(options.Value.Keys);
    private readonly Uri _address = options.Value.Address;
    private readonly ProviderHttp _http = new(clients, ProviderName, options.Value.Timeout, clock);

    public string Name => ProviderName;

    public IReadOnlyList<KeyFingerprint> Keys => _keys.Fingerprints;

    public async Task<Verdict> SubmitAsync(ProviderRequest request, KeyFingerprint key, CancellationToken ct)
    {
        var (asset, trouble) = await AssetUriAsync(request.Video ?? request.Image, key, ct);
        var references = new List<string>();
        foreach (var reference in request.References.Take(MostReferences))
        {
            (var uri, trouble) = trouble is null ? await AssetUriAsync(reference, key, ct) : (null, trouble);
            references.Add(uri ?? "");
        }

        var body = trouble is null ? Body(request, asset, references) : null;
        return (trouble ?? Submitted(await CallAsync(_http.SubmitAsync, HttpMethod.Post, PathOf(request.Kind), key, body, ct))) with { Key = key };
    }

    public async Task<Verdict> CheckAsync(TaskRef task, KeyFingerprint key, CancellationToken ct) =>
        Checked(await CallAsync(_http.CallAsync, HttpMethod.Get, TaskPath(task.Id), key, null, ct)) with { Key = key };

    public async Task<Verdict> CancelAsync(TaskRef task, KeyFingerprint key, CancellationToken ct) =>
        Canceled(await CallPatientlyAsync(HttpMethod.Delete, TaskPath(task.Id), key, null, ct)) with { Key = key };

    public async Task<ProviderCredits?> CreditsAsync(KeyFingerprint key, CancellationToken ct)
    {
        var answer = await CallPatientlyAsync(HttpMethod.Get, "v1/organization", key, null, ct);
        var balance = answer.IsSuccess ? answer.Number("creditBalance") : null;
        return new ProviderCredits(balance, "credits", UsdPerCredit, balance is null ? Untold(answer) with { Key = key } : null);
    }

    public Task<ProviderOutput?> OpenOutputAsync(string output, KeyFingerprint key, long from, string? validator, CancellationToken ct) =>
        HttpOutput.OpenAsync(_http.Media, output, from, validator, ct);

    /// <summary>The answer to a submit. Only an answer that cannot have started anything counts as a refusal.</summary>
    internal static Verdict Submitted(Answer answer) => answer switch
    {
        { IsSuccess: true } when (answer.Text("id") ?? answer.TextBeforeTheBreak("id")) is { Length: > 0 } id => Verdict.Accepted(id, Usd(answer.Number("estimatedCost", "credits"))),
        { IsSuccess: true } => Verdict.Unknown("The answer to the submit names no task.", answer.Evidence),
        { Status: null, BodyLeft: false } => Verdict.Outage(Words(answer), answer.Evidence),
        { Status: null } => Verdict.Unknown(Words(answer), answer.Evidence),
        _ => Classify(answer),
    };

    internal static Verdict Checked(Answer answer) => answer switch
    {
        { IsSuccess: true, Json: not null } when answer.Text("status") is { } status => Standing(status, answer),
        { Status: 404, Json: not null } => Verdict.Gone(Words(answer), answer.Evidence),
        _ => Untold(answer),
    };

    internal static Verdict Canceled(Answer answer) => answer switch
    {
        { IsSuccess: true } => Verdict.Canceled("Runway ended the task."),
        { Status: 404, Json: not null } => Verdict.Canceled("Runway no longer knows the task."),
        _ => Untold(answer),
    };

    /// <summary>The meaning of a refused submit: money first, as it looks like a fault of the request.</summary>
    private static Verdict Classify(Answer answer)
    {
        var (words, evidence) = (Words(answer), answer.Evidence);
        return answer.Status switch
        {
            400 or 402 when Says(answer, "not have enough credits") => Verdict.CreditsExhausted(words, evidence),
            400 when HasIssue(answer, "model", "No matching discriminator") => Verdict.Retired(words, evidence),
            401 => Verdict.KeyRefused(words, evidence),
            403 => Verdict.Forbidden(words, evidence),
            429 => Verdict.Throttled(words, answer.RetryAfterSeconds, evidence),
            // Load was shed before the request was taken on. 502 and 504 come from in between, and tell nothing.
            503 => Verdict.Overloaded(words, evidence, answer.RetryAfterSeconds),
            >= 500 => Verdict.Unknown(words, evidence),
            // Not this API at all: a wrong address, or a service moved.
            < 400 or 404 or 405 or 408 => Verdict.Outage(words, evidence, answer.RetryAfterSeconds),
            _ => Verdict.Invalid(words, evidence),
        };
    }

    private static Verdict Standing(string status, Answer task) => status switch
    {
        "PENDING" => Verdict.Pending(),
        "THROTTLED" => Verdict.Pending(heldBack: true),
        "RUNNING" => Verdict.Pending((double?)task.Number("progress")),
        "SUCCEEDED" when Outputs(task) is { Count: > 0 } outputs => Verdict.Succeeded(outputs, Cost(task)),
        "SUCCEEDED" => Verdict.Failed("Runway reports success, but no output.", status, Cost(task), mayWorkAgain: true),
        "FAILED" => Failure(task.Text("failureCode"), task.Text("failure") ?? "Runway gave no reason.", Cost(task)),
        "CANCELLED" => Verdict.Canceled("The task was cancelled at Runway.", Cost(task)),
        // A state of tomorrow: the task is there, so wait on.
        _ => Verdict.Pending(detail: $"Runway's status {status} is not known here."),
    };

    private static Verdict Failure(string? code, string words, decimal? cost) => code?.Split('.') switch
    {
        ["SAFETY", ..] or ["INPUT_PREPROCESSING", "SAFETY", ..] => Verdict.Moderated(words, code, cost),
        ["ASSET", ..] or ["THIRD_PARTY", "INPUT_VALIDATION"] => Verdict.Invalid(words, code, cost),
        null or ["INTERNAL", ..] or ["INPUT_PREPROCESSING", "INTERNAL"] or ["THIRD_PARTY", "UNAVAILABLE"] => Verdict.Failed(words, code, cost, mayWorkAgain: true),
        _ => Verdict.Failed(words, code, cost),
    };

    /// <summary>The call told nothing about what it asked for.</summary>
    private static Verdict Untold(Answer answer) => answer.Status switch
    {
        401 or 403 => Verdict.KeyRefused(Words(answer), answer.Evidence),
        429 => Verdict.Throttled(Words(answer), answer.RetryAfterSeconds, answer.Evidence),
        _ => Verdict.Outage(Words(answer), answer.Evidence, answer.RetryAfterSeconds),
    };

    private static List<string> Outputs(Answer task) =>
        task.Json!.Value.TryGetProperty("output", out var output) && output.ValueKind == JsonValueKind.Array
            ? [.. output.EnumerateArray().Where(url => url.ValueKind == JsonValueKind.String).Select(url => url.GetString()!)]
            : [];

    private static decimal? Cost(Answer task) => Usd(task.Number("cost", "credits"));

    private static decimal? Usd(decimal? credits) => credits * UsdPerCredit;

    private static bool Says(Answer answer, string text) => answer.Text("error")?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

    private static bool HasIssue(Answer answer, string field, string note) => Issues(answer).Any(issue =>
        issue.TryGetProperty("path", out var path) && path.ValueKind == JsonValueKind.Array && path.EnumerateArray().FirstOrDefault().ToString() == field
        && issue.TryGetProperty("note", out var said) && said.ToString() == note);

    private static IEnumerable<JsonElement> Issues(Answer answer) =>
        answer.Json?.TryGetProperty("issues", out var issues) == true && issues.ValueKind == JsonValueKind.Array
            ? issues.EnumerateArray().Where(issue => issue.ValueKind == JsonValueKind.Object)
            : [];

    private static string Words(Answer answer)
    {
        var issues = string.Join("; ", Issues(answer).Select(issue =>
            $"{(issue.TryGetProperty("path", out var path) ? path.ToString() : "")} {(issue.TryGetProperty("message", out var message) ? message.ToString() : "")}"));
        var error = answer.Text("error") ?? answer.Trouble ?? "Runway's answer is not one of its own.";
        return issues is "" ? error : $"{error}: {issues}";
    }

    private static string TaskPath(string taskId) => $"v1/tasks/{Uri.EscapeDataString(taskId)}";

    private static string PathOf(TaskKind kind) => kind switch
    {
        TaskKind.TextToImage => "v1/text_to_image",
        TaskKind.TextToVideo => "v1/text_to_video",
        TaskKind.ImageToVideo => "v1/image_to_video",
        _ => "v1/video_to_video",
    };

    private static object Body(ProviderRequest request, string? asset, IReadOnlyList<string> references)
    {
        var ratio = string.Create(CultureInfo.InvariantCulture, $"{request.Width}:{request.Height}");
        return request.Kind switch
        {
            TaskKind.TextToImage => new TextToImage(request.Model, request.Prompt, ratio, request.Seed, ReferencesOf(asset is null ? references : [asset, .. references])),
            TaskKind.TextToVideo => new TextToVideo(request.Model, request.Prompt, ratio, request.Duration, request.Audio, request.NegativePrompt, request.Seed),
            TaskKind.ImageToVideo => new ImageToVideo(request.Model, asset, request.Prompt, ratio, request.Duration, request.Audio, request.NegativePrompt, request.Seed),
            _ when request.Model == OldAleph => new OldVideoToVideo(request.Model, asset, request.Prompt, request.Seed, ReferencesOf(references, type: "image")),
            _ => new VideoToVideo(request.Model, asset, request.Prompt, AspectOf(request.Width, request.Height), request.Seed),
        };
    }

    private static List<Reference>? ReferencesOf(IReadOnlyList<string> uris, string? type = null) =>
        uris.Count == 0 ? null : [.. uris.Take(MostReferences).Select(uri => new Reference(uri, type))];

    // Left out, the shape of the input stays.
    private static string? AspectOf(int width, int height)
    {
        var (a, b) = (width, height);
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        var aspect = string.Create(CultureInfo.InvariantCulture, $"{width / a}:{height / a}");
        return aspect == "7:3" ? "21:9" : _aspects.Contains(aspect) ? aspect : null;
    }

    private async Task<(string? Uri, Verdict? Trouble)> AssetUriAsync(ProviderAsset? asset, KeyFingerprint key, CancellationToken ct)
    {
        if (asset is null or { Url: not null })
        {
            return (asset?.Url, null);
        }

        var type = asset.ContentType ?? "image/png";
        var head = $"data:{type};base64,";
        return asset.File is null && head.Length + ((asset.Bytes.Length + 2) / 3 * 4) <= LargestDataUri
            ? (head + Convert.ToBase64String(asset.Bytes.Span), null)
            : await UploadAsync(asset, type, key, ct);
    }

    /// <summary>Nothing is charged for an upload and one left over expires by itself, so a failure here is an outage before the submit.</summary>
    private async Task<(string? Uri, Verdict? Trouble)> UploadAsync(ProviderAsset asset, string type, KeyFingerprint key, CancellationToken ct)
    {
        var filename = $"input.{type.Split('/')[^1]}";
        var form = await CallPatientlyAsync(HttpMethod.Post, "v1/uploads", key, new Upload(filename, "ephemeral"), ct);
        if (!form.IsSuccess || form.Text("uploadUrl") is not { } url || form.Text("runwayUri") is not { } uri
            || !form.Json!.Value.TryGetProperty("fields", out var fields) || fields.ValueKind != JsonValueKind.Object)
        {
            return (null, form.Status is >= 400 and < 500 ? Classify(form) : Untold(form));
        }

        using HttpContent file = asset.File is { } large ? new FileContent(large) : new ReadOnlyMemoryContent(asset.Bytes);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var content = new MultipartFormDataContent();
        foreach (var field in fields.EnumerateObject())
        {
            content.Add(new StringContent(field.Value.ToString()), $"\"{field.Name}\"");
        }

        content.Add(file, "\"file\"", $"\"{filename}\"");
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        var sent = await _http.UploadAsync(request, ct);
        return sent.IsSuccess ? (uri, null) : (null, Verdict.Outage($"The upload of the input failed: {sent.Evidence}.", sent.Evidence));
    }

    private Task<Answer> CallPatientlyAsync(HttpMethod method, string path, KeyFingerprint key, object? body, CancellationToken ct) =>
        _http.PatientlyAsync(token => CallAsync(_http.CallAsync, method, path, key, body, token), ct);

    private async Task<Answer> CallAsync(
        Func<HttpRequestMessage, CancellationToken, Task<Answer>> send, HttpMethod method, string path, KeyFingerprint key, object? body, CancellationToken ct)
    {
        if (_keys.Secret(key) is not { } secret)
        {
            return new Answer(401, """{"error":"The key is no longer configured."}""", BodyLeft: false);
        }

        using var request = new HttpRequestMessage(method, new Uri(_address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        request.Headers.Add("X-Runway-Version", Version);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), _json));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        var answer = await send(request, ct);
        LogCall(method, path, answer.Status, answer.Trouble, key);
        return answer;
    }

    private sealed record TextToImage(
        [property: JsonPropertyName("model")] string Model,
        [property: JsonPropertyName("promptText")] string PromptText,
        [property: JsonPropertyName("ratio")] string Ratio,
        [property: JsonPropertyName("seed")] long? Seed,
        [property: JsonPropertyName("referenceImages")] IReadOnlyList<Reference>? ReferenceImages);

    private sealed record Reference([property: JsonPropertyName("uri")] string Uri, [property: JsonPropertyName("type")] string? Type);

    private sealed record TextToVideo(
        [property: JsonPropertyName("model")] string Model,
        [property: JsonPropertyName("promptText")] string PromptText,
        [property: JsonPropertyName("ratio")] string Ratio,
        [property: JsonPropertyName("duration")] int? Duration,
        [property: JsonPropertyName("audio")] bool? Audio,
        [property: JsonPropertyName("negativePrompt")] string? NegativePrompt,
        [property: JsonPropertyName("seed")] long? Seed);

    private sealed record ImageToVideo(
        [property: JsonPropertyName("model")] string Model,
        [property: JsonPropertyName("promptImage")] string? PromptImage,
        [property: JsonPropertyName("promptText")] string? PromptText,
        [property: JsonPropertyName("ratio")] string Ratio,
        [property: JsonPropertyName("duration")] int? Duration,
        [property: JsonPropertyName("audio")] bool? Audio,
        [property: JsonPropertyName("negativePrompt")] string? NegativePrompt,
        [property: JsonPropertyName("seed")] long? Seed);

    private sealed record VideoToVideo(
        [property: JsonPropertyName("model")] string Model,
        [property: JsonPropertyName("videoUri")] string? VideoUri,
        [property: JsonPropertyName("promptText")] string? PromptText,
        [property: JsonPropertyName("targetAspectRatio")] string? TargetAspectRatio,
        [property: JsonPropertyName("seed")] long? Seed);

    private sealed record OldVideoToVideo(
        [property: JsonPropertyName("model")] string Model,
        [property: JsonPropertyName("videoUri")] string? VideoUri,
        [property: JsonPropertyName("promptText")] string PromptText,
        [property: JsonPropertyName("seed")] long? Seed,
        [property: JsonPropertyName("references")] IReadOnlyList<Reference>? References);

    private sealed record Upload([property: JsonPropertyName("filename")] string Filename, [property: JsonPropertyName("type")] string Type);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Runway, {Method} {Path}: {Status} {Trouble} (key {Key})")]
    private partial void LogCall(HttpMethod method, string path, int? status, string? trouble, KeyFingerprint key);
}
