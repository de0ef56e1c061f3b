namespace VideoGen.ProviderSim.Stage;

/// <summary>What a route is for, in words all providers share: the log counts by it and faults are planned by it.</summary>
/// <param name="Provider">Whose it is.</param>
/// <param name="Name">One of the words below.</param>
/// <param name="TaskQuery">The query parameter that names the task, where the path does not.</param>
internal sealed record Operation(string Provider, string Name, string? TaskQuery = null)
{
    public const string Submit = "submit";
    public const string Poll = "poll";
    public const string Delete = "delete";
    public const string Account = "account";
    public const string Upload = "upload";
    public const string Download = "download";

    /// <summary>The outcome, where it is fetched apart from the status.</summary>
    public const string Result = "result";

    /// <summary>The keys by which callbacks are verified.</summary>
    public const string Keys = "keys";

    /// <summary>Asking a language model.</summary>
    public const string Chat = "chat";

    public static readonly IReadOnlySet<string> All = new HashSet<string> { Submit, Poll, Delete, Account, Upload, Download, Result, Keys, Chat };

    /// <summary>The task a request names; null when it names none.</summary>
    public string? TaskOf(HttpContext context) =>
        context.GetRouteValue("task") as string ?? (TaskQuery is { } name && context.Request.Query[name] is [{ Length: > 0 } task] ? task : null);
}

internal static class OperationExtensions
{
    public static IEndpointConventionBuilder As(this IEndpointConventionBuilder route, ISimulatedProvider provider, string operation, string? taskQuery = null) =>
        route.WithMetadata(new Operation(provider.Name, operation, taskQuery));
}
