using Microsoft.DurableTask.Client;
using VideoGen.Domain;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Jobs;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Intake;

/// <summary>Everything a caller may do with a job that exists. Another's job is one that does not.</summary>
public sealed class JobDesk(JobStore jobs, JobReconciler reconciler, VideoBlobs blobs, SubmitLedger ledger, IdempotencyStore idempotency, JobEnd end, TimeProvider clock)
{
    public async Task<Job> FindAsync(Caller caller, string? id, DurableTaskClient client, CancellationToken ct) =>
        await reconciler.ReconcileAsync(await FindStoredAsync(caller, id, ct), client, ct);

    /// <summary>As <see cref="FindAsync"/>; null when there is none any more.</summary>
    public async Task<Job?> TryFindAsync(Caller caller, JobId id, DurableTaskClient client, CancellationToken ct) =>
        await jobs.FindAsync(caller.User, id, ct) is { } stored ? await reconciler.ReconcileAsync(stored, client, ct) : null;

    /// <summary>A page of the caller's jobs, newest first, each as it is now.</summary>
    public async Task<(IReadOnlyList<Job> Jobs, string? Next)> ListAsync(
        Caller caller, JobFilter filter, string? after, int limit, DurableTaskClient client, CancellationToken ct)
    {
        var (page, next) = await jobs.ListAsync(caller.User, filter, after, limit, ct);
        return ([.. await Task.WhenAll(page.Select(job => JobReconciler.ShowAsync(job, client, ct)))], next);
    }

    /// <summary>A page of the caller's jobs, oldest first, each as it is now.</summary>
    public async Task<(IReadOnlyList<Job> Jobs, string? Next)> ListOldestAsync(Caller caller, string? after, int limit, DurableTaskClient client, CancellationToken ct)
    {
        var (page, next) = await jobs.ListOldestAsync(caller.User, after, limit, ct);
        return ([.. await Task.WhenAll(page.Select(job => JobReconciler.ShowAsync(job, client, ct)))], next);
    }

    /// <summary>How many of the caller's newest thousand jobs are in which state, as recorded.</summary>
    public Task<IReadOnlyDictionary<JobStatus, int>> CountAsync(Caller caller, CancellationToken ct) => jobs.CountAsync(caller.User, ct);

    /// <summary>Calls a job off. Its provider's task is ended, and nothing further is charged.</summary>
    public async Task<Job> CancelAsync(Caller caller, string? id, DurableTaskClient client, CancellationToken ct)
    {
        var stored = await FindStoredAsync(caller, id, ct);
        var job = await reconciler.ReconcileAsync(stored, client, ct);
        if (job.Status == JobStatus.Canceled) return job;
        if (job.IsOver) throw Errors.Conflict("The job is over; there is nothing to cancel.");

        if (job.Status == JobStatus.Queued)
        {
            // One that was recorded but never scheduled must be there to be called off.
            await client.StartJobAsync(stored.Plan, ct);
        }

        await RaiseAsync(client, id!, Names.Cancel, new CancelRequest("Canceled on request."), ct);
        return job with { Message = "Canceling" };
    }

    /// <summary>Says what became of a submission of unknown outcome.</summary>
    public async Task<Job> ResolveAsync(Caller caller, string? id, ResolveRequest request, DurableTaskClient client, CancellationToken ct)
    {
        if (request.Check() is { Count: > 0 } faults) throw Errors.InvalidRequest(faults);

        var job = await FindAsync(caller, id, client, ct);
        var status = await client.GetInstanceAsync(job.Id.Value, getInputsAndOutputs: true, ct);
        var held = job.IsOver || status?.SerializedCustomStatus is null or "null" ? [] : status.ReadCustomStatusAs<JobProgress>()!.Held;
        var meant = held.FirstOrDefault(submission => request.Index is not { } index || submission.Index == index)
            ?? throw Errors.Conflict("No submission of this job waits to be resolved.");

        await RaiseAsync(
            client, Names.Video(job.Id, meant.Index), Names.Resolve, new Resolution(meant.Attempt, request.Action!, request.TaskId), ct);
        return job;
    }

    /// <summary>Gives the job these tags in place of those it has.</summary>
    /// <remarks>Saying the same again changes nothing.</remarks>
    public async Task<Job> TagAsync(Caller caller, string? id, IReadOnlyList<string> tags, DurableTaskClient client, CancellationToken ct)
    {
        if (JobRules.CheckTags(tags) is { Count: > 0 } faults) throw Errors.InvalidRequest(faults);

        return await ChangeAsync(
            caller, id, job => job.Request.Tags.SequenceEqual(tags) ? job : job with { Request = job.Request with { Tags = tags }, UpdatedAt = clock.GetUtcNow() }, client, ct);
    }

