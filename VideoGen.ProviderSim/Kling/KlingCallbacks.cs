using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using VideoGen.ProviderSim.Stage;

namespace VideoGen.ProviderSim.Kling;

/// <summary>Posts what became of a task, in turn; each state once, unless the script says otherwise.</summary>
/// <remarks>
/// A script's <c>callback=</c> knows <c>twice</c>, <c>late</c> (the state of being made comes after the end), <c>unknown</c> (a task of nobody),
/// <c>unsigned</c>, <c>wrong</c> (another secret), <c>old</c> (a time of five minutes ago and one second), <c>two</c> (two signatures, the second fits) and <c>none</c>.
/// </remarks>
internal sealed class KlingCallbacks(SimClock clock, IHostApplicationLifetime lifetime) : IDisposable
{
    private const int Kept = 10_000;
    private const int TooOldSeconds = 301;
    private const string WrongSecret = "whsec_d3JvbmcgYnV0IGp1c3QgYXMgbG9uZyBhcyByaWdodA==";

    private static readonly HashSet<string> _words = ["twice", "late", "unknown", "unsigned", "wrong", "old", "two", "none"];

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(15) };
    private readonly Channel<Sent> _queue = Channel.CreateBounded<Sent>(new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly ConcurrentQueue<Sent> _sent = new();
    private int _started;

    /// <summary>Those posted so far, with what they were answered.</summary>
    public IEnumerable<Sent> All => _sent;

    public static void Check(Script script)
    {
        if (script.Callbacks.FirstOrDefault(word => !_words.Contains(word)) is { } unknown)
        {
            throw new FormatException($"There is no callback \"{unknown}\".");
        }
    }

    /// <summary>A task has come to another state.</summary>
    public void Tell(KlingTask task, Func<string, string> output)
    {
        // On this stage nobody else is called.
        if (!Uri.TryCreate(task.Order.CallbackUrl, UriKind.Absolute, out var url) || !url.IsLoopback || task.Script.Callbacks.Contains("none")) return;

        var late = task.Script.Callbacks.Contains("late");
        if (late && !task.IsOver) return;

        Send(task, output, task.Now.Status);
        if (late)
        {
            Send(task, output, "processing");
        }
    }

    public void Clear() => _sent.Clear();

    public void Dispose() => _http.Dispose();

    private void Send(KlingTask task, Func<string, string> output, string status)
    {
        var words = task.Script.Callbacks;
        var body = task.ToCallback(output, status);
        if (words.Contains("unknown"))
        {
            body[task.IsNew ? "id" : "task_id"] = "800000000000000000";
        }

        var message = Sign(new Sent(task.Order.CallbackUrl!, body.ToJsonString()), task.Account.WebhookSecrets, words);
        for (var times = words.Contains("twice") ? 2 : 1; times > 0; times--)
        {
            _queue.Writer.TryWrite(message);
        }

        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            _ = Task.Run(PostAllAsync);
        }
    }

    private Sent Sign(Sent message, IReadOnlyList<string> secrets, IReadOnlyList<string> words)
    {
        if (secrets.Count == 0 || words.Contains("unsigned")) return message;

        var id = RandomNumberGenerator.GetInt32(1_000_000_000, int.MaxValue).ToString(CultureInfo.InvariantCulture);
        var time = clock.RealNow.ToUnixTimeSeconds() - (words.Contains("old") ? TooOldSeconds : 0);
        IEnumerable<string> signers = words.Contains("wrong") ? [WrongSecret] : words.Contains("two") ? [WrongSecret, .. secrets] : secrets;
        var content = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{time}.{message.Body}"));
        return message with
        {
            Id = id,
            Timestamp = time.ToString(CultureInfo.InvariantCulture),
            Signature = string.Join(' ', signers.Select(secret =>
                "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), content)))),
        };
    }

    private async Task PostAllAsync()
    {
        try
        {
            await foreach (var message in _queue.Reader.ReadAllAsync(lifetime.ApplicationStopping))
            {
                _sent.Enqueue(message with { Status = await PostAsync(message, lifetime.ApplicationStopping) });
                while (_sent.Count > Kept && _sent.TryDequeue(out _))
                {
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The simulator ends.
        }
    }

    private async Task<int?> PostAsync(Sent message, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, message.Url) { Content = new StringContent(message.Body, Encoding.UTF8, "application/json") };
        if (message.Signature is not null)
        {
            request.Headers.Add("webhook-id", message.Id);
            request.Headers.Add("webhook-timestamp", message.Timestamp);
            request.Headers.Add("webhook-signature", message.Signature);
        }

        try
        {
            using var answer = await _http.SendAsync(request, ct);
            return (int)answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>One callback; the status is what the receiver answered, none when it did not.</summary>
    internal sealed record Sent(string Url, string Body)
    {
        public string? Id { get; init; }
        public string? Timestamp { get; init; }
        public string? Signature { get; init; }
        public int? Status { get; init; }

        public JsonNode? Json => JsonNode.Parse(Body);
    }
}
