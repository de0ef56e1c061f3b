using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Providers.Fal;

/// <summary>Pika through fal's queue: submit, ask for the status, and fetch the result, which alone says whether it worked.</summary>
/// <remarks>
/// Follow-up addresses are built from the model's id and never taken from an answer, so that the key goes to the host submitted to and to no other.
/// The queue repeats what fails for a passing reason by itself: a lost answer to a submit is not followed by a second submit.
/// </remarks>
public sealed partial class FalProvider(IHttpClientFactory clients, IOptions<FalOptions> options, TimeProvider clock, ILogger<FalProvider> logger)
    : IReportingProvider
{
    internal const string ProviderName = "fal";

    private static readonly JsonSerializerOptions _json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly (string Name, double Ratio)[] _aspects =
        [("16:9", 16 / 9.0), ("9:16", 9 / 16.0), ("1:1", 1), ("4:5", 4 / 5.0), ("5:4", 5 / 4.0), ("3:2", 3 / 2.0), ("2:3", 2 / 3.0)];

    private readonly ProviderKeys _keys = ProviderKeys.Parse(options.Value.Keys);
    private readonly string? _adminKey = options.Value.Admin;
    private readonly Uri _queue = options.Value.Queue;
    private readonly Uri _api = options.Value.Api;
    private readonly ProviderHttp _http = new(clients, ProviderName, options.Value.Timeout, clock);
    private readonly FalCallbacks _callbacks = new(new ProviderHttp(clients, ProviderName, options.Value.Timeout, clock), options.Value.KeySet, clock);

    public string Name => ProviderName;

    public IReadOnlyList<KeyFingerprint> Keys => _keys.Fingerprints;

    public async Task<Verdict> SubmitAsync(ProviderRequest request, KeyFingerprint key, CancellationToken ct)
    {
        var path = request.CallbackUrl is { } callback ? $"{request.Model}?fal_webhook={Uri.EscapeDataString(callback.AbsoluteUri)}" : request.Model;
        return Submitted(await CallAsync(_http.SubmitAsync, HttpMethod.Post, path, key, Body(request), ct)) with { Key = key };
    }

    public async Task<Verdict> CheckAsync(TaskRef task, KeyFingerprint key, CancellationToken ct)
    {
        var status = await CallAsync(_http.CallAsync, HttpMethod.Get, TaskPath(task, "/status"), key, null, ct);
        var verdict = status is { IsSuccess: true } && status.Text("status") == "COMPLETED"
            ? Finished(status, await CallAsync(_http.CallAsync, HttpMethod.Get, TaskPath(task), key, null, ct))
            : Checked(status);
        return verdict with { Key = key };
    }

    public async Task<Verdict> CancelAsync(TaskRef task, KeyFingerprint key, CancellationToken ct) =>
        Canceled(await _http.PatientlyAsync(token => CallAsync(_http.CallAsync, HttpMethod.Put, TaskPath(task, "/cancel"), key, null, token), ct)) with { Key = key };

    /// <summary>Tells the balance to an admin key alone. To any other it is unknown, which is not the same as none.</summary>
    public async Task<ProviderCredits?> CreditsAsync(KeyFingerprint key, CancellationToken ct)
    {
        var address = new Uri(_api, "v1/account/billing?expand=credits");
        var answer = await _http.PatientlyAsync(token => CallAsync(_http.CallAsync, HttpMethod.Get, address, _adminKey ?? _keys.Secret(key), key, null, token), ct);
        var balance = answer.IsSuccess ? answer.Number("credits", "current_balance") : null;
        return balance is null && answer.Status is 401 or 403 or 404 ? null
            : new ProviderCredits(balance, "USD", 1, balance is null ? Untold(answer) with { Key = key } : null);
    }

    public Task<ProviderOutput?> OpenOutputAsync(string output, KeyFingerprint key, long from, string? validator, CancellationToken ct) =>
        HttpOutput.OpenAsync(_http.Media, output, from, validator, ct);

    public Task<CallbackCheck> CheckCallbackAsync(ProviderCallback callback, CancellationToken ct) => _callbacks.CheckAsync(callback, ct);

    /// <summary>The answer to a submit. Only an answer that cannot have queued anything counts as a refusal.</summary>
    internal static Verdict Submitted(Answer answer) => answer switch
    {
        { IsSuccess: true } when (answer.Text("request_id") ?? answer.TextBeforeTheBreak("request_id")) is { Length: > 0 } id => Verdict.Accepted(id),
        { IsSuccess: true } => Verdict.Unknown("The answer to the submit names no request.", answer.Evidence),
        { Status: null, BodyLeft: false } => Verdict.Outage(answer.Trouble!, answer.Evidence),
        { Status: null } => Verdict.Unknown(answer.Trouble!, answer.Evidence),
        _ => Refused(answer, FalError.Of(answer)),
    };

    /// <summary>A status that is not the end, or a look that told nothing.</summary>
    internal static Verdict Checked(Answer answer) => answer switch
    {
        { IsSuccess: true } when answer.Text("status") is { } status => status switch
        {
            // Also what the account's concurrency holds back waits here, and is refused nowhere.
            "IN_QUEUE" => Verdict.Pending(heldBack: true),
            "IN_PROGRESS" => Verdict.Pending(),
            _ => Verdict.Pending(detail: $"fal's status {status} is not known here."),
        },
        { Status: 404, Json: not null } => Verdict.Gone(FalError.Of(answer).Words, answer.Evidence),
        _ => Untold(answer),
    };

    /// <summary>A request that is over. There is no status for failure: what fetching the result comes to is what it came to.</summary>
    internal static Verdict Finished(Answer status, Answer result)
    {
        var error = FalError.Of(result, status);
        return result switch
        {
            { IsSuccess: true, Json: { } output } when VideoUrl(output) is { } url => Verdict.Succeeded([url]),
            { IsSuccess: true, Json: not null } when error.Type is null && status.Text("error") is null =>
                Verdict.Failed("fal reports the end, but no video.", result.Evidence, mayWorkAgain: true),
            { IsSuccess: true, Json: not null } => Failure(error),
            { Status: 400, Json: not null } when error.Words.Contains("still in progress", StringComparison.OrdinalIgnoreCase) => Verdict.Pending(),
            { Status: 404, Json: not null } => Verdict.Gone(error.Words, result.Evidence),
            { Status: 401 or 403 or 429 } => Untold(result),
            { Json: not null } when error.IsTheRequests => Failure(error),
            _ => Untold(result),
        };
    }

    internal static Verdict Canceled(Answer answer) => answer switch
    {
        // What runs already may be finished and charged all the same: a look tells.
        { IsSuccess: true } => Verdict.Pending(detail: "fal was asked to end it."),
        { Status: 404, Json: not null } => Verdict.Canceled("fal no longer knows the request."),
        { Status: 400, Json: not null } when answer.Text("status") == "ALREADY_COMPLETED" => Verdict.Pending(detail: "It was over before it could be ended."),
        _ => Untold(answer),
    };

    /// <summary>The meaning of a refused submit: money first, as it looks like a missing permission.</summary>
    private static Verdict Refused(Answer answer, FalError error) => answer.Status switch
    {
        402 or 403 when error.Says("Exhausted balance") || error.Says("User is locked") => Verdict.CreditsExhausted(error.Words, error.Evidence),
        401 => Verdict.KeyRefused(error.Words, error.Evidence),
        403 => Verdict.Forbidden(error.Words, error.Evidence),
        404 when answer.Json is not null => Verdict.Retired(error.Words, error.Evidence),
        429 => Verdict.Throttled(error.Words, answer.RetryAfterSeconds, error.Evidence),
        // Shed before it was queued; or fal's own report that it came to nothing, which is not charged.
        503 => Verdict.Overloaded(error.Words, error.Evidence, answer.RetryAfterSeconds),
        >= 500 when error is { IsInfrastructure: true } or { Retryable: true } => Verdict.Overloaded(error.Words, error.Evidence, answer.RetryAfterSeconds),
        >= 500 => Verdict.Unknown(error.Words, error.Evidence),
        // Not this API at all: a wrong address, or a service moved.
        < 400 or 404 or 405 or 408 => Verdict.Outage(error.Words, error.Evidence, answer.RetryAfterSeconds),
        _ when error.IsModeration => Verdict.Moderated(error.Words, error.Evidence),
        _ => Verdict.Invalid(error.Words, error.Evidence),
    };

    /// <summary>How a request failed that was taken on. What fails on fal's side is not charged; what fails for its input may be.</summary>
    private static Verdict Failure(FalError error) => error switch
    {
        { IsCancellation: true } => Verdict.Canceled("The request was canceled at fal."),
        { IsModeration: true } => Verdict.Moderated(error.Words, error.Evidence),
        { IsFals: true } => Verdict.Failed(error.Words, error.Evidence, cost: 0, mayWorkAgain: error.Retryable ?? true),
        { Retryable: true } => Verdict.Failed(error.Words, error.Evidence, mayWorkAgain: true),
        { Type: "no_media_generated" } => Verdict.Failed(error.Words, error.Evidence),
        _ => Verdict.Invalid(error.Words, error.Evidence),
    };

    /// <summary>The call told nothing about what it asked for.</summary>
    private static Verdict Untold(Answer answer) => answer.Status switch
    {
        401 or 403 => Verdict.KeyRefused(FalError.Of(answer).Words, answer.Evidence),
        429 => Verdict.Throttled(FalError.Of(answer).Words, answer.RetryAfterSeconds, answer.Evidence),
        _ => Verdict.Outage(FalError.Of(answer).Words, answer.Evidence, answer.RetryAfterSeconds),
    };

    private static string? VideoUrl(JsonElement output) =>
        output.TryGetProperty("video", out var video) && video.ValueKind == JsonValueKind.Object
        && video.TryGetProperty("url", out var url) && url.ValueKind == JsonValueKind.String && url.GetString() is { Length: > 0 } address
            ? address
            : null;

    /// <summary>Below owner and app: the rest of the model's id does not belong here.</summary>
    private static string TaskPath(TaskRef task, string action = "") =>
        $"{string.Join('/', task.Model.Split('/').Take(2))}/requests/{Uri.EscapeDataString(task.Id)}{action}";

    private static PikaInput Body(ProviderRequest request) => new(
        request.Prompt,
        request.Kind == TaskKind.ImageToVideo ? ImageUrl(request.Image) : null,
        request.NegativePrompt,
        request.Kind == TaskKind.ImageToVideo ? null : AspectOf(request.Width / (double)request.Height),
        request.Resolution ?? (Math.Min(request.Width, request.Height) > 720 ? "1080p" : "720p"),
        // A text since 2.2, a number before.
        request.Duration is not { } duration ? null : IsOld(request.Model) ? duration : $"{duration}",
        request.Seed);

    private static bool IsOld(string model) => model.Contains("/v2.1/", StringComparison.Ordinal) || model.Contains("/v2/", StringComparison.Ordinal);

    private static string AspectOf(double ratio) => _aspects.MinBy(aspect => Math.Abs(Math.Log(aspect.Ratio / ratio))).Name;

    private static string? ImageUrl(ProviderAsset? image) => image switch
    {
        null => null,
        { Url: { } url } => url,
        _ => $"data:{image.ContentType ?? "image/png"};base64,{Convert.ToBase64String(image.Bytes.Span)}",
    };

    private Task<Answer> CallAsync(
        Func<HttpRequestMessage, CancellationToken, Task<Answer>> send, HttpMethod method, string path, KeyFingerprint key, object? body, CancellationToken ct) =>
        CallAsync(send, method, new Uri(_queue, path), _keys.Secret(key), key, body, ct);

    private async Task<Answer> CallAsync(
        Func<HttpRequestMessage, CancellationToken, Task<Answer>> send,
        HttpMethod method, Uri address, string? secret, KeyFingerprint key, object? body, CancellationToken ct)
    {
        if (secret is null)
        {
            return new Answer(401, """{"detail":"The key is no longer configured."}""", BodyLeft: false);
        }

        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Key", secret);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), _json));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        var answer = await send(request, ct);
        // The path alone: the query may carry the address of a callback.
        LogCall(method, address.AbsolutePath, answer.Status, answer.Trouble, key);
        return answer;
    }

    private sealed record PikaInput(
        [property: JsonPropertyName("prompt")] string Prompt,
        [property: JsonPropertyName("image_url")] string? ImageUrl,
        [property: JsonPropertyName("negative_prompt")] string? NegativePrompt,
        [property: JsonPropertyName("aspect_ratio")] string? AspectRatio,
        [property: JsonPropertyName("resolution")] string Resolution,
        [property: JsonPropertyName("duration")] object? Duration,
        [property: JsonPropertyName("seed")] long? Seed);

    [LoggerMessage(Level = LogLevel.Debug, Message = "fal, {Method} {Path}: {Status} {Trouble} (key {Key})")]
    private partial void LogCall(HttpMethod method, string path, int? status, string? trouble, KeyFingerprint key);
}
