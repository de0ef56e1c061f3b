using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using VideoGen.Domain;
using VideoGen.Domain.Jobs;
using VideoGen.Domain.Points;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Accounts;

/// <summary>What users may have made, and what it costs them: set aside at a start, spent or given back at the end.</summary>
/// <remarks>Each step may be done twice: a job is on the ledger once with what it sets aside, and once with what came of it.</remarks>
public sealed class PointsDesk(PointsStore store, IOptions<PointsOptions> options, TimeProvider clock)
{
    /// <summary>What a job will cost if all of it succeeds: nothing when it is simulated from the first.</summary>
    public int PriceOf(PlannedJob planned) => planned.Candidates[0] is var first && first.IsSimulation() ? 0 : options.Value.PointsOf(first.Model) * planned.Request.Count;

    /// <summary>Sets aside what a job will cost.</summary>
    /// <param name="user">Whose job it is.</param>
    /// <param name="job">Which one.</param>
    /// <param name="planned">As it will be made.</param>
    /// <param name="ct">Ends it.</param>
    /// <param name="before">What must be done before, if the job is admitted: by it the points are found, should the start break off.</param>
    /// <exception cref="ProblemException">The user's plan does not allow it.</exception>
    public Task ReserveAsync(string user, JobId job, PlannedJob planned, CancellationToken ct, Func<Task>? before = null) =>
        store.PostAsync(user, job.Value, (stored, mark) => mark is { IsOpen: true } ? null : Reserve(stored, job.Value, planned), ct, before);

    /// <summary>Whether the user's plan may refuse anything at all.</summary>
    public async Task<bool> HasLimitsAsync(string user, CancellationToken ct) => PlanOf(await store.FindAsync(user, ct)) is { HasLimits: true };

    /// <summary>Looks whether jobs would be admitted together, as things stand.</summary>
    /// <exception cref="ProblemException">They would not.</exception>
    public async Task CheckAsync(string user, IReadOnlyCollection<PlannedJob> planned, CancellationToken ct)
    {
        var stored = await store.FindAsync(user, ct);
        var (plan, now) = (PlanOf(stored), clock.GetUtcNow());
        var account = Ledger.At(Opened(stored.Account, plan, now), now);
        if (Ledger.WhyNot(account, plan, planned.Sum(PriceOf), planned.Sum(GenerationsOf), planned.Count, now) is { } refusal) throw refusal;
    }

    /// <summary>Brings what is on the ledger in line with a job that is over.</summary>
    public Task EndAsync(Job job, CancellationToken ct) => store.PostAsync(
        job.User, job.Id.Value, (stored, mark) => mark is { IsOpen: true, Entry: var reserved } ? End(stored, reserved, job) : null, ct);

    /// <summary>Gives back what was set aside for a job that never came to be.</summary>
    public Task GiveBackAsync(string user, JobId job, CancellationToken ct) => store.PostAsync(
        user, job.Value, (stored, mark) => mark is { IsOpen: true, Entry: var reserved } ? Release(stored, reserved, job.Value) : null, ct);

    /// <summary>Notes what was charged for a result that came after the end of its job. It costs no points.</summary>
    public Task AddLateAsync(Job job, int index, string provider, decimal usd, CancellationToken ct) => store.PostAsync(
        job.User,
        $"late_{job.Id}_{index}",
        (stored, mark) => mark is null
            ? Post(stored, new(EntryKind.Late, clock.GetUtcNow(), JobId: job.Id.Value, Costs: new Dictionary<string, decimal> { [provider] = usd }), isOpen: false)
            : null,
        ct);

    /// <summary>Gives a user points, or with a minus takes them back.</summary>
    /// <param name="user">Who gets them.</param>
    /// <param name="points">How many.</param>
    /// <param name="note">Why.</param>
    /// <param name="key">The same key gives only once; null to give each time.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProblemException">The key was used for another grant.</exception>
    public async Task GrantAsync(string user, int points, string? note, string? key, CancellationToken ct)
    {
        var name = key is null ? null : "grant_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        await store.PostAsync(user, name, Decide, ct);

        Posting? Decide(StoredAccount stored, Mark? mark)
        {
            if (mark is { Entry: var given })
            {
                return given.Points == points && given.Note == note ? null : throw Errors.Conflict("This Idempotency-Key was used for another grant.");
            }

            return Post(stored, new(EntryKind.Grant, clock.GetUtcNow(), points, Note: note), isOpen: false);
        }
    }

