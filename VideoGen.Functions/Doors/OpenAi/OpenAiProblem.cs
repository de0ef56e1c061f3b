using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using VideoGen.Domain;

namespace VideoGen.Functions.Doors.OpenAi;

/// <summary>An error as the OpenAI clients read it, which make their exceptions of its parts.</summary>
public sealed record OpenAiProblem(OpenAiFault Error)
{
    private const string InvalidRequest = "invalid_request_error";
    private const string Quota = "insufficient_quota";

    private static readonly Dictionary<string, string> Names = new()
    {
        ["duration"] = "seconds",
        ["width"] = "size",
        ["height"] = "size",
        ["image"] = "input_reference",
        ["image.url"] = "input_reference",
        ["image.uploadId"] = "input_reference",
        ["image.base64"] = "input_reference",
        ["file"] = "input_reference",
    };

    public static object Of(ProblemException problem)
    {
        var said = DoorProblems.InWordsOf(problem, Names);
        return new OpenAiProblem(new OpenAiFault(said.Message, TypeOf(said.Kind), said.Fields.Count > 0 ? said.Fields[0].Field : null, CodeOf(said.Kind.Code)));
    }

    /// <summary>These clients repeat a 409, a 429 and whatever is a server's fault by themselves, unless they are told not to.</summary>
    public static void TellRetry(ProblemException problem, IHeaderDictionary headers)
    {
        if (!problem.Kind.Retryable) headers["x-should-retry"] = "false";
    }

    /// <summary>Our code in this API's words.</summary>
    public static string CodeOf(string code) =>
        code == Errors.ContentIsRejected.Code ? "moderation_blocked"
        : code == Errors.QuotaIsExceeded.Code || code == Errors.PointsAreMissing.Code ? Quota
        : code == Errors.LimitIsExceeded.Code ? "rate_limit_exceeded"
        : code == Errors.IsUnauthorized.Code ? "invalid_api_key"
        : code.ToLowerInvariant();

    private static string TypeOf(ErrorKind kind) =>
        kind == Errors.QuotaIsExceeded || kind == Errors.PointsAreMissing ? Quota
        : kind == Errors.LimitIsExceeded ? "requests"
        : kind.Status >= StatusCodes.Status500InternalServerError ? "server_error"
        : InvalidRequest;
}

/// <summary>What is wrong, of which kind, and with which field; the last is null where it is about something else.</summary>
public sealed record OpenAiFault(
    string Message, string Type, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Param, string Code);
