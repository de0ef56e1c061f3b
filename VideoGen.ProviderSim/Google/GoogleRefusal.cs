using System.Text.Json.Nodes;

namespace VideoGen.ProviderSim.Google;

/// <summary>A request that is refused, in Google's words.</summary>
internal sealed class GoogleRefusal(int status, JsonObject body) : Exception
{
    private const string Rpc = "type.googleapis.com/google.rpc.";

    public int Status => status;

    public JsonObject Body => body;

    public static GoogleRefusal Invalid(string message) => Of(400, message, "INVALID_ARGUMENT");

    /// <summary>For fields that belong to no model; the others have a way of their own.</summary>
    public static GoogleRefusal Unknown(string name) => Invalid($"Invalid JSON payload received. Unknown name \"{name}\": Cannot find field.");

    public static GoogleRefusal Unsupported(string name) =>
        Invalid($"`{name}` isn't supported by this model. Please remove it or refer to the Gemini API documentation for supported usage.");

    public static GoogleRefusal Unsafe() => Invalid(UnsafeWords);

    public const string UnsafeWords =
        "The prompt could not be submitted. This prompt contains sensitive words that violate Google's Responsible AI practices. Try rephrasing the prompt. " +
        "If you think this was an error, send feedback. Support codes: 58061214";

    public const string DepletedWords =
        "Your prepayment credits are depleted. Please go to AI Studio at https://ai.studio/projects to manage your project and billing.";

    public static GoogleRefusal Depleted(int status) => Of(status, DepletedWords, "RESOURCE_EXHAUSTED");

    public static GoogleRefusal WrongKey() => Of(400, "API key not valid. Please pass a valid API key.", "INVALID_ARGUMENT", new JsonObject
    {
        ["@type"] = $"{Rpc}ErrorInfo",
        ["reason"] = "API_KEY_INVALID",
        ["domain"] = "googleapis.com",
        ["metadata"] = new JsonObject { ["service"] = "generativelanguage.googleapis.com" },
    });

    public static GoogleRefusal NoKey() => Of(
        403, "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.", "PERMISSION_DENIED");

    public static GoogleRefusal Retired(string model) => Of(
        404, $"This model models/{model} is no longer available. Please update your code to use a newer model for the latest features and improvements.", "NOT_FOUND");

    public static GoogleRefusal NoModel(string model, string method) => Of(
        404, $"models/{model} is not found for API version v1beta, or is not supported for {method}. Call ListModels to see the list of available models and their supported methods.", "NOT_FOUND");

    public static GoogleRefusal NotFound() => Of(404, "Requested entity was not found.", "NOT_FOUND");

    /// <summary>A quota of one of four kinds: by the <c>minute</c>, by the <c>day</c>, none at all in the <c>free</c> tier, or <c>plain</c> overload.</summary>
    public static GoogleRefusal Quota(string kind, string model) => kind switch
    {
        "plain" => Of(429, "Resource has been exhausted (e.g. check quota).", "RESOURCE_EXHAUSTED"),
        "minute" => Quota(model, "generate_requests_per_model", "GenerateRequestsPerMinutePerProjectPerModel", 10),
        "day" => Quota(model, "generate_requests_per_model_per_day", "GenerateRequestsPerDayPerProjectPerModel", 50),
        "free" => Quota(model, "generate_content_free_tier_requests", "GenerateRequestsPerDayPerProjectPerModel-FreeTier", 0),
        _ => throw new FormatException($"There is no quota \"{kind}\": it is minute, day, free or plain."),
    };

    /// <summary>A refusal that was asked for, by its status and, where several share one, a word.</summary>
    public static GoogleRefusal Of(int status, string? code) => (status, code) switch
    {
        (400, "key") => WrongKey(),
        (400, "unsafe") => Unsafe(),
        (400, "billing") => Of(400, "Gemini API free tier is not available in your country. Please enable billing on your project in Google AI Studio.", "FAILED_PRECONDITION"),
        (400, _) => Invalid("Request contains an invalid argument."),
        (402, _) => Depleted(402),
        (403, "billing") => Of(403, "This API method requires billing to be enabled. Please enable billing on your project.", "PERMISSION_DENIED"),
        (401 or 403, _) => Of(status, "The caller does not have permission", "PERMISSION_DENIED"),
        (404, "retired") => Retired("veo-3.1-generate-preview"),
        (404, _) => NotFound(),
        (429, "depleted") => Depleted(429),
        (429, { } kind) => Quota(kind, "veo-3.1-generate-preview"),
        (429, _) => Quota("plain", ""),
        (503, _) => Of(503, "The model is overloaded. Please try again later.", "UNAVAILABLE"),
        (504, _) => Of(504, "Deadline expired before operation could complete.", "DEADLINE_EXCEEDED"),
        _ => Of(status, "Internal error encountered.", "INTERNAL"),
    };

    private static GoogleRefusal Quota(string model, string metric, string id, int limit) => Of(
        429,
        "You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits.\n" +
        $"* Quota exceeded for metric: generativelanguage.googleapis.com/{metric}, limit: {limit}, model: {model}\nPlease retry in 46.57s.",
        "RESOURCE_EXHAUSTED",
        new JsonObject
        {
            ["@type"] = $"{Rpc}QuotaFailure",
            ["violations"] = new JsonArray(new JsonObject
            {
                ["quotaMetric"] = $"generativelanguage.googleapis.com/{metric}",
                ["quotaId"] = id,
                ["quotaDimensions"] = new JsonObject { ["location"] = "global", ["model"] = model },
            }),
        },
        new JsonObject { ["@type"] = $"{Rpc}Help", ["links"] = new JsonArray(new JsonObject { ["description"] = "Learn more about Gemini API quotas", ["url"] = "https://ai.google.dev/gemini-api/docs/rate-limits" }) },
        new JsonObject { ["@type"] = $"{Rpc}RetryInfo", ["retryDelay"] = "47s" });

    private static GoogleRefusal Of(int status, string message, string name, params JsonObject[] details)
    {
        var error = new JsonObject { ["code"] = status, ["message"] = message, ["status"] = name };
        if (details is not [])
        {
            error["details"] = new JsonArray([.. details]);
        }

        return new(status, new JsonObject { ["error"] = error });
    }
}
