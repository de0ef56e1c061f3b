using Azure;
using Microsoft.DurableTask;
using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Jobs;

/// <summary>How often a failed call is repeated.</summary>
public static class Retry
{
    /// <summary>For what may safely be done twice: the network or the store failed for the moment.</summary>
    public static TaskOptions Passing { get; } = TaskOptions.FromRetryPolicy(
        new RetryPolicy(5, TimeSpan.FromSeconds(6), 2, TimeSpan.FromMinutes(1))
        {
            HandleFailure = failure => failure.IsCausedBy<TransientException>() || failure.IsCausedBy<RequestFailedException>(),
        });
}
