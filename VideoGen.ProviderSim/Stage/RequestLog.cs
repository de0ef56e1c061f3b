using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace VideoGen.ProviderSim.Stage;

/// <summary>Every request received, without its secrets, and how often each task was polled.</summary>
internal sealed class RequestLog(SimClock clock)
{
    private const int Kept = 50_000;
    private const int LongestBody = 16 << 20;
    private const int LongestBodyKept = 64 << 10;
    private static readonly string[] _secret = ["Authorization", "Cookie", "x-goog-api-key"];

    private readonly ConcurrentQueue<LogEntry> _entries = new();
    private readonly ConcurrentDictionary<string, PollStatistics> _polls = new();
    private long _number;

    public IEnumerable<LogEntry> Entries => _entries;

    public IEnumerable<PollStatistics> Polls => _polls.Values;

    public async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/_sim"))
        {
            await next(context);
            return;
        }

        var entry = Begin(context);
        context.Features.Set(entry);
        // Before anybody can have seen the answer: who looks into the log then finds it there.
        context.Response.OnStarting(() =>
        {
            entry.Status = context.Response.StatusCode;
            return Task.CompletedTask;
        });
        try
        {
            await next(context);
            entry.Status = context.RequestAborted.IsCancellationRequested ? null : context.Response.StatusCode;
        }
        catch (Exception broken) when (broken is not (OperationCanceledException or IOException))
        {
            entry.Fault = "the simulator itself is broken";
            await Console.Error.WriteLineAsync($"{context.Request.Method} {context.Request.Path}: {broken}");
            throw;
        }
        finally
        {
            entry.Ended = clock.RealNow;
        }
    }

    /// <summary>The JSON of a request, read once and kept for the log and the handler alike.</summary>
    public static async Task<string> ReadBodyAsync(HttpContext context)
    {
        var entry = LogEntry.Of(context);
        if (entry.Text is null)
        {
            entry.Text = context.Request.HasJsonContentType() ? await ReadAsync(context.Request, context.RequestAborted) : "";
            entry.Body = Shown(entry.Text);
        }

        return entry.Text;
    }

    public void Clear()
    {
        _entries.Clear();
        _polls.Clear();
    }

    private static async Task<string> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > LongestBody)
        {
            throw new BadHttpRequestException("Request body too large", StatusCodes.Status413PayloadTooLarge);
        }

        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(ct);
    }

    private LogEntry Begin(HttpContext context)
    {
        var request = context.Request;
        var operation = context.GetEndpoint()?.Metadata.GetMetadata<Operation>();
        var entry = new LogEntry
        {
            Number = Interlocked.Increment(ref _number),
            At = clock.RealNow,
            Provider = operation?.Provider,
            Operation = operation?.Name,
            Method = request.Method,
            // The query is left out: it is where media hosts and some providers carry their secrets.
            Path = request.PathBase + request.Path,
            Headers = request.Headers.Where(header => !_secret.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
                .ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
            Key = Fingerprint(request.Headers.Authorization is [var authorization] ? authorization : request.Headers["x-goog-api-key"]),
            Task = operation?.TaskOf(context),
        };

        if (entry is { Operation: Operation.Poll, Task: { } task })
        {
            _polls.GetOrAdd(task, id => new PollStatistics(id)).Add(entry.At);
        }

        _entries.Enqueue(entry);
        while (_entries.Count > Kept && _entries.TryDequeue(out _))
        {
        }

        return entry;
    }

    /// <summary>What an account is called in the log; the scheme before the key does not count.</summary>
    public static string? Fingerprint(string? authorization) => string.IsNullOrEmpty(authorization)
        ? null
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(authorization[(authorization.IndexOf(' ', StringComparison.Ordinal) + 1)..])))[..8];

    private static JsonNode? Shown(string body)
    {
        try
        {
            return body.Length == 0 ? null : body.Length > LongestBodyKept ? JsonValue.Create($"{body.Length} characters") : JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return JsonValue.Create(body);
        }
    }
}

/// <summary>One request; the last two fields are filled when it is answered, and stay empty when it never is.</summary>
internal sealed class LogEntry
{
    public required long Number { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string? Provider { get; init; }
    public required string? Operation { get; init; }
    public required string Method { get; init; }
    public required string Path { get; init; }
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
    public string? Key { get; set; }
    public string? Task { get; set; }
    public JsonNode? Body { get; set; }
    public string? Fault { get; set; }
    public int? Status { get; set; }
    public DateTimeOffset? Ended { get; set; }

    [JsonIgnore]
    public string? Text { get; set; }

    public static LogEntry Of(HttpContext context) => context.Features.Get<LogEntry>()!;
}

/// <summary>How often one task was asked for, and the least time between two of these.</summary>
internal sealed class PollStatistics(string task)
{
    private readonly Lock _gate = new();
    private DateTimeOffset? _last;

    public string Task => task;

    public int Count { get; private set; }

    public double? SmallestSpacing { get; private set; }

    public void Add(DateTimeOffset at)
    {
        lock (_gate)
        {
            Count++;
            if (_last is { } last && (SmallestSpacing is null || (at - last).TotalSeconds < SmallestSpacing))
            {
                SmallestSpacing = (at - last).TotalSeconds;
            }

            _last = at;
        }
    }
}
