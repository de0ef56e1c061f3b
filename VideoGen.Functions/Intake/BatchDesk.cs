using System.Security.Cryptography;
using System.Text;
using Microsoft.DurableTask.Client;
using VideoGen.Domain;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Intake;

/// <summary>One of many requests that come together: what it asks for, or what is wrong with it.</summary>
public sealed record BatchItem(JobRequest? Request, ProblemException? Problem);

/// <summary>What became of one of them: its job, or why there is none.</summary>
public sealed record BatchOutcome(Job? Job, ProblemException? Problem);

/// <summary>A batch that was admitted.</summary>
/// <param name="Id">What its jobs are found by.</param>
/// <param name="Outcomes">One for each item, in their order.</param>
public sealed record StartedBatch(string Id, IReadOnlyList<BatchOutcome> Outcomes);

/// <summary>Takes many requests at once: admitted together or not at all, then started one by one, and a bad one does not sink the others.</summary>
/// <remarks>With an idempotency key a batch may be repeated at will, also after a crash half way: what was started is found, the rest is started.</remarks>
public sealed class BatchDesk(Intake intake, Quotes quotes, PointsDesk points, IdempotencyStore idempotency, TimeProvider clock)
{
    public const int Most = 100;

    /// <param name="caller">Whose jobs they will be.</param>
    /// <param name="items">As they came.</param>
    /// <param name="maxCost">In USD, for all of them; null for no limit.</param>
    /// <param name="idempotencyKey">Null for none.</param>
    /// <param name="client">Schedules the jobs.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProblemException">The batch is not admitted; nothing was started.</exception>
    public async Task<StartedBatch> StartAsync(
        Caller caller, IReadOnlyList<BatchItem> items, decimal? maxCost, string? idempotencyKey, DurableTaskClient client, CancellationToken ct)
    {
        if (items.Count is 0 or > Most) throw Errors.InvalidRequest("items", $"must have 1 to {Most} entries.");
        if (maxCost < 0) throw Errors.InvalidRequest("maxCost", "must not be negative.");

        var id = "b" + JobId.Create(clock.GetUtcNow(), Guid.NewGuid());
        if (idempotencyKey is null)
        {
            await AdmitAsync(caller, items, maxCost, ct);
        }
        else
        {
            Intake.CheckKey(idempotencyKey);
            id = await ClaimAsync(caller, items, maxCost, $"batch {idempotencyKey}", id, ct);
        }

        var outcomes = new List<BatchOutcome>();
        foreach (var item in items)
        {
            // The id of the batch belongs to the key, so each repeat comes upon the same jobs.
            var key = idempotencyKey is null ? null : $"batch {id} {outcomes.Count}";
            outcomes.Add(await StartAsync(caller, item, id, key, client, ct));
        }

        return new(id, outcomes);
    }

    private async Task<string> ClaimAsync(Caller caller, IReadOnlyList<BatchItem> items, decimal? maxCost, string key, string id, CancellationToken ct)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            StoreJson.Write(new { MaxCost = maxCost, Items = items.Select(item => (object?)item.Request ?? item.Problem?.Message) }))));
        var known = await idempotency.FindAsync(caller.User, key, ct);
        if (known is null)
        {
            // Claimed only now: a batch that is refused may be sent again.
            await AdmitAsync(caller, items, maxCost, ct);
            var claim = await idempotency.ClaimAsync(caller.User, key, hash, id, ct);
            known = (claim.Id, claim.RequestHash);
        }

        return known.Value.RequestHash == hash ? known.Value.Id : throw Errors.Conflict("This Idempotency-Key was used for another batch.");
    }

    // All or nothing: what the items cost together, before the first is started.
    private async Task AdmitAsync(Caller caller, IReadOnlyList<BatchItem> items, decimal? maxCost, CancellationToken ct)
    {
        if (maxCost is null && !await points.HasLimitsAsync(caller.User, ct)) return;

        var planned = new List<PlannedJob>();
        foreach (var request in items.Select(item => item.Request).OfType<JobRequest>())
        {
            try
            {
                planned.Add(await quotes.QuoteAsync(caller, request, ct));
            }
            catch (ProblemException)
            {
                // It will say so for itself, and costs nothing.
            }
        }

        var total = planned.Sum(job => job.Quote());
        if (total > maxCost) throw Errors.InvalidRequest("maxCost", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"is too low: the batch costs ${total:0.00##}."));

        await points.CheckAsync(caller.User, planned, ct);
    }

    private async Task<BatchOutcome> StartAsync(Caller caller, BatchItem item, string group, string? key, DurableTaskClient client, CancellationToken ct)
    {
        if (item.Request is not { } request) return new(null, item.Problem);

        try
        {
            return new((await intake.StartAsync(caller, request with { Group = group }, key, client, ct)).Job, null);
        }
        catch (ProblemException problem)
        {
            return new(null, problem);
        }
    }
}
