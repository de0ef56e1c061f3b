using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using VideoGen.Embedded.Hosting.Functions;

namespace VideoGen.Embedded.Hosting.Http;

/// <summary>The HTTP functions as endpoints: key, invocation, answer.</summary>
internal sealed partial class HttpFunctions(
    IReadOnlyList<Function> functions,
    Pipeline pipeline,
    HostJson host,
    KeyRing keys,
    Draining draining,
    IServiceProvider services,
    ILogger<HttpFunctions> log)
{
    private readonly FunctionExecutionDelegate _pipeline = pipeline.ForHttp();

    public void MapTo(IEndpointRouteBuilder endpoints)
    {
        foreach (var function in functions)
        {
            if (function.Trigger is not HttpTrigger trigger) continue;
            endpoints.Map(trigger.Route, http => InvokeAsync(http, function, trigger)).WithMetadata(trigger);
        }
    }

    private async Task InvokeAsync(HttpContext http, Function function, HttpTrigger trigger)
    {
        if (!keys.Opens(http.Request, function.Name, trigger.Level))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (RequestBodyLimit.IsExceededBy(http))
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }

        RequestBodyLimit.Watch(http);
        await using var invocation = new Invocation(function, services, host.FunctionTimeout, draining.Token) { Http = http };
        http.Features.Set<IServiceProvidersFeature>(new InvocationServices(invocation));
        try
        {
            await _pipeline(invocation);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (Exception error)
        {
            LogFailure(error, function.Name, invocation.InvocationId);
            Fail(http);
        }
    }

    private static void Fail(HttpContext http)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Function {Function} failed (invocation {InvocationId})")]
    private partial void LogFailure(Exception error, string function, string invocationId);

    private sealed class InvocationServices(Invocation invocation) : IServiceProvidersFeature
    {
        public IServiceProvider RequestServices
        {
            get => invocation.InstanceServices;
            set => invocation.InstanceServices = value;
        }
    }
}
