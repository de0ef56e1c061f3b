using Azure;
using Microsoft.DurableTask;
using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Jobs;

/// <summary>How often a failed call is repeated.</summary>
public static class Retry
{
    /// <summary>For what may safely be done twice: the network or the store failed for the moment.</summary>
    public static TaskOptions Passing { get; } = Of(5, TimeSpan.FromMinutes(1));

    /// <summary>For what must be done in the end: about a day.</summary>
    public static TaskOptions Persistent { get; } = Of(150, TimeSpan.FromMinutes(10));

    private static TaskOptions Of(int attempts, TimeSpan longest) => TaskOptions.FromRetryPolicy(
        new RetryPolicy(attempts, TimeSpan.FromSeconds(6), 2, longest)
        {
            HandleFailure = failure => failure.IsCausedBy<TransientException>() || failure.IsCausedBy<RequestFailedException>(),
        });
}
