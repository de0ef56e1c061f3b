using Azure;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Webhooks;

/// <summary>Puts an event of a job on its way; answers whether somebody wants to know how the job goes on.</summary>
/// <remarks>A second run finds the deliveries under way, and starts those that the first could not.</remarks>
public sealed class PublishEvent(JobStore jobs, EventPublisher events)
{
    [Function(nameof(PublishEvent))]
    public async Task<bool> Run([ActivityTrigger] PublishEventInput input, [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        if (!input.NamesReceiver && !await events.HasReceiversAsync(input.User, ct)) return false;
        if (await jobs.FindAsync(input.User, input.JobId, ct) is not { Job: var job }) return false;

        if (input.Progress is { } progress)
        {
            return await events.PublishAsync(job.With(progress, input.At), input.Type!, input.Number, input.At, client, ct);
        }

        await events.PublishEndAsync(job, client, ct);
        return false;
    }
}

/// <param name="User">Whose job it is.</param>
/// <param name="JobId">Which one.</param>
/// <param name="At">When it happened.</param>
/// <param name="Type">The event; null for the end, which the record tells.</param>
/// <param name="Number">Tells events of one type apart.</param>
/// <param name="Progress">How far the job was; null at the end.</param>
/// <param name="NamesReceiver">Whether the job may name a receiver of its own; else it need not be read where nobody is subscribed.</param>
public sealed record PublishEventInput(
    string User, JobId JobId, DateTime At, string? Type = null, int Number = 0, JobProgress? Progress = null, bool NamesReceiver = true);

public static class PublishEventCall
{
    private static readonly TaskOptions Patient = TaskOptions.FromRetryPolicy(
        new RetryPolicy(20, TimeSpan.FromSeconds(6), 2, TimeSpan.FromMinutes(10)) { HandleFailure = failure => failure.IsCausedBy<RequestFailedException>() });

    /// <summary>Tells how the job stands, if that can be done at once: what comes next will tell it too.</summary>
    public static async Task<bool> PublishProgress(this TaskOrchestrationContext context, JobPlan plan, string type, int number, JobProgress progress)
    {
        try
        {
            return await context.CallActivityAsync<bool>(
                nameof(PublishEvent), new PublishEventInput(plan.User, plan.JobId, context.CurrentUtcDateTime, type, number, progress with { Trace = [], Held = [] }, NamesReceiver(plan)));
        }
        catch (TaskFailedException)
        {
            return false;
        }
    }

    /// <summary>Tells how the job ended. Never fails it.</summary>
    public static async Task PublishEnd(this TaskOrchestrationContext context, JobPlan plan)
    {
        try
        {
            await context.CallActivityAsync<bool>(
                nameof(PublishEvent), new PublishEventInput(plan.User, plan.JobId, context.CurrentUtcDateTime, NamesReceiver: NamesReceiver(plan)), Patient);
        }
        catch (TaskFailedException)
        {
            // The job is over all the same, and its record says how.
        }
    }

    private static bool NamesReceiver(JobPlan plan) => plan.Request.WebhookUrl is not null;
}
