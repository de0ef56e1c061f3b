using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace VideoGen.Functions.Providers;

/// <summary>What came of one HTTP exchange with a provider: an answer, or the reason why there is none.</summary>
/// <param name="Status">Null when no answer came.</param>
/// <param name="Body">Its beginning, as long as was asked for (<see cref="LongestBody"/>), and what could be read where it broke off.</param>
/// <param name="BodyLeft">Whether the request's body had begun to leave: from then on the provider may have acted on it.</param>
/// <param name="RetryAfterSeconds">As the provider asks, in seconds from now.</param>
/// <param name="Trouble">Why no answer came.</param>
/// <param name="Headers">Those of the answer itself, not of its body; null when no answer came.</param>
public sealed record Answer(
    int? Status, string Body, bool BodyLeft, int? RetryAfterSeconds = null, string? Trouble = null, HttpResponseHeaders? Headers = null)
{
    /// <summary>Of an ordinary answer; what is longer is cut.</summary>
    public const int LongestBody = 1 << 20;

    /// <summary>The answer as a JSON object; null when it is anything else, such as a gateway's page or a piece of JSON.</summary>
    public JsonElement? Json { get; } = Parse(Body);

    /// <summary>What a verdict cites: the status, or why there is none.</summary>
    public string? Evidence => Status is { } status ? string.Create(CultureInfo.InvariantCulture, $"HTTP {status}") : Trouble;

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>No answer, or one that says the same call may work a little later.</summary>
    public bool IsTransient => Status is null or 429 or 500 or 502 or 503 or 504;

    /// <summary>Sends once and waits for the whole answer.</summary>
    /// <remarks>Throws for nothing but the caller's own cancellation; its exceptions would carry addresses and headers into logs.</remarks>
    public static async Task<Answer> SendAsync(HttpClient client, HttpRequestMessage request, TimeSpan timeout, TimeProvider clock, CancellationToken ct, int longestBody = LongestBody)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(timeout);
        var body = request.Content is null ? null : new OnceContent(request.Content);
        request.Content = body;
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            return new Answer((int)response.StatusCode, await ReadAsync(response, longestBody, deadline.Token, ct), body is not null, RetryAfter(response, clock), Headers: response.Headers);
        }
        catch (HttpRequestException e)
        {
            return new Answer(null, "", body is { HasLeft: true }, Trouble: $"no answer ({e.HttpRequestError})");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Answer(null, "", body is { HasLeft: true }, Trouble: string.Create(CultureInfo.InvariantCulture, $"no answer within {timeout.TotalSeconds:0} s"));
        }
    }

    public string? Text(string name) =>
        Json?.TryGetProperty(name, out var value) == true && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public string? Header(string name) => Headers?.TryGetValues(name, out var values) == true ? string.Join(',', values) : null;

    public decimal? Number(params ReadOnlySpan<string> path)
    {
        var at = Json;
        foreach (var name in path)
        {
            at = at is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var child) ? child : null;
        }

        return at is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var value) ? value : null;
    }

    /// <summary>A text member of an object that may have broken off behind it.</summary>
    public string? TextBeforeTheBreak(string name)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(Body), isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(name))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }
            }
        }
        catch (JsonException)
        {
            // Not JSON at all.
        }

        return null;
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, int longest, CancellationToken deadline, CancellationToken ct)
    {
        var (buffer, length) = (new byte[16 << 10], 0);
        try
        {
            await using var content = await response.Content.ReadAsStreamAsync(deadline);
            while (length < longest && await content.ReadAsync(buffer.AsMemory(length), deadline) is > 0 and var read)
            {
                length += read;
                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, Math.Min(buffer.Length * 2, longest));
                }
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            // The status is known, and so is the beginning: both are worth more than nothing.
        }

        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static int? RetryAfter(HttpResponseMessage response, TimeProvider clock) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => (int)Math.Clamp(delta.TotalSeconds, 0, 86_400),
        { Date: { } date } => (int)Math.Clamp(Math.Ceiling((date - clock.GetUtcNow()).TotalSeconds), 0, 86_400),
        _ => null,
    };

    private static JsonElement? Parse(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Knows whether it has begun to leave, and leaves only once: no handler below repeats it unasked.</summary>
    private sealed class OnceContent : HttpContent
    {
        private readonly HttpContent _inner;
        private int _left;

        public OnceContent(HttpContent inner)
        {
            _inner = inner;
            foreach (var header in inner.Headers)
            {
                Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        public bool HasLeft => Volatile.Read(ref _left) != 0;

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context, CancellationToken cancellationToken) =>
            Interlocked.Exchange(ref _left, 1) == 0
                ? _inner.CopyToAsync(stream, context, cancellationToken)
                : throw new HttpRequestException("The body has left once already.");

        protected override bool TryComputeLength(out long length)
        {
            length = _inner.Headers.ContentLength ?? -1;
            return length >= 0;
        }

        protected override void Dispose(bool disposing)
        {
            _inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