    /// <summary>Says which post the job's videos are meant for; null for none any more.</summary>
    /// <remarks>Saying the same again changes nothing.</remarks>
    public async Task<Job> AssociateAsync(Caller caller, string? id, Post? post, DurableTaskClient client, CancellationToken ct)
    {
        if (post?.Check() is { Count: > 0 } faults) throw Errors.InvalidRequest(faults);

        return await ChangeAsync(caller, id, job => job.Post == post ? job : job with { Post = post, UpdatedAt = clock.GetUtcNow() }, client, ct);
    }

    /// <summary>Removes a job that is over: files, history, ledger, and the record last, so that a repeat finds what is left to do.</summary>
    public async Task DeleteAsync(Caller caller, string? id, DurableTaskClient client, CancellationToken ct)
    {
        var stored = await FindStoredAsync(caller, id, ct);
        var ended = await reconciler.ReconcileAsync(stored, client, ct);
        if (!ended.IsOver) throw Errors.Conflict("The job is under way; cancel it first.");

        var job = stored.Job;
        var orchestrations = await EndedOrchestrationsAsync(client, job.Id.Value, ct);
        await blobs.DeleteAsync(job.User, job.Id, ct);
        foreach (var orchestration in orchestrations)
        {
            await client.PurgeInstanceAsync(orchestration, ct);
        }

        await ledger.DeleteAsync(job.Id, ct);
        await end.FinishAsync(ended, ct);
        if (stored.IdempotencyKey is { } key)
        {
            await idempotency.ReleaseAsync(job.User, key, ct);
        }

        await jobs.DeleteAsync(job.User, job.Id, ct);
    }

    private async Task<Job> ChangeAsync(Caller caller, string? id, Func<Job, Job> change, DurableTaskClient client, CancellationToken ct)
    {
        var job = await FindAsync(caller, id, client, ct);
        var changed = await jobs.ChangeAsync(caller.User, job.Id, change, ct) ?? throw Errors.NotFound("There is no such job.");
        return await JobReconciler.ShowAsync(changed, client, ct);
    }

    private async Task<StoredJob> FindStoredAsync(Caller caller, string? id, CancellationToken ct) =>
        JobId.TryParse(id) is { } jobId && await jobs.FindAsync(caller.User, jobId, ct) is { } stored
            ? stored
            : throw Errors.NotFound("There is no such job.");

    // The orchestrations of the job, its videos and their tasks: their ids all begin with the job's.
    private static async Task<IReadOnlyList<string>> EndedOrchestrationsAsync(DurableTaskClient client, string id, CancellationToken ct)
    {
        var ids = new List<string>();
        await foreach (var instance in client.GetAllInstancesAsync(new OrchestrationQuery { InstanceIdPrefix = id }).WithCancellation(ct))
        {
            if (!instance.IsCompleted)
            {
                await EndAsync(client, instance.InstanceId, id, ct);
            }

            ids.Add(instance.InstanceId);
        }

        return ids;
    }

    private static async Task EndAsync(DurableTaskClient client, string instance, string job, CancellationToken ct)
    {
        if (Names.IsLate(instance))
        {
            // Whoever deletes a job does not want its late result.
            await client.TerminateInstanceAsync(instance, ct);
        }
        else if (instance != job)
        {
            throw Errors.Conflict("The job is still ending; try again in a few seconds.");
        }

        // The record of a job closes a moment before the job does.
        await client.WaitForInstanceCompletionAsync(instance, ct);
    }

    // On Azure the client throws a type of its own for an instance that ended meanwhile; what it means is the same.
    private static async Task RaiseAsync(DurableTaskClient client, string instance, string name, object payload, CancellationToken ct)
    {
        try
        {
            await client.RaiseEventAsync(instance, name, payload, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Errors.Conflict("The job ended meanwhile.");
        }
    }
}

/// <summary>What became of a submission of unknown outcome.</summary>
/// <param name="Action">adopt, resubmit or abandon.</param>
/// <param name="TaskId">The provider's task, to adopt.</param>
/// <param name="Index">Of which video; null for the first that waits.</param>
public sealed record ResolveRequest(string? Action, string? TaskId, int? Index)
{
    private const int LongestTaskId = 200;

    public IReadOnlyList<FieldError> Check() => Action switch
    {
        Resolution.Adopt when TaskId is null => [new("taskId", "is needed to adopt a task.")],
        // It becomes part of an address at the provider.
        Resolution.Adopt when TaskId.Length is 0 or > LongestTaskId || !TaskId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') =>
            [new("taskId", $"must be 1 to {LongestTaskId} letters, digits, hyphens, underscores or dots.")],
        Resolution.Adopt => [],
        Resolution.Resubmit or Resolution.Abandon => TaskId is null ? [] : [new("taskId", "goes with adopt only.")],
        _ => [new("action", "must be adopt, resubmit or abandon.")],
    };
}
