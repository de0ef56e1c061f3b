using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using VideoGen.ProviderSim.Stage;

namespace VideoGen.ProviderSim.OpenAi;

/// <summary>OpenAI's language models: chat completions and responses, which write a scene a little longer than it was.</summary>
/// <remarks>
/// The next answers are set by <c>POST /_sim/openai</c> with <c>{"answers": ["length", "refusal"]}</c>: <c>normal</c>, <c>length</c>, <c>empty</c>, <c>refusal</c>,
/// <c>content_filter</c>, <c>quoted</c>, <c>long</c>. What fails as HTTP does is a fault: <c>chat=429:insufficient_quota</c>, <c>chat=429:rate_limit_exceeded:retry=20</c>, <c>chat=503</c>, <c>chat=hang</c>.
/// </remarks>
internal sealed class OpenAiSim(SimClock clock, IConfiguration configuration) : ISimulatedProvider
{
    private static readonly string[] _kinds = ["normal", "length", "empty", "refusal", "content_filter", "quoted", "long"];

    private readonly ConcurrentQueue<string> _answers = new();
    private readonly bool _anyKey = configuration.GetValue("any-key", false);
    private int _tokens;
    private int _answered;

    public string Name => "openai";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/chat/completions", context => AnswerAsync(context, Completion)).As(this, Operation.Chat);
        routes.MapPost("/v1/responses", context => AnswerAsync(context, Response)).As(this, Operation.Chat);
    }

    public void Configure(JsonObject settings)
    {
        foreach (var (name, value) in settings)
        {
            if (name != "answers") throw new FormatException($"openai has no setting \"{name}\".");

            foreach (var kind in value!.AsArray().Select(kind => kind!.GetValue<string>()))
            {
                _answers.Enqueue(_kinds.Contains(kind) ? kind : throw new FormatException($"openai has no answer \"{kind}\"."));
            }
        }
    }

    public Bill Bill() => new(_answered, _tokens, "tokens", []);

    public bool CancelElsewhere(string taskId) => false;

    public JsonObject Refusal(int status) => Refusal(status, null);

    public JsonObject Refusal(int status, string? code) => (status, code) switch
    {
        (429, "credit_balance_exhausted") => Error("You have no credits remaining. Please add credits to continue.", "insufficient_quota", code),
        (429, "insufficient_quota") => Error("You exceeded your current quota, please check your plan and billing details.", "insufficient_quota", code),
        (429, _) => Error("Rate limit reached for requests. Please try again later.", "requests", "rate_limit_exceeded"),
        (401, _) => Error("Incorrect API key provided.", "invalid_request_error", "invalid_api_key"),
        _ when status >= 500 => Error("The server had an error while processing your request.", "server_error", code),
        _ => Error("The request is not valid.", "invalid_request_error", code),
    };

    public void Reset()
    {
        _answers.Clear();
        (_tokens, _answered) = (0, 0);
    }

    private async Task AnswerAsync(HttpContext context, Func<JsonObject, string, JsonObject> write)
    {
        var (status, answer) = await ReplyAsync(context, write);
        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(answer);
    }

    private async Task<(int Status, JsonObject Answer)> ReplyAsync(HttpContext context, Func<JsonObject, string, JsonObject> write)
    {
        var text = await RequestLog.ReadBodyAsync(context);
        if (!_anyKey && !context.Request.Headers.Authorization.ToString().StartsWith("Bearer sk-", StringComparison.Ordinal)) return (401, Refusal(401));
        if (Parse(text) is not { } body) return (400, Error("We could not parse the JSON body of your request.", "invalid_request_error", null));
        if (Fault(body) is { } fault) return (400, fault);

        var answer = write(body, _answers.TryDequeue(out var kind) ? kind : "normal");
        Interlocked.Increment(ref _answered);
        Interlocked.Add(ref _tokens, answer["usage"]!["total_tokens"]!.GetValue<int>());
        return (200, answer);
    }

    /// <summary>What newer models refuse, as they say it.</summary>
    private static JsonObject? Fault(JsonObject body) =>
        body["model"]?.GetValueKind() != JsonValueKind.String ? Error("you must provide a model parameter", "invalid_request_error", null)
        : body["max_tokens"] is not null ? Unsupported("max_tokens", "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "unsupported_parameter")
        : body["temperature"] is { } temperature && temperature.GetValue<double>() != 1
            ? Unsupported("temperature", "Unsupported value: 'temperature' does not support this value with this model. Only the default (1) value is supported.", "unsupported_value")
        : null;

    private JsonObject Completion(JsonObject body, string kind)
    {
        var asked = (body["messages"] as JsonArray)?.LastOrDefault(message => message?["role"]?.GetValue<string>() == "user")?["content"];
        var text = Write(Spoken(asked), kind);
        return new()
        {
            ["id"] = $"chatcmpl-{Guid.NewGuid():N}",
            ["object"] = "chat.completion",
            ["created"] = clock.Now.ToUnixTimeSeconds(),
            ["model"] = body["model"]!.DeepClone(),
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["message"] = new JsonObject
                {
                    ["role"] = "assistant",
                    ["content"] = kind == "refusal" ? null : text,
                    ["refusal"] = kind == "refusal" ? "I can't help with that." : null,
                },
                ["finish_reason"] = kind is "length" or "content_filter" ? kind : "stop",
            }),
            ["usage"] = Usage(body, text, "prompt_tokens", "completion_tokens"),
        };
    }

    private JsonObject Response(JsonObject body, string kind)
    {
        var text = Write(Spoken(body["input"]), kind);
        JsonObject part = kind == "refusal"
            ? new() { ["type"] = "refusal", ["refusal"] = "I can't help with that." }
            : new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray() };
        var reason = kind switch { "length" => "max_output_tokens", "content_filter" => kind, _ => null };
        return new()
        {
            ["id"] = $"resp_{Guid.NewGuid():N}",
            ["object"] = "response",
            ["created_at"] = clock.Now.ToUnixTimeSeconds(),
            ["status"] = reason is null ? "completed" : "incomplete",
            ["incomplete_details"] = reason is null ? null : new JsonObject { ["reason"] = reason },
            ["model"] = body["model"]!.DeepClone(),
            ["output"] = new JsonArray(new JsonObject
            {
                ["type"] = "message",
                ["id"] = $"msg_{Guid.NewGuid():N}",
                ["role"] = "assistant",
                ["status"] = reason is null ? "completed" : "incomplete",
                ["content"] = new JsonArray(part),
            }),
            ["usage"] = Usage(body, text, "input_tokens", "output_tokens"),
        };
    }

    private static string Write(string asked, string kind)
    {
        var scene = asked.Trim().TrimEnd('.');
        var written = $"{scene}, in soft morning light, every surface rich in detail, calm and natural in its movement.";
        return kind switch
        {
            "empty" => "",
            "length" => written[..(written.Length / 2)],
            "quoted" => $"\n\"{written}\"\n",
            "long" => string.Join(' ', Enumerable.Repeat(written, 40)),
            _ => written,
        };
    }

    /// <summary>What somebody asks for; where it is JSON with a prompt, that.</summary>
    private static string Spoken(JsonNode? content)
    {
        var text = content switch
        {
            JsonValue value => value.ToString(),
            JsonArray parts => string.Concat(parts.Select(part => part?["text"]?.ToString() ?? Spoken(part?["content"]))),
            _ => "",
        };
        return Parse(text)?["prompt"]?.ToString() ?? text;
    }

    private static JsonObject Usage(JsonObject body, string text, string input, string output)
    {
        var (read, written) = (body.ToJsonString().Length / 4, text.Length / 4);
        return new() { [input] = read, [output] = written, ["total_tokens"] = read + written };
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonObject Unsupported(string field, string message, string code)
    {
        var error = Error(message, "invalid_request_error", code);
        error["error"]!["param"] = field;
        return error;
    }

    private static JsonObject Error(string message, string type, string? code) =>
        new() { ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = null, ["code"] = code } };
}
