using DurableTask.Core.Exceptions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace VideoGen.Embedded.Management;

/// <summary>The durable management API: finds the operation for a path and a verb; anything else is 404.</summary>
internal sealed partial class ManagementApi(InstanceQueries queries, InstanceOperations operations, InstanceStarts starts, ILogger<ManagementApi> log)
{
    /// <param name="http">The request, already let through by its key.</param>
    /// <param name="path">What follows <c>/runtime/webhooks/durabletask</c>.</param>
    public async Task InvokeAsync(HttpContext http, PathString path)
    {
        try
        {
            await RouteAsync(http, path.Value?.Trim('/').Split('/') ?? []);
        }
        catch (ArgumentException error)
        {
            await Answers.MessageAsync(http, StatusCodes.Status400BadRequest, "One or more of the arguments submitted is incorrect", error);
        }
        catch (OrchestrationAlreadyExistsException error)
        {
            await Answers.MessageAsync(http, StatusCodes.Status409Conflict, "The instance id is in use", error);
        }
        catch (Exception error) when (!http.RequestAborted.IsCancellationRequested)
        {
            LogFailure(error, http.Request.Method, path);
            await Answers.MessageAsync(http, StatusCodes.Status500InternalServerError, "Something went wrong while processing your request");
        }
    }

    private Task RouteAsync(HttpContext http, string[] segments)
    {
        // Names of operations ignore case, ids and names of events and functions are taken as they are.
        string Word(int i) => i < segments.Length ? segments[i].ToLowerInvariant() : "";
        var id = segments.ElementAtOrDefault(1) ?? "";
        return (http.Request.Method, Word(0), segments.Length, Word(2)) switch
        {
            ("GET", "instances", 1, _) => queries.ListAsync(http),
            ("GET", "instances", 2, _) => queries.GetAsync(http, id),
            ("DELETE", "instances", 1, _) => operations.PurgeManyAsync(http),
            ("DELETE", "instances", 2, _) => operations.PurgeAsync(http, id),
            ("POST", "instances", 3, "terminate") => operations.TerminateAsync(http, id),
            ("POST", "instances", 3, "suspend") => operations.SuspendAsync(http, id),
            ("POST", "instances", 3, "resume") => operations.ResumeAsync(http, id),
            ("POST", "instances", 3, "rewind") => operations.RewindAsync(http, id),
            ("POST", "instances", 3, "restart") => starts.RestartAsync(http, id),
            ("POST", "instances", 4, "raiseevent") => operations.RaiseEventAsync(http, id, segments[3]),
            ("POST", "orchestrators", 2, _) => starts.StartAsync(http, id, null),
            ("POST", "orchestrators", 3, _) => starts.StartAsync(http, id, segments[2]),
            _ => Answers.EmptyAsync(http, StatusCodes.Status404NotFound),
        };
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} of the durable management API failed")]
    private partial void LogFailure(Exception error, string method, PathString path);
}
