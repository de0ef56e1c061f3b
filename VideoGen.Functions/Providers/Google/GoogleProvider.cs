using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Signatures;

namespace VideoGen.Functions.Providers.Google;

/// <summary>Google's Gemini API: Veo by long-running operations, Omni by interactions; the model's id on the wire says which.</summary>
/// <remarks>It tells no balance, and a task whose submit got no answer cannot be looked up.</remarks>
public sealed partial class GoogleProvider(IHttpClientFactory clients, IOptions<GoogleOptions> options, TimeProvider clock, ILogger<GoogleProvider> logger)
    : IReportingProvider
{
    internal const string ProviderName = "google";

    private const string KeyHeader = "x-goog-api-key";

    /// <summary>Google puts up to about 4 MB of video inside an answer, in base64.</summary>
    private const int LongestAnswer = 8 << 20;

    private const int MostRedirects = 3;

    private static readonly JsonSerializerOptions _json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // The base64 of pictures would swell by escaping.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly ProviderKeys _keys = ProviderKeys.Parse(options.Value.Keys);
    private readonly Uri _address = options.Value.Address;
    private readonly IReadOnlyList<WebhookSecret> _secrets = options.Value.WebhookSecrets;
    private readonly ProviderHttp _http = new(clients, ProviderName, options.Value.Timeout, clock, LongestAnswer);

    public string Name => ProviderName;

    public IReadOnlyList<KeyFingerprint> Keys => _keys.Fingerprints;

    public async Task<Verdict> SubmitAsync(ProviderRequest request, KeyFingerprint key, CancellationToken ct)
    {
        if (WhatCannotBeSent(request) is { } trouble) return Verdict.Invalid(trouble) with { Key = key };

        var callback = _secrets.Count > 0 ? request.CallbackUrl : null;
        return (IsVeo(request.Model) ? await SubmitVeoAsync(request, callback, key, ct) : await SubmitOmniAsync(request, callback, key, ct)) with { Key = key };
    }

    public async Task<Verdict> CheckAsync(TaskRef task, KeyFingerprint key, CancellationToken ct)
    {
        var isVeo = IsVeo(task.Model);
        var answer = await CallAsync(HttpMethod.Get, isVeo ? VeoOperations.Path(task.Id) : OmniInteractions.Path(task.Id), key, ct);
        return (isVeo ? VeoOperations.Checked(answer, clock.GetUtcNow()) : OmniInteractions.Checked(answer, clock.GetUtcNow())) with { Key = key };
    }

    public async Task<Verdict> CancelAsync(TaskRef task, KeyFingerprint key, CancellationToken ct)
    {
        if (IsVeo(task.Model)) return Verdict.Pending(detail: "Google cannot cancel Veo's operations.") with { Key = key };

        var answer = await _http.PatientlyAsync(token => CallAsync(HttpMethod.Post, OmniInteractions.CancelPath(task.Id), key, token), ct);
        return OmniInteractions.Canceled(answer, clock.GetUtcNow()) with { Key = key };
    }

    public Task<ProviderCredits?> CreditsAsync(KeyFingerprint key, CancellationToken ct) => Task.FromResult<ProviderCredits?>(null);

    /// <remarks>
    /// A video's address names a file at Google's own host. It is asked for where this provider is reached, with the key; the storage host
    /// that answers for it gets none.
    /// </remarks>
    public Task<ProviderOutput?> OpenOutputAsync(string output, KeyFingerprint key, long from, string? validator, CancellationToken ct)
    {
        if (!Uri.TryCreate(output, UriKind.Absolute, out var address)) return OpenInlineAsync(output, key, ct);
        if (address.Scheme is not ("https" or "http")) return Task.FromResult<ProviderOutput?>(null);
        if (IsGoogles(address) && FileId().Match(address.AbsolutePath) is { Success: true } file) address = new(_address, $"v1beta/files/{file.Groups[1]}:download?alt=media");

        var secret = _keys.Secret(key);
        return HttpOutput.OpenAsync(_http.Media, address, Sign, MostRedirects, from, validator, ct);

        void Sign(HttpRequestMessage request)
        {
            if (secret is not null && IsOurs(request.RequestUri!)) request.Headers.Add(KeyHeader, secret);
        }
    }

    /// <remarks>
    /// Verified as Google's static webhooks are signed, by a shared secret. Not confirmed: that secret's own form, and whether the callbacks
    /// asked for by a single request, which are said to be signed by keys from a JWKS, are signed by it too. One that is not is refused, and
    /// only the next look comes no sooner.
    /// </remarks>
    public Task<CallbackCheck> CheckCallbackAsync(ProviderCallback callback, CancellationToken ct)
    {
        var (id, timestamp, signatures) = (Header(StandardWebhooks.IdHeader), Header(StandardWebhooks.TimestampHeader), Header(StandardWebhooks.SignatureHeader));
        var check = StandardWebhooks.Verify(_secrets, id, timestamp, signatures, callback.Body.Span, clock.GetUtcNow());
        return Task.FromResult(check == SignatureCheck.Valid ? CallbackCheck.Genuine(id!) : CallbackCheck.Refused($"signature: {check}"));

        string? Header(string name) => callback.Headers.GetValueOrDefault(name);
    }

    /// <summary>Google names shapes, and has these two.</summary>
    internal static string AspectOf(ProviderRequest request) => request.Width >= request.Height ? "16:9" : "9:16";

    private static bool IsVeo(string model) => model.StartsWith("veo-", StringComparison.Ordinal);

    private static string? WhatCannotBeSent(ProviderRequest request) =>
        request.Kind is not (TaskKind.TextToVideo or TaskKind.ImageToVideo) ? "Google's models are asked for videos from text and pictures only."
        : request.Kind == TaskKind.ImageToVideo && request.Image is null ? "There is no picture to begin with."
        : request.References.Prepend(request.Image).Any(picture => picture is { Bytes.IsEmpty: true })
            ? "Google's models take no addresses of pictures: the picture itself is needed." : null;

    private async Task<Verdict> SubmitVeoAsync(ProviderRequest request, Uri? callback, KeyFingerprint key, CancellationToken ct)
    {
        var path = VeoOperations.SubmitPath(request.Model);
        var answer = await PostAsync(path, VeoOperations.Body(request, callback), key, ct);
        if (request.PersonGeneration is null || !VeoOperations.RefusesPersons(answer)) return VeoOperations.Submitted(answer, clock.GetUtcNow());

        // That refusal started nothing, so this is no second payment.
        var verdict = VeoOperations.Submitted(await PostAsync(path, VeoOperations.Body(request with { PersonGeneration = null }, callback), key, ct), clock.GetUtcNow());
        return verdict with { Detail = verdict.Detail ?? $"Google does not take personGeneration {request.PersonGeneration} here; it was left out." };
    }

    private async Task<Verdict> SubmitOmniAsync(ProviderRequest request, Uri? callback, KeyFingerprint key, CancellationToken ct) =>
        OmniInteractions.Submitted(await PostAsync(OmniInteractions.SubmitPath, OmniInteractions.Body(request, callback), key, ct), clock.GetUtcNow());

    // Small by Google's own rule, so it may be held; it comes whole each time.
    private async Task<ProviderOutput?> OpenInlineAsync(string path, KeyFingerprint key, CancellationToken ct)
    {
        var answer = await CallAsync(HttpMethod.Get, path, key, ct);
        if (answer.IsTransient) throw new TransientException($"Google did not give the video: {answer.Evidence}.");

        return OmniInteractions.InlineVideo(answer) is { } video
            ? new(new MemoryStream(video, writable: false), Start: 0, video.Length, "video/mp4", Validator: null)
            : null;
    }

    private bool IsGoogles(Uri uri) => uri.Host == GoogleOptions.OfficialHost || IsOurs(uri);

    private bool IsOurs(Uri uri) => Uri.Compare(uri, _address, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private Task<Answer> PostAsync(string path, object body, KeyFingerprint key, CancellationToken ct)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), _json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return ExchangeAsync(_http.SubmitAsync, HttpMethod.Post, path, content, key, ct);
    }

    private Task<Answer> CallAsync(HttpMethod method, string path, KeyFingerprint key, CancellationToken ct) =>
        ExchangeAsync(_http.CallAsync, method, path, null, key, ct);

    private async Task<Answer> ExchangeAsync(
        Func<HttpRequestMessage, CancellationToken, Task<Answer>> send, HttpMethod method, string path, HttpContent? content, KeyFingerprint key, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri(_address, path)) { Content = content };
        if (_keys.Secret(key) is not { } secret) return new Answer(401, """{"error":{"message":"The key is no longer configured."}}""", BodyLeft: false);

        request.Headers.Add(KeyHeader, secret);
        var answer = await send(request, ct);
        LogCall(method, path, answer.Status, answer.Trouble, key);
        return answer;
    }

    [GeneratedRegex("/files/([a-z0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex FileId();

    [LoggerMessage(Level = LogLevel.Debug, Message = "Google, {Method} {Path}: {Status} {Trouble} (key {Key})")]
    private partial void LogCall(HttpMethod method, string path, int? status, string? trouble, KeyFingerprint key);
}