    /// <summary>Puts a user on a plan. Its points come with the next month; what is there stays.</summary>
    /// <exception cref="ProblemException">There is no such plan.</exception>
    public async Task ChangePlanAsync(string user, string name, CancellationToken ct)
    {
        if (options.Value.Find(name) is null)
        {
            throw Errors.InvalidRequest("plan", $"is not known. Known are {string.Join(", ", options.Value.Names())}.");
        }

        // Whoever is new begins with the new plan's points.
        await store.PostAsync(user, null, (_, _) => new([], Plan: name), ct);
    }

    /// <summary>Where a user stands, and what happened this month.</summary>
    public async Task<Usage> UsageAsync(string user, CancellationToken ct)
    {
        var stored = await store.FindAsync(user, ct);
        var entries = new List<Entry>();
        await foreach (var entry in store.EntriesAsync(user, stored.Account.Month, ct))
        {
            entries.Add(entry);
        }

        // Entries that came since the account was read are not of it.
        var first = entries.Count == 0 ? 0 : entries[0].Opening!.Entries;
        var known = entries.Take((int)(stored.Account.Entries - first)).ToList();
        var now = clock.GetUtcNow();
        var plan = PlanOf(stored);
        return new(
            plan,
            Ledger.At(Opened(stored.Account, plan, now), now),
            Ledger.MonthOf(now) == stored.Account.Month ? known : [],
            now,
            Ledger.Drift(known, stored.Account));
    }

    private Posting Reserve(StoredAccount stored, string job, PlannedJob planned)
    {
        var (plan, now) = (PlanOf(stored), clock.GetUtcNow());
        return Post(stored, Ledger.Reserve(Opened(stored.Account, plan, now), plan, job, PriceOf(planned), GenerationsOf(planned), now), isOpen: true);
    }

    private Posting End(StoredAccount stored, Entry reserved, Job job)
    {
        var end = new Entry(EntryKind.Release, clock.GetUtcNow(), JobId: job.Id.Value, Of: reserved.AsReservation(), Costs: job.CostByProvider());
        return Post(
            stored,
            job.Status == JobStatus.Completed || job.Cost.Points > 0 ? end with { Kind = EntryKind.Settle, Points = job.Cost.Points ?? 0, Generations = job.LiveVideos() } : end,
            isOpen: false);
    }

    private Posting Release(StoredAccount stored, Entry reserved, string job) => Post(
        stored, new(EntryKind.Release, clock.GetUtcNow(), JobId: job, Of: reserved.AsReservation(), Note: "The start broke off."), isOpen: false);

    private Posting Post(StoredAccount stored, Entry entry, bool isOpen) =>
        new([.. Ledger.Open(stored.Account, PlanOf(stored), entry.At), entry], new Mark(isOpen, entry));

    private static int GenerationsOf(PlannedJob planned) => planned.Candidates[0].IsSimulation() ? 0 : planned.Request.Count;

    private static Account Opened(Account account, Plan plan, DateTimeOffset now) => Ledger.Open(account, plan, now).Aggregate(account, Ledger.Apply);

    // A plan that is configured no longer is no reason to let nobody in.
    private Plan PlanOf(StoredAccount stored) => options.Value.Find(stored.Plan) ?? options.Value.Usual();
}

/// <summary>Where a user stands.</summary>
/// <param name="Plan">What the user may have made.</param>
/// <param name="Account">As it is now, with what the month brings.</param>
/// <param name="Entries">Of this month.</param>
/// <param name="At">Now.</param>
/// <param name="Drift">By how many points the entries and the account differ; anything but 0 is a fault of the service.</param>
public sealed record Usage(Plan Plan, Account Account, IReadOnlyList<Entry> Entries, DateTimeOffset At, long Drift);
