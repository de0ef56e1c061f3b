namespace VideoGen.ProviderSim.Stage;

/// <summary>What a route is for, in words all providers share: the log counts by it and faults are planned by it.</summary>
internal sealed record Operation(string Provider, string Name)
{
    public const string Submit = "submit";
    public const string Poll = "poll";
    public const string Delete = "delete";
    public const string Account = "account";
    public const string Upload = "upload";
    public const string Download = "download";

    public static readonly IReadOnlySet<string> All = new HashSet<string> { Submit, Poll, Delete, Account, Upload, Download };
}

internal static class OperationExtensions
{
    public static IEndpointConventionBuilder As(this IEndpointConventionBuilder route, ISimulatedProvider provider, string operation) =>
        route.WithMetadata(new Operation(provider.Name, operation));
}
