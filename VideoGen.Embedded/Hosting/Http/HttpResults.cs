using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using VideoGen.Embedded.Hosting.Functions;

namespace VideoGen.Embedded.Hosting.Http;

/// <summary>Shows the request to the invocation, and writes what the function returned.</summary>
internal static class HttpResults
{
    public static FunctionExecutionDelegate Middleware(FunctionExecutionDelegate next) => async context =>
    {
        var invocation = (Invocation)context;
        var http = invocation.Http!;
        invocation.Items[FunctionContextExtensions.HttpContextKey] = http;
        await next(context);
        RequestBodyLimit.ThrowIfPassed(http);
        if (!await TryWriteAsync(invocation.Result, http)) await TryWriteAsync(invocation.HttpResult, http);
    };

    /// <summary>Any other type writes nothing, as in the worker: the caller gets an empty 200.</summary>
    private static async Task<bool> TryWriteAsync(object? result, HttpContext http)
    {
        switch (result)
        {
            case IActionResult action:
                await action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
                return true;
            case IResult answer:
                await answer.ExecuteAsync(http);
                return true;
            default:
                return false;
        }
    }
}
