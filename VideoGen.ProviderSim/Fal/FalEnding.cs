using System.Text.Json.Nodes;

namespace VideoGen.ProviderSim.Fal;

/// <summary>How a request ends that does not work: what fetching its result answers.</summary>
/// <remarks>
/// Written behind the last state, as in <c>COMPLETED content_policy_violation text final</c>: fal's kind of error, and then <c>text</c> or <c>list</c> for the form
/// of <c>detail</c>, <c>retryable</c>, <c>final</c> or <c>unsaid</c> for <c>X-Fal-Retryable</c>, <c>reported</c> for a status that tells the error as well.
/// </remarks>
internal sealed record FalEnding(int Status, JsonObject Body, string Type, bool? Retryable, bool IsReported)
{
    private static readonly Dictionary<string, int> _infrastructure = new()
    {
        ["request_timeout"] = 504,
        ["startup_timeout"] = 504,
        ["runner_scheduling_failure"] = 503,
        ["runner_connection_timeout"] = 503,
        ["runner_disconnected"] = 503,
        ["runner_connection_refused"] = 503,
        ["runner_connection_error"] = 503,
        ["runner_incomplete_response"] = 502,
        ["runner_server_error"] = 500,
        ["internal_error"] = 500,
        ["client_cancelled"] = 499,
    };

    private static readonly Dictionary<string, int> _passing = new()
    {
        ["internal_server_error"] = 500,
        ["generation_timeout"] = 504,
        ["downstream_service_error"] = 502,
        ["downstream_service_unavailable"] = 503,
    };

    public static FalEnding Invalid(JsonArray issues) =>
        new(422, new JsonObject { ["detail"] = issues.DeepClone() }, issues[0]!["type"]!.GetValue<string>(), false, IsReported: false);

    public static FalEnding Parse(string detail)
    {
        var words = detail.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (type, flags) = (words[0], words[1..]);
        if (flags.FirstOrDefault(flag => flag is not ("text" or "list" or "retryable" or "final" or "unsaid" or "reported")) is { } unknown)
        {
            throw new FormatException($"An ending knows no \"{unknown}\".");
        }

        var isInfrastructure = _infrastructure.TryGetValue(type, out var status);
        var isPassing = !isInfrastructure && _passing.TryGetValue(type, out status);
        var isText = flags.Contains("text") || (isInfrastructure && !flags.Contains("list"));
        var message = $"{char.ToUpperInvariant(type[0])}{type[1..].Replace('_', ' ')}";
        var body = new JsonObject
        {
            ["detail"] = isText ? message : new JsonArray(new JsonObject { ["loc"] = new JsonArray("body", "prompt"), ["msg"] = message, ["type"] = type }),
        };
        if (isText)
        {
            body["error_type"] = type;
        }

        return new(
            isInfrastructure || isPassing ? status : 422,
            body,
            type,
            flags.Contains("retryable") ? true : flags.Contains("final") ? false : isInfrastructure || flags.Contains("unsaid") ? null : isPassing,
            flags.Contains("reported"));
    }

    public IResult Answer(HttpResponse response)
    {
        if (Retryable is { } retryable)
        {
            response.Headers["X-Fal-Retryable"] = retryable ? "true" : "false";
        }

        if (Body["error_type"] is not null)
        {
            response.Headers["X-Fal-Error-Type"] = Type;
        }

        return Results.Json(Body, statusCode: Status);
    }
}
