using VideoGen.Domain.Jobs;

namespace VideoGen.Tests.Domain;

public sealed class FallbackTests
{
    private static readonly KeyFingerprint Key = KeyFingerprint.Of("a key");

    public static TheoryData<string, Verdict, int, Decision> Table => new()
    {
        { "a task is watched", Verdict.Accepted("t"), 0, new(Move.Watch) },
        { "a result is taken", Verdict.Succeeded(["u"]), 0, new(Move.Take) },
        { "without credits the next key is tried", Verdict.CreditsExhausted("no") with { Key = Key }, 0, new(Move.TryAgain) },
        { "without credits on any key it goes on", Verdict.CreditsExhausted("no"), 0, new(Move.GoOn) },
        { "a wrong key gives way to the next", Verdict.KeyRefused("no") with { Key = Key }, 0, new(Move.TryAgain) },
        { "with all keys wrong it goes on", Verdict.KeyRefused("no"), 0, new(Move.GoOn) },
        { "a throttled key gives way to the next", Verdict.Throttled("slow") with { Key = Key }, 0, new(Move.TryAgain) },
        { "with all keys throttled it waits as asked", Verdict.Throttled("slow", 20), 0, new(Move.TryAgain, 20) },
        { "with all keys throttled it waits longer each time", Verdict.Throttled("slow"), 2, new(Move.TryAgain, 20) },
        { "after three waits it goes on", Verdict.Throttled("slow"), 3, new(Move.GoOn) },
        { "an hour's rest is not waited for", Verdict.Throttled("slow", 3600), 0, new(Move.GoOn) },
        { "an outage is tried again after 5 s", Verdict.Outage("down"), 0, new(Move.TryAgain, 5) },
        { "after three repeats it goes on", Verdict.Outage("down"), 3, new(Move.GoOn) },
        { "a retired model gives way", Verdict.Retired("gone"), 0, new(Move.GoOn) },
        { "a refunded failure is repeated once", Verdict.Failed("bad", cost: 0, mayWorkAgain: true), 0, new(Move.TryAgain, 5) },
        { "and then goes on", Verdict.Failed("bad", cost: 0, mayWorkAgain: true), 1, new(Move.GoOn) },
        { "a charged failure is never repeated", Verdict.Failed("bad", cost: 0.5m, mayWorkAgain: true), 0, new(Move.Stop) },
        { "a failure of unknown cost is never repeated", Verdict.Failed("bad", mayWorkAgain: true), 0, new(Move.Stop) },
        { "a failure that would come again ends it", Verdict.Failed("bad", cost: 0), 0, new(Move.Stop) },
        { "rejected content is never tried elsewhere", Verdict.Moderated("no"), 0, new(Move.Stop) },
        { "a bad request ends it", Verdict.Invalid("no"), 0, new(Move.Stop) },
        { "a timeout ends it", Verdict.TimedOut("late"), 0, new(Move.Stop) },
        { "a cancel ends it", Verdict.Canceled("stop"), 0, new(Move.Stop) },
        { "a vanished task ends it", Verdict.Gone("404"), 0, new(Move.Stop) },
        { "the unknown is held", Verdict.Unknown("?"), 0, new(Move.Hold) },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void The_table_decides(string rule, Verdict verdict, int repeats, Decision expected) =>
        Assert.Equal((rule, expected), (rule, Fallback.After(verdict, repeats)));

    [Fact]
    public void Every_verdict_has_a_move() =>
        Assert.All(Enum.GetValues<VerdictKind>(), kind => Assert.True(Enum.IsDefined(Fallback.After(new() { Kind = kind }, 0).Move)));

    [Theory]
    [InlineData(VerdictKind.CreditsExhausted, true)]
    [InlineData(VerdictKind.KeyRefused, true)]
    [InlineData(VerdictKind.Retired, true)]
    [InlineData(VerdictKind.Outage, true)]
    [InlineData(VerdictKind.Throttled, false)]
    [InlineData(VerdictKind.Moderated, false)]
    [InlineData(VerdictKind.Failed, false)]
    [InlineData(VerdictKind.TimedOut, false)]
    [InlineData(VerdictKind.Unknown, false)]
    public void The_simulation_stands_in_only_where_nothing_could_be_made(VerdictKind kind, bool may) =>
        Assert.Equal(may, Fallback.MaySimulate(kind));

    [Theory]
    [InlineData(VerdictKind.CreditsExhausted, "CREDITS_EXHAUSTED")]
    [InlineData(VerdictKind.Throttled, "API_LIMIT_EXCEEDED")]
    [InlineData(VerdictKind.Moderated, "CONTENT_REJECTED")]
    [InlineData(VerdictKind.Invalid, "INVALID_REQUEST")]
    [InlineData(VerdictKind.TimedOut, "GENERATION_TIMEOUT")]
    [InlineData(VerdictKind.Failed, "GENERATION_FAILED")]
    public void An_end_without_a_result_has_its_code(VerdictKind kind, string code) =>
        Assert.Equal(code, Fallback.ErrorOf(new() { Kind = kind }, 0)!.Code);

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.5, true)]
    public void An_error_says_whether_it_was_billed(double charged, bool billed) =>
        Assert.Equal(billed, Fallback.ErrorOf(Verdict.Moderated("no"), (decimal)charged)!.Billed);

    [Fact]
    public void Nobody_knows_whether_an_unknown_submission_was_billed() =>
        Assert.Null(Fallback.ErrorOf(Verdict.Unknown("?"), 0)!.Billed);
}
