namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>Code around every invocation.</summary>
/// <remarks>Registered as a singleton. It also runs around every replay of an orchestrator, where it must not await anything unfinished.</remarks>
public interface IFunctionsWorkerMiddleware
{
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
