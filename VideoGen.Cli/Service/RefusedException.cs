using System.Net;
using System.Text.Json;

namespace VideoGen.Cli.Service;

/// <summary>The service answered, and said no.</summary>
/// <param name="problem">Why, as it told it (RFC 9457).</param>
/// <param name="json">The same, as it came.</param>
internal sealed class RefusedException(Problem problem, string json) : CliException(CodeOf(problem), $"the service refused, {problem.Status} {problem.Code}: {problem.Detail ?? problem.Title}")
{
    public Problem Problem { get; } = problem;

    public string Json { get; } = json;

    /// <summary>The same with a field called as its caller knows it.</summary>
    public RefusedException Calling(string field, string name) =>
        new(Problem with { Errors = Problem.Errors?.ToDictionary(error => error.Key == field ? name : error.Key, error => error.Value) }, Json);

    private static int CodeOf(Problem problem) => (HttpStatusCode)problem.Status switch
    {
        _ when problem.Code is "CREDITS_EXHAUSTED" => Cli.ExitCode.UsedUp,
        HttpStatusCode.PaymentRequired or HttpStatusCode.TooManyRequests => Cli.ExitCode.UsedUp,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Cli.ExitCode.NotAllowed,
        HttpStatusCode.NotFound => Cli.ExitCode.NotFound,
        >= HttpStatusCode.InternalServerError => Cli.ExitCode.NoService,
        _ => Cli.ExitCode.Refused,
    };
}

/// <summary>Why the service says no.</summary>
/// <param name="Errors">What is wrong with which field.</param>
internal sealed record Problem(int Status = 0, string? Code = null, string? Title = null, string? Detail = null, IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors = null)
{
    /// <summary>Null when this is no answer of the service.</summary>
    public static Problem? Read(HttpResponseMessage response, string body)
    {
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            return JsonSerializer.Deserialize<Problem>(body, ServiceJson.Options)! with { Status = (int)response.StatusCode };
        }

        // What stands before the service, and may refuse in its place, says no more than this.
        return response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests
            ? new((int)response.StatusCode, Title: response.ReasonPhrase)
            : null;
    }
}
