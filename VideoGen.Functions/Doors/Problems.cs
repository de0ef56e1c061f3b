using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using VideoGen.Domain;

namespace VideoGen.Functions.Doors;

/// <summary>Answers a <see cref="ProblemException"/> as problem+json or as the door has it, and a bug as one without details.</summary>
/// <remarks>Registered for HTTP triggers only: worker middleware would run at every replay of an orchestrator.</remarks>
public sealed partial class Problems(IEnumerable<DoorProblems> doors, ILogger<Problems> logger) : IFunctionsWorkerMiddleware
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (ProblemException problem)
        {
            await AnswerAsync(context, problem);
        }
        catch (OperationCanceledException) when (context.GetHttpContext()!.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (BadHttpRequestException e)
        {
            await AnswerAsync(context, Errors.InvalidRequest("body", e.Message));
        }
        catch (Exception e) when (!context.GetHttpContext()!.Response.HasStarted)
        {
            LogBug(e, context.FunctionDefinition.Name);
            await AnswerAsync(context, new(Errors.IsInternal, "The request could not be answered. It is in our log."));
        }
    }

    private Task AnswerAsync(FunctionContext context, ProblemException problem)
    {
        var (http, kind) = (context.GetHttpContext()!, problem.Kind);
        http.Response.StatusCode = kind.Status;
        if (problem.RetryAfterSeconds is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (doors.FirstOrDefault(door => door.IsOf(context.FunctionDefinition)) is { } door)
        {
            door.Tell?.Invoke(problem, http.Response.Headers);
            return http.Response.WriteAsJsonAsync<object>(door.Write(problem), Json, "application/json", http.RequestAborted);
        }

        return http.Response.WriteAsJsonAsync(Write(problem), Json, "application/problem+json", http.RequestAborted);
    }

    /// <summary>As problem+json (RFC 9457) has it.</summary>
    internal static Problem Write(ProblemException problem)
    {
        var kind = problem.Kind;
        return new(
            $"urn:videogen:problem:{kind.Code.ToLowerInvariant().Replace('_', '-')}",
            kind.Title,
            kind.Status,
            problem.Message,
            kind.Code,
            kind.Retryable,
            problem.Fields.Count == 0 ? null : problem.Fields.GroupBy(field => field.Field)
                .ToDictionary(group => group.Key, group => group.Select(field => field.Message).ToList()));
    }

    internal sealed record Problem(
        string Type, string Title, int Status, string Detail, string Code, bool Retryable, Dictionary<string, List<string>>? Errors);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} failed")]
    private partial void LogBug(Exception exception, string function);
}
