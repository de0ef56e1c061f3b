using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using VideoGen.Domain;
using VideoGen.Domain.Points;
using VideoGen.Functions.Accounts;

namespace VideoGen.Functions.Doors.Native;

/// <summary>The native API's usage: points, quota, jobs and money of this month; and what administrators do for users.</summary>
public sealed class UsageDoor(Callers callers, PointsDesk points)
{
    private const int MostPoints = 1_000_000_000;
    private const int LongestNote = 200;

    [Function("GetUsage")]
    public async Task<IResult> Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/usage")] HttpRequest request, CancellationToken ct) =>
        await AnswerAsync((await callers.OfAsync(request, ct)).User, StatusCodes.Status200OK, ct);

    [Function("GetUsageOfUser")]
    public async Task<IResult> GetOf(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/users/{user}/usage")] HttpRequest request, string user, CancellationToken ct)
    {
        await callers.AdminOfAsync(request, ct);
        return await AnswerAsync(Check(user), StatusCodes.Status200OK, ct);
    }

    [Function("GrantPoints")]
    public async Task<IResult> Grant(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/users/{user}/points")] HttpRequest request, string user, CancellationToken ct)
    {
        await callers.AdminOfAsync(request, ct);
        var fields = await request.ReadFieldsAsync(ct);
        var (number, note) = (fields.Whole("points"), fields.Text("note"));
        fields.End();
        if (number is not { } given || given is 0 or < -MostPoints or > MostPoints) throw Errors.InvalidRequest("points", $"must be a whole number up to {MostPoints}, with a minus to take points back.");
        if (note?.Length > LongestNote) throw Errors.InvalidRequest("note", $"must have at most {LongestNote} characters.");

        var key = request.IdempotencyKey();
        if (key is not null) Intake.Intake.CheckKey(key);

        await points.GrantAsync(Check(user), given, note, key, ct);
        return await AnswerAsync(user, StatusCodes.Status201Created, ct);
    }

    [Function("ChangePlan")]
    public async Task<IResult> ChangePlan(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/users/{user}/plan")] HttpRequest request, string user, CancellationToken ct)
    {
        await callers.AdminOfAsync(request, ct);
        var fields = await request.ReadFieldsAsync(ct);
        var name = fields.Text("plan") ?? throw Errors.InvalidRequest("plan", "is missing.");
        fields.End();
        await points.ChangePlanAsync(Check(user), name, ct);
        return await AnswerAsync(user, StatusCodes.Status200OK, ct);
    }

    private static string Check(string user) =>
        UserName.IsName(user) ? user : throw Errors.InvalidRequest("user", "is no name of a user.");

    private async Task<IResult> AnswerAsync(string user, int status, CancellationToken ct) =>
        Results.Json(UsageAnswer.Of(user, await points.UsageAsync(user, ct)), NativeJson.Options, statusCode: status);
}

/// <summary>A user's usage as it is answered. Limits that do not exist are null.</summary>
public sealed record UsageAnswer(
    string User, PlanAnswer Plan, PointsAnswer Points, QuotaAnswer Quota, PeriodAnswer Period, JobsAnswer Jobs, CostAnswer Cost, LedgerAnswer Ledger)
{
    public static UsageAnswer Of(string user, Usage usage)
    {
        var (plan, account, entries) = (usage.Plan, usage.Account, usage.Entries);
        var today = new DateTimeOffset(usage.At.UtcDateTime.Date, TimeSpan.Zero);
        var month = today.AddDays(1 - today.Day);
        var costs = entries.SelectMany(entry => entry.Costs ?? new Dictionary<string, decimal>())
            .GroupBy(cost => cost.Key).OrderBy(provider => provider.Key, StringComparer.Ordinal).ToDictionary(provider => provider.Key, provider => provider.Sum(cost => cost.Value));
        return new(
            user,
            new(plan.Name, plan.PointsPerMonth, plan.PerDay, plan.PerMonth, plan.Concurrency),
            new(plan.IsUnlimited, plan.IsUnlimited ? null : account.Available, account.Reserved, account.Spent, account.Granted, entries.Where(entry => entry.Kind == EntryKind.Settle).Sum(entry => entry.Points)),
            new(new(account.OfDay, plan.PerDay, today.AddDays(1)), new(account.OfMonth, plan.PerMonth, month.AddMonths(1)), new(account.Running, plan.Concurrency)),
            new(month, month.AddMonths(1)),
            new(Count(EntryKind.Reserve), Count(EntryKind.Settle), Count(EntryKind.Release), account.Running),
            new(costs.Values.Sum(), costs),
            new(account.Entries, usage.Drift));

        int Count(EntryKind kind) => entries.Count(entry => entry.Kind == kind);
    }
}

public sealed record PlanAnswer(string Name, int? PointsPerMonth, int? PerDay, int? PerMonth, int? Concurrency);

/// <param name="Unlimited">Whether points are counted, but never refused.</param>
/// <param name="Available">Null when they are unlimited.</param>
/// <param name="Reserved">For jobs under way.</param>
/// <param name="Spent">Ever.</param>
/// <param name="Granted">Ever.</param>
/// <param name="SpentThisPeriod">In this month.</param>
public sealed record PointsAnswer(bool Unlimited, long? Available, long Reserved, long Spent, long Granted, long SpentThisPeriod);

public sealed record QuotaAnswer(QuotaOf Day, QuotaOf Month, RunningOf Running);

public sealed record QuotaOf(int Used, int? Limit, DateTimeOffset ResetsAt);

public sealed record RunningOf(int Used, int? Limit);

public sealed record PeriodAnswer(DateTimeOffset From, DateTimeOffset To);

/// <param name="Started">In this month.</param>
/// <param name="Succeeded">Ended in this month with a result.</param>
/// <param name="Unsuccessful">Ended in this month without one.</param>
/// <param name="UnderWay">Now.</param>
public sealed record JobsAnswer(int Started, int Succeeded, int Unsuccessful, int UnderWay);

/// <summary>In USD, of jobs that ended in this month.</summary>
public sealed record CostAnswer(decimal Total, IReadOnlyDictionary<string, decimal> ByProvider);

/// <param name="Entries">Ever written.</param>
/// <param name="Drift">By how many points this month's entries and the account differ: 0.</param>
public sealed record LedgerAnswer(long Entries, long Drift);
