using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Signatures;

namespace VideoGen.Functions.Providers.Kling;

/// <summary>Kling's two APIs: the classic one for pairs of keys, the new one for single keys where it has the model.</summary>
/// <remarks>
/// Every task bears the attempt's id as its <c>external_task_id</c>, by which it is found again after a lost answer.
/// The id of a task that does not lie where its kind and model let one look first begins with its place, as in <c>multi-image2video/831</c>.
/// </remarks>
public sealed partial class KlingProvider(IHttpClientFactory clients, IOptions<KlingOptions> options, TimeProvider clock, ILogger<KlingProvider> logger)
    : IReportingProvider
{
    internal const string ProviderName = "kling";

    /// <summary>The window of the account's costs goes by the time of purchase, and packs last half a year.</summary>
    private static readonly TimeSpan _packsBoughtSince = TimeSpan.FromDays(400);

    private static readonly TimeSpan _betweenAccountCalls = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestTurn = TimeSpan.FromSeconds(5);

    private readonly ProviderKeys _keys = ProviderKeys.Parse(options.Value.ApiKey);
    private readonly IReadOnlyList<WebhookSecret> _webhookSecrets = options.Value.WebhookSecrets;
    private readonly Uri _address = options.Value.Address;
    private readonly decimal _unitUsd = options.Value.UnitUsd;
    private readonly ProviderHttp _http = new(clients, ProviderName, options.Value.Timeout, clock);
    private readonly Lock _turns = new();
    private readonly Dictionary<KeyFingerprint, DateTimeOffset> _nextAccountCall = [];

    /// <summary>Kling's clock, once a token was not valid yet. A look is not repeated for it: the next one has a token that is.</summary>
    private volatile bool _clockIsBehind;

    public string Name => ProviderName;

    public IReadOnlyList<KeyFingerprint> Keys => _keys.Fingerprints;

    public bool CanLookUp => true;

    public async Task<Verdict> SubmitAsync(ProviderRequest request, KeyFingerprint key, CancellationToken ct)
    {
        if (request.Kind is not (TaskKind.TextToVideo or TaskKind.ImageToVideo))
        {
            return Verdict.Invalid("Kling makes videos of words and pictures only.") with { Key = key };
        }

        var place = KlingPlace.Of(request, IsSingle(key));
        var (path, body) = (place.SubmitPath(request), KlingRequests.Of(request, place));
        var answer = await CallAsync(_http.SubmitAsync, HttpMethod.Post, path, key, body, ct);
        if (KlingAnswers.CodeOf(answer) is KlingToken.TooEarly or KlingToken.TooOld)
        {
            // Nothing was started, and another token may do.
            answer = await CallAsync(_http.SubmitAsync, HttpMethod.Post, path, key, body, ct);
        }

        return Named(KlingAnswers.Submitted(answer), place, Places(request.Kind, request.Model, key)) with { Key = key };
    }

    public async Task<Verdict> CheckAsync(TaskRef task, KeyFingerprint key, CancellationToken ct)
    {
        var places = Places(task.Kind, task.Model, key);
        if (task.Id.Split('/') is [var name, var id] && places.FirstOrDefault(place => place.Name == name) is { } told)
        {
            return await CheckAsync(told, id, key, ct);
        }

        // Where nothing is told, as with an id that somebody gives us: in one place after the other.
        var verdict = await CheckAsync(places[0], task.Id, key, ct);
        foreach (var place in places.Skip(1))
        {
            if (verdict.Kind != VerdictKind.Gone) break;

            verdict = await CheckAsync(place, task.Id, key, ct);
        }

        return verdict;
    }

    public async Task<Verdict?> LookUpAsync(string attemptId, TaskKind kind, string model, KeyFingerprint key, CancellationToken ct)
    {
        var places = Places(kind, model, key);
        Verdict? untold = null, gone = null;
        foreach (var place in places)
        {
            var verdict = KlingAnswers.Found(await CallAsync(_http.CallAsync, HttpMethod.Get, place.AttemptPath(attemptId), key, null, ct)) with { Key = key };
            if (verdict.Kind == VerdictKind.Accepted) return Named(verdict, place, places);

            (untold, gone) = verdict.Kind == VerdictKind.Gone ? (untold, verdict) : (verdict, gone);
        }

        // Gone only when it is in none of them.
        return untold ?? gone;
    }

    /// <remarks>There is no such call: the task runs on, is charged, and keeps its slot.</remarks>
    public Task<Verdict> CancelAsync(TaskRef task, KeyFingerprint key, CancellationToken ct) =>
        Task.FromResult(Verdict.Pending(detail: "Kling cannot cancel a task.") with { Key = key });

    /// <remarks>
    /// The figure lags by hours, so a refused submit counts for more than what it says. An account without packs tells none: there a job is the probe.
    /// </remarks>
    public async Task<ProviderCredits?> CreditsAsync(KeyFingerprint key, CancellationToken ct)
    {
        var answer = await _http.PatientlyAsync(token => AskForCostsAsync(key, token), ct);
        return !answer.IsSuccess || KlingAnswers.CodeOf(answer) is not 0 ? new ProviderCredits(null, "units", _unitUsd, KlingAnswers.Untold(answer) with { Key = key })
            : KlingAnswers.Balance(answer) is { } balance ? new ProviderCredits(balance, "units", _unitUsd)
            : null;
    }

    public Task<ProviderOutput?> OpenOutputAsync(string output, KeyFingerprint key, long from, string? validator, CancellationToken ct) =>
        HttpOutput.OpenAsync(_http.Media, output, from, validator, ct);

    /// <remarks>Signed only where the account has a secret, and then it must be configured here; otherwise a callback is a hint that anybody may give.</remarks>
    public Task<CallbackCheck> CheckCallbackAsync(ProviderCallback callback, CancellationToken ct)
    {
        var check = _webhookSecrets.Count == 0 ? SignatureCheck.Valid : StandardWebhooks.Verify(
            _webhookSecrets,
            callback.Headers.GetValueOrDefault(StandardWebhooks.IdHeader),
            callback.Headers.GetValueOrDefault(StandardWebhooks.TimestampHeader),
            callback.Headers.GetValueOrDefault(StandardWebhooks.SignatureHeader),
            callback.Body.Span,
            clock.GetUtcNow());
        return Task.FromResult(check switch
        {
            SignatureCheck.Missing => CallbackCheck.Refused("The callback is not signed."),
            SignatureCheck.Untimely => CallbackCheck.Refused("The callback's time is more than five minutes off."),
            SignatureCheck.Wrong => CallbackCheck.Refused("The callback's signature does not fit."),
            _ when KlingAnswers.ReportOf(callback.Body) is { } report => CallbackCheck.Genuine(report),
            _ => CallbackCheck.Refused("The callback names no task."),
        });
    }

    private async Task<Verdict> CheckAsync(KlingPlace place, string id, KeyFingerprint key, CancellationToken ct) =>
        KlingAnswers.Checked(await CallAsync(_http.CallAsync, HttpMethod.Get, place.TaskPath(id), key, null, ct), _unitUsd) with { Key = key };

    private async Task<Answer> AskForCostsAsync(KeyFingerprint key, CancellationToken ct)
    {
        if (TakeTurn(key) is not { } wait) return new Answer(null, "", BodyLeft: false, Trouble: "too many ask for the balance");
        if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, ct);

        var now = clock.GetUtcNow();
        var path = string.Create(CultureInfo.InvariantCulture,
            $"account/costs?start_time={(now - _packsBoughtSince).ToUnixTimeMilliseconds()}&end_time={now.ToUnixTimeMilliseconds()}");
        return await CallAsync(_http.CallAsync, HttpMethod.Get, path, key, null, ct);
    }

    /// <summary>How long to wait, as each account may be asked about once a second; null when too many wait already.</summary>
    private TimeSpan? TakeTurn(KeyFingerprint key)
    {
        lock (_turns)
        {
            var now = clock.GetUtcNow();
            var turn = _nextAccountCall.TryGetValue(key, out var next) && next > now ? next : now;
            if (turn - now > _longestTurn) return null;

            _nextAccountCall[key] = turn + _betweenAccountCalls;
            return turn - now;
        }
    }

    private IReadOnlyList<KlingPlace> Places(TaskKind kind, string model, KeyFingerprint key) => KlingPlace.All(kind, model, IsSingle(key));

    private bool IsSingle(KeyFingerprint key) => _keys.Secret(key) is { } secret && KlingToken.IsSingle(secret);

    private static Verdict Named(Verdict verdict, KlingPlace place, IReadOnlyList<KlingPlace> places) =>
        verdict.TaskId is { } id && place != places[0] ? verdict with { TaskId = $"{place.Name}/{id}" } : verdict;

    private async Task<Answer> CallAsync(
        Func<HttpRequestMessage, CancellationToken, Task<Answer>> send, HttpMethod method, string path, KeyFingerprint key, byte[]? body, CancellationToken ct)
    {
        if (_keys.Secret(key) is not { } secret)
        {
            return new Answer(401, """{"code":1002,"message":"The key is no longer configured."}""", BodyLeft: false);
        }

        using var request = new HttpRequestMessage(method, new Uri(_address, path));
        var lead = _clockIsBehind ? KlingToken.LongLead : KlingToken.UsualLead;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", KlingToken.Of(secret, clock.GetUtcNow(), lead));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        var answer = await send(request, ct);
        var code = KlingAnswers.CodeOf(answer);
        LogCall(method, path, answer.Status, code, answer.Trouble, key);
        _clockIsBehind |= code == KlingToken.TooEarly;
        return answer;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Kling, {Method} {Path}: {Status} {Code} {Trouble} (key {Key})")]
    private partial void LogCall(HttpMethod method, string path, int? status, int? code, string? trouble, KeyFingerprint key);
}
