using System.Security.Cryptography;
using System.Text;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using VideoGen.Domain;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Insight;
using VideoGen.Functions.Jobs;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Intake;

/// <summary>Where every job begins: checked, planned, priced, recorded, and its orchestration scheduled.</summary>
/// <remarks>
/// With an idempotency key a start may be repeated at will, also after a crash at any step: each step finds what an earlier run left and goes on.
/// Without one, a job recorded but not yet scheduled is taken up when somebody looks at it, or by the housekeeping.
/// </remarks>
public sealed class Intake(
    Quotes quotes,
    JobStore jobs,
    JobTallies tallies,
    IdempotencyStore idempotency,
    InputMedia media,
    PointsDesk points,
    IOptions<IntakeOptions> options,
    TimeProvider clock)
{
    private const int LongestKey = 255;

    /// <exception cref="ProblemException">The request cannot be accepted; nothing was started.</exception>
    public async Task<StartedJob> StartAsync(Caller caller, JobRequest asked, string? idempotencyKey, DurableTaskClient client, CancellationToken ct)
    {
        var request = quotes.Check(asked);
        var id = JobId.Create(clock.GetUtcNow(), Guid.NewGuid());
        if (idempotencyKey is not null)
        {
            (id, var isNew) = await ClaimAsync(caller, idempotencyKey, request, id, ct);
            if (!isNew && await jobs.FindAsync(caller.User, id, ct) is { } known)
            {
                if (!known.Job.IsOver)
                {
                    await client.StartJobAsync(known.Plan, ct);
                }

                return new(known.Job, known.Plan.Candidates[0]);
            }
        }

        var (planned, inputs) = await quotes.PlanAsync(caller, request, ct);
        await points.ReserveAsync(caller.User, id, planned, ct, () => tallies.OpenAsync(caller.User, id, ct));
        var (job, plan) = await RecordAsync(caller, planned, inputs, id, ct);
        if (!await jobs.AddAsync(job, plan, idempotencyKey, ct) && await jobs.FindAsync(caller.User, id, ct) is { Job.IsOver: true } over)
        {
            // The same start was made twice at once, and the other's job has ended already.
            await points.EndAsync(over.Job, ct);
            await tallies.RemoveAsync(id, ct);
            return new(over.Job, over.Plan.Candidates[0]);
        }

        using var span = Telemetry.Start("StartJob", id);
        await client.StartJobAsync(plan, ct);
        return new(job, plan.Candidates[0]);
    }

    internal static void CheckKey(string key)
    {
        if (key.Length is 0 or > LongestKey) throw Errors.InvalidRequest("Idempotency-Key", $"must have 1 to {LongestKey} characters.");
    }

    private async Task<(JobId Id, bool IsNew)> ClaimAsync(Caller caller, string key, JobRequest request, JobId id, CancellationToken ct)
    {
        CheckKey(key);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(StoreJson.Write(request))));
        var claim = await idempotency.ClaimAsync(caller.User, key, hash, id.Value, ct);
        return claim.RequestHash == hash
            ? (JobId.TryParse(claim.Id)!, claim.IsNew)
            : throw Errors.Conflict("This Idempotency-Key was used for another request.");
    }

    private async Task<(Job Job, JobPlan Plan)> RecordAsync(Caller caller, PlannedJob planned, InputFiles inputs, JobId id, CancellationToken ct)
    {
        var resolved = planned.Request with
        {
            Image = WithoutBytes(planned.Request.Image),
            Video = WithoutBytes(planned.Request.Video),
            References = [.. planned.Request.References.Select(WithoutBytes).OfType<MediaSource>()],
        };
        var now = clock.GetUtcNow();
        var settings = options.Value;
        var plan = new JobPlan
        {
            JobId = id,
            User = caller.User,
            // What a job is found by, and what nobody acts on, does not travel.
            Request = resolved with { Tags = [], Metadata = new Dictionary<string, string>() },
            Candidates = planned.Candidates,
            WhySimulated = planned.WhySimulated,
            Wish = planned.Wish,
            Polling = new(settings.PollSeconds, settings.PollLooks, settings.PollFirstSeconds),
            ResolveSeconds = settings.ResolveHours * 3600,
            CreatedAt = now,
        };
        plan = plan with
        {
            Image = await media.KeepAsync(plan, inputs.Image, ct),
            Video = await media.KeepAsync(plan, inputs.Video, ct),
            References = await KeepAsync(plan, inputs.References, ct),
        };
        var first = planned.Candidates[0];
        var job = new Job
        {
            Id = id,
            User = caller.User,
            Request = resolved,
            Mode = first.IsSimulation() ? Mode.Simulation : Mode.Live,
            Provider = first.Provider,
            Model = first.Model,
            Message = planned.WhySimulated is { } why ? $"Simulation mode ({why})"
                : quotes.DeprecationOf(first) is { } end ? $"Waiting to start; {end.Words()}"
                : "Waiting to start",
            Adapted = first.Adapted,
            Cost = new(planned.Quote(), 0, points.PriceOf(planned)),
            CreatedAt = now,
            UpdatedAt = now,
        };
        return (job, plan);
    }

    private async Task<IReadOnlyList<string>> KeepAsync(JobPlan plan, IReadOnlyList<InputFile> references, CancellationToken ct)
    {
        var kept = new List<string>();
        foreach (var reference in references)
        {
            kept.Add((await media.KeepAsync(plan, reference, ct))!);
        }

        return kept;
    }

    private static MediaSource? WithoutBytes(MediaSource? source) => source?.Base64 is null ? source : new();
}

/// <summary>A job that was accepted, and who is asked first.</summary>
public sealed record StartedJob(Job Job, Candidate First);
