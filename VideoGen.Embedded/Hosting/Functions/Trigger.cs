using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace VideoGen.Embedded.Hosting.Functions;

/// <summary>What starts a function.</summary>
internal abstract record Trigger(string BindingType);

/// <param name="Route">The whole route, prefix included.</param>
/// <param name="Methods">Upper case; empty means every method.</param>
internal sealed record HttpTrigger(RoutePattern Route, IReadOnlyList<string> Methods, AuthorizationLevel Level) : Trigger("httpTrigger")
{
    public bool Takes(string method) => Methods.Count == 0 || Methods.Contains(method, StringComparer.OrdinalIgnoreCase);

    public bool SharesAMethodWith(HttpTrigger other) =>
        Methods.Count == 0 || other.Methods.Count == 0 || Methods.Intersect(other.Methods).Any();
}

internal sealed record OrchestrationTrigger(string DurableName) : Trigger("orchestrationTrigger");

internal sealed record ActivityTrigger(string DurableName) : Trigger("activityTrigger");

internal sealed record TimerTrigger(string Schedule, bool UseMonitor, bool RunOnStartup, RetryAttribute? Retry) : Trigger("timerTrigger");
