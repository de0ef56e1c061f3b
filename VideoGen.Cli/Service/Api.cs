using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VideoGen.Cli.Screen;

namespace VideoGen.Cli.Service;

/// <summary>The native API of a running service, as far as this program uses it.</summary>
/// <remarks>
/// No answer is a <see cref="NoAnswerException"/>, a refusal a <see cref="RefusedException"/>, and an answer that is not the service's a
/// <see cref="CliException"/>.
/// </remarks>
internal sealed class Api : IDisposable
{
    // A start may wait for an image that the service fetches first.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    // A stream says every 15 s that it is still there; a file moves more often than that.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    // Long enough for a service that is started again.
    private static readonly TimeSpan RetriesOfStart = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryOfStart = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http;
    private readonly HttpClient _elsewhere = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <param name="address">Of the service.</param>
    /// <param name="headers">Say who is calling. They are sent to nobody else.</param>
    public Api(Uri address, params IEnumerable<KeyValuePair<string, string>> headers)
    {
        Address = address;
        _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        foreach (var (name, value) in headers) _http.DefaultRequestHeaders.Add(name, value);
    }

    public Uri Address { get; }

    /// <summary>Starts a job.</summary>
    /// <remarks>The start has a key of its own: when its answer is lost it is sent again, and there is still one job.</remarks>
    /// <param name="request">As the API takes it.</param>
    /// <param name="stop">Sends it no further time.</param>
    /// <param name="ct">Does not wait for the answer either.</param>
    public async Task<Answer<JobView>> StartAsync(JsonObject request, CancellationToken stop, CancellationToken ct)
    {
        var key = Guid.NewGuid().ToString();
        for (DateTimeOffset? lost = null; ; await Task.Delay(RetryOfStart, ct))
        {
            try
            {
                return await SendAsync<JobView>(
                    () => new(HttpMethod.Post, "api/videos")
                    {
                        Content = new StringContent(request.ToJsonString(), Encoding.UTF8, "application/json"),
                        Headers = { { "Idempotency-Key", key } },
                    },
                    ct);
            }
            catch (NoAnswerException e) when (e.MayHaveArrived || lost is not null)
            {
                lost ??= DateTimeOffset.UtcNow;
                if (stop.IsCancellationRequested || DateTimeOffset.UtcNow - lost > RetriesOfStart)
                {
                    throw new CliException(ExitCode.NoService, $"{e.Message}. Whether the job was started is not known; videogen list tells.");
                }
            }
        }
    }

    public Task<Answer<JobView>> ShowAsync(string id, CancellationToken ct) => GetAsync<JobView>(Path(id), ct);

    public Task<Answer<JobView>> CancelAsync(string id, CancellationToken ct) => SendAsync<JobView>(() => new(HttpMethod.Post, $"{Path(id)}/cancel"), ct);

    public Task<Answer<T>> GetAsync<T>(string path, CancellationToken ct) => SendAsync<T>(() => new(HttpMethod.Get, path), ct);

