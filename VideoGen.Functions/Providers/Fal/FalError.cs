using System.Text.Json;

namespace VideoGen.Functions.Providers.Fal;

/// <summary>What an answer of fal says went wrong: <c>detail</c> is a sentence or a list, and the kind of error stands in one of three places.</summary>
/// <param name="Type">fal's name for the kind of error.</param>
/// <param name="Words">What is said about it.</param>
/// <param name="Evidence">The status and the kind.</param>
/// <param name="Retryable">As fal says; null when it does not.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="IsTheRequests">True when the answer is the request's own failure, and not that of the call which asked.</param>
internal sealed record FalError(string? Type, string Words, string? Evidence, bool? Retryable, int? Status, bool IsTheRequests)
{
    private static readonly string[] _infrastructure =
    [
        "request_timeout", "startup_timeout", "runner_scheduling_failure", "runner_connection_timeout", "runner_disconnected", "runner_connection_refused",
        "runner_connection_error", "runner_incomplete_response", "runner_server_error", "internal_error",
    ];

    private static readonly string[] _passing =
        ["internal_server_error", "generation_timeout", "downstream_service_error", "downstream_service_unavailable"];

    public bool IsModeration => Type == "content_policy_violation";

    public bool IsCancellation => Type == "client_cancelled" || Status == 499;

    public bool IsInfrastructure => _infrastructure.Contains(Type);

    /// <summary>True when it is fal's fault, and not the input's.</summary>
    public bool IsFals => IsInfrastructure || _passing.Contains(Type) || Status >= 500;

    /// <param name="answer">The answer that reports a failure.</param>
    /// <param name="status">What the status call said before, where there was one.</param>
    public static FalError Of(Answer answer, Answer? status = null)
    {
        var items = Items(answer);
        var type = items.Select(item => Text(item, "type")).FirstOrDefault(found => found is not null)
            ?? answer.Text("error_type") ?? answer.Header("X-Fal-Error-Type") ?? status?.Text("error_type");
        var retryable = answer.Header("X-Fal-Retryable") switch { "true" => true, "false" => false, _ => (bool?)null };
        var words = items.Count > 0 ? string.Join("; ", items.Select(Sentence))
            : answer.Text("detail") ?? status?.Text("error") ?? answer.Text("error") ?? answer.Trouble ?? "fal's answer is not one of its own.";
        return new(
            type,
            words,
            type is null ? answer.Evidence : $"{answer.Evidence} {type}",
            retryable,
            answer.Status,
            answer.Status is >= 400 and < 500 || type is not null || retryable is not null || status?.Text("error") is not null);
    }

    public bool Says(string text) => Words.Contains(text, StringComparison.OrdinalIgnoreCase);

    private static List<JsonElement> Items(Answer answer) =>
        answer.Json?.TryGetProperty("detail", out var detail) == true && detail.ValueKind == JsonValueKind.Array
            ? [.. detail.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)]
            : [];

    // Without the input: it is the caller's whole prompt or picture.
    private static string Sentence(JsonElement item)
    {
        var place = item.TryGetProperty("loc", out var loc) && loc.ValueKind == JsonValueKind.Array ? string.Join('.', loc.EnumerateArray()) : "";
        return $"{place} {Text(item, "msg") ?? Text(item, "type")}".Trim();
    }

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
