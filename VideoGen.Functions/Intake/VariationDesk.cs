using Microsoft.DurableTask.Client;
using VideoGen.Domain;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Intake;

/// <summary>Makes a job once more with something changed, and shows the versions side by side.</summary>
public sealed class VariationDesk(Intake intake, JobDesk desk, JobStore jobs)
{
    /// <summary>So many versions are shown of one job.</summary>
    public const int Most = 100;

    /// <remarks>With an idempotency key a start may be repeated at will.</remarks>
    /// <exception cref="ProblemException">There is no such job, or it cannot be made so.</exception>
    public async Task<StartedJob> StartAsync(
        Caller caller, string? id, Variation variation, string? idempotencyKey, DurableTaskClient client, CancellationToken ct)
    {
        var first = await FindAsync(caller, id, ct);
        var request = variation.Of(first.Job.Id, first.Job.Request, first.Plan.Wish, GroupOf(first.Job));
        return await intake.StartAsync(caller, request, idempotencyKey, client, ct);
    }

    /// <summary>The first job, where it is still there, and its variations, newest first.</summary>
    public async Task<(string Group, IReadOnlyList<Job> Jobs)> ListAsync(Caller caller, string? id, DurableTaskClient client, CancellationToken ct)
    {
        var group = GroupOf((await FindAsync(caller, id, ct)).Job);
        var (variations, _) = await desk.ListAsync(caller, new JobFilter(Group: group), null, Most, client, ct);
        var first = await desk.TryFindAsync(caller, JobId.TryParse(group)!, client, ct);
        return (group, first is null ? variations : [first, .. variations]);
    }

    private async Task<StoredJob> FindAsync(Caller caller, string? id, CancellationToken ct) =>
        JobId.TryParse(id) is { } jobId && await jobs.FindAsync(caller.User, jobId, ct) is { } stored
            ? stored
            : throw Errors.NotFound("There is no such job.");

    // A variation of a variation belongs to the same first job. The group of a batch is none of these.
    private static string GroupOf(Job job) => JobId.TryParse(job.Request.Group)?.Value ?? job.Id.Value;
}