    /// <summary>Brings a file there.</summary>
    /// <param name="file">Read once, from its beginning.</param>
    /// <param name="sent">Told, at each step, how much has left.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Answer<Upload>> UploadAsync(Stream file, Action<long> sent, CancellationToken ct) => ExchangeAsync(
        LongestSilence,
        async limit =>
        {
            var content = new StreamContent(new CountedStream(file, count =>
            {
                // What is on its way must arrive, and be looked at.
                limit.CancelAfter(Patience);
                sent(count);
            }));
            content.Headers.ContentType = new("application/octet-stream");
            content.Headers.ContentLength = file.Length;

            // What is too large is refused before it is sent.
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/uploads") { Content = content, Headers = { ExpectContinue = true } };
            return await ReadAsync<Upload>(request, limit.Token);
        },
        ct);

    /// <summary>The job as it comes along, until nothing more is told. Nothing at all where there is no stream.</summary>
    public async IAsyncEnumerable<JobView> FollowAsync(string id, [EnumeratorCancellation] CancellationToken ct)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Path(id)}/events") { Headers = { Accept = { new("text/event-stream") } } };
        using var response = await ExchangeAsync(
            Patience, limit => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token), ct);
        if (!response.IsSuccessStatusCode || response.Content.Headers.ContentType?.MediaType != "text/event-stream") yield break;

        await using var body = new CountedStream(await response.Content.ReadAsStreamAsync(ct), _ => silence.CancelAfter(LongestSilence));
        await using var events = SseParser.Create(body, static (_, data) => JsonSerializer.Deserialize<JobView>(data, ServiceJson.Options)!)
            .EnumerateAsync(silence.Token).GetAsyncEnumerator(silence.Token);
        silence.CancelAfter(LongestSilence);
        while (await GuardAsync(async () => await events.MoveNextAsync(), ct)) yield return events.Current.Data;
    }

    /// <summary>Fetches a file.</summary>
    /// <param name="file">Which.</param>
    /// <param name="from">How much of it is here already.</param>
    /// <param name="take">Told whether the bytes go on from there, or begin anew.</param>
    /// <param name="ct">Gives up.</param>
    public Task FetchAsync(RemoteFile file, long from, Func<Stream, bool, CancellationToken, Task> take, CancellationToken ct) => ExchangeAsync(
        Patience,
        async limit =>
        {
            using var first = await GetPartAsync(_http, new(file.Path, UriKind.Relative), file, from, limit.Token);

            // It may lie in a store that signs addresses: who is calling is not for that one to know.
            using var second = first.Headers.Location is { } elsewhere ? await GetPartAsync(_elsewhere, new(Address, elsewhere), file, from, limit.Token) : null;
            var response = second ?? first;
            await ThrowIfRefusedAsync(response, limit.Token);
            await using var body = new CountedStream(await response.Content.ReadAsStreamAsync(limit.Token), _ => limit.CancelAfter(LongestSilence));
            await take(body, response.StatusCode == HttpStatusCode.PartialContent, limit.Token);
            return true;
        },
        ct);

    public void Dispose()
    {
        _http.Dispose();
        _elsewhere.Dispose();
    }

    private static string Path(string id) => $"api/videos/{Uri.EscapeDataString(id)}";

    private Task<Answer<T>> SendAsync<T>(Func<HttpRequestMessage> create, CancellationToken ct) => ExchangeAsync(
        Patience,
        async limit =>
        {
            using var request = create();
            return await ReadAsync<T>(request, limit.Token);
        },
        ct);

    private async Task<Answer<T>> ReadAsync<T>(HttpRequestMessage request, CancellationToken ct)
    {
        using var response = await _http.SendAsync(request, ct);
        await ThrowIfRefusedAsync(response, ct);
        var json = await response.Content.ReadAsStringAsync(ct);
        return new(JsonSerializer.Deserialize<T>(json, ServiceJson.Options)!, json, response.Headers.RetryAfter?.Delta);
    }

    private static Task<HttpResponseMessage> GetPartAsync(HttpClient client, Uri address, RemoteFile file, long from, CancellationToken ct)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (from > 0 && file.Sha256 is { } tag)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
            request.Headers.IfRange = new(new EntityTagHeaderValue($"\"{tag}\""));
        }

        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
    }

    private async Task<T> ExchangeAsync<T>(TimeSpan patience, Func<CancellationTokenSource, Task<T>> exchange, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        return await GuardAsync(() => exchange(limit), ct);
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> exchange, CancellationToken ct)
    {
        try
        {
            return await exchange();
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw NoAnswerException.Of(Address, e);
        }
        catch (JsonException)
        {
            throw NotTheService("its answer is another's");
        }
    }

    private async Task ThrowIfRefusedAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.IsSuccessStatusCode) return;

        var body = await response.Content.ReadAsStringAsync(ct);
        throw Problem.Read(response, body) is { } problem
            ? new RefusedException(problem, body)
            : NotTheService($"it answers {(int)response.StatusCode} {response.ReasonPhrase}");
    }

    private CliException NotTheService(string why) =>
        new(ExitCode.NoService, $"what is at {Address} does not answer as VideoGen does: {Text.Plain(why)}");
}
