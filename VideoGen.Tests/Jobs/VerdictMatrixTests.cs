using System.Text.Json.Nodes;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

/// <summary>What a job does next, for every answer of every provider. Each row is a job of its own, with other models and providers to go on to.</summary>
public abstract class VerdictMatrix(string provider, string model, string setting, string path)
{
    private const string Itself = "itself";
    private const string Other = "other";
    private const string Nobody = "nobody";
    private const string Held = "held";

    // In place of a script in the prompt: faults for whoever comes next, as some requests differ each time.
    private const string ForTheNext = "next: ";

    /// <summary>What was met, the simulator's script or its settings, the verdict in the trace, and who comes next: the model itself, another, nobody with a code, or a person.</summary>
    public static TheoryData<string, string, string, string> Rows(params (string What, string Play, string Verdict, string Next)[] own) =>
        [.. Common.Concat(own).Select(row => new TheoryDataRow<string, string, string, string>(row.What, row.Play, row.Verdict, row.Next))];

    private static IReadOnlyList<(string What, string Play, string Verdict, string Next)> Common { get; } =
    [
        ("no money", """{"credits":0}""", "credits_exhausted", Other),
        ("haste for a moment", "next: submit=429:retry=20*2", "throttled", Itself),
        ("haste for hours", "submit=429:retry=7200*always", "throttled", Other),
        ("not allowed", "submit=403*always", "forbidden", Other),
        ("shed load, three times", "submit=503*3", "outage", Itself),
        ("shed load without end", "submit=503*always", "outage", Other),
        ("looks that come to nothing", "poll=502; poll=html; poll=cut; poll=close; poll=429; poll=500", "succeeded", Itself),
        ("fields nobody knows", "submit=extra; poll=extra", "succeeded", Itself),
        ("a vanished task", "poll=404*always", "gone", $"{Nobody} GENERATION_FAILED"),
    ];

    protected async Task PlayAsync(string what, string play, string verdict, string next)
    {
        await using var app = await TestApp.StartAsync(setting, $"KLING_API_KEY={Given.KlingKey}");
        var isInPrompt = false;
        if (play.StartsWith('{'))
        {
            await app.Sim.ControlAsync(provider, JsonNode.Parse(play)!);
        }
        else if (play.StartsWith(ForTheNext, StringComparison.Ordinal))
        {
            await app.Sim.ControlAsync("fault", new { fault = play[ForTheNext.Length..] });
        }
        else
        {
            isInPrompt = true;
        }

        var id = await app.AJobAsync(new { prompt = isInPrompt ? $"A cat [sim: {play}; for={path}]" : "A cat", model });
        var job = await app.JobWhenAsync(id, job => (string?)job["status"] is "completed" or "failed" or "canceled" or "submission_unknown");

        Assert.Equal((what, next), (what, (string?)job["status"] switch
        {
            "completed" when (string?)job["mode"] == "simulation" => "simulation",
            "completed" => (string?)job["model"] == model ? Itself : Other,
            "submission_unknown" => Held,
            "failed" => $"{Nobody} {job["error"]!["code"]}",
            var status => status,
        }));
        Assert.Contains(verdict, job["trace"]!.AsArray().Where(hop => (string?)hop!["provider"] == provider).Select(hop => (string?)hop!["verdict"]));
        Assert.All((await app.Sim.ReadAsync("log/polls")).AsArray(), task => Assert.False((double?)task!["smallestSpacing"] < 5, $"{task}"));
    }
}

public sealed class RunwayVerdictMatrixTests() : VerdictMatrix("runway", "gen4.5", "SIMULATION=auto", "text_to_video")
{
    public static TheoryData<string, string, string, string> Table => Rows(
        ("a wrong key", "submit=401*always", "key_refused", "other"),
        ("a retired model", """{"retired":["gen4.5"]}""", "retired", "other"),
        ("a rejected prompt", "PENDING, FAILED SAFETY.INPUT.TEXT", "moderated", "nobody CONTENT_REJECTED"),
        ("a rejected picture", "PENDING, RUNNING 0.5, FAILED SAFETY.OUTPUT.VIDEO; cost=0", "moderated", "nobody CONTENT_REJECTED"),
        ("another maker's moderation", "PENDING, FAILED INPUT_PREPROCESSING.SAFETY.THIRD_PARTY; cost=0", "moderated", "nobody CONTENT_REJECTED"),
        ("a useless input", "PENDING, FAILED ASSET.INVALID; cost=0", "invalid", "nobody INVALID_REQUEST"),
        ("a body that does not do", "submit=400", "invalid", "nobody INVALID_REQUEST"),
        ("an input that is too long", "submit=400:duration", "invalid", "nobody INVALID_REQUEST"),
        ("no money, by the word alone", "submit=400:credits*always", "credits_exhausted", "other"),
        ("a refunded failure, again and again", "PENDING, FAILED INTERNAL; cost=0", "failed", "other"),
        ("a charged failure", "PENDING, FAILED INTERNAL.BAD_OUTPUT.CODE01; cost=60", "failed", "nobody GENERATION_FAILED"),
        ("a task that never ends", "RUNNING 0.5*1000", "timed_out", "nobody GENERATION_TIMEOUT"),
        ("a task cancelled elsewhere", "PENDING, CANCELLED", "canceled", "nobody GENERATION_FAILED"),
        ("a state of tomorrow", "PENDING, DREAMING*2, SUCCEEDED", "succeeded", "itself"),
        ("held back by the account", "THROTTLED*20, RUNNING 0.5, SUCCEEDED", "succeeded", "itself"),
        ("a lost answer", "submit=created-close", "unknown", "held"),
        ("a gateway's page", "submit=created-html", "unknown", "held"),
        ("an answer cut short", "submit=created-504", "unknown", "held"));

    [Theory]
    [MemberData(nameof(Table))]
    public Task What_a_job_does_next(string what, string play, string verdict, string next) => PlayAsync(what, play, verdict, next);
}

public sealed class GoogleVerdictMatrixTests() : VerdictMatrix("google", "gemini-omni-1.1-flash", $"GEMINI_API_KEY={Given.GoogleKey}", "interactions")
{
    public static TheoryData<string, string, string, string> Table => Rows(
        ("a wrong key", "submit=400:key*always", "key_refused", "other"),
        ("prepaid credits depleted", "submit=402*always", "credits_exhausted", "other"),
        ("no paid plan", "submit=429:free*always", "credits_exhausted", "other"),
        ("the quota of the day", "submit=429:day*always", "throttled", "other"),
        ("a retired model", """{"retired":["gemini-omni-1.1-flash"]}""", "retired", "other"),
        ("a rejected prompt", "REJECTED", "moderated", "nobody CONTENT_REJECTED"),
        ("a filtered video", "RUNNING, FILTERED", "moderated", "nobody CONTENT_REJECTED"),
        ("a body that does not do", "submit=400", "invalid", "nobody INVALID_REQUEST"),
        ("a failure of unknown cost", "RUNNING, FAILED 13", "failed", "nobody GENERATION_FAILED"),
        ("a task that never ends", "RUNNING", "timed_out", "nobody GENERATION_TIMEOUT"),
        ("a state of tomorrow", "DREAMING*2, SUCCEEDED", "succeeded", "itself"),
        ("a lost answer", "submit=created-close", "unknown", "held"),
        ("a gateway's page", "submit=created-html", "unknown", "held"));

    [Theory]
    [MemberData(nameof(Table))]
    public Task What_a_job_does_next(string what, string play, string verdict, string next) => PlayAsync(what, play, verdict, next);
}

public sealed class KlingVerdictMatrixTests() : VerdictMatrix("kling", "kling-v2-5-turbo", "SIMULATION=auto", "text2video")
{
    public static TheoryData<string, string, string, string> Table => Rows(
        ("a wrong key", "submit=401:1002*always", "key_refused", "other"),
        ("in arrears", "submit=429:1101*always", "credits_exhausted", "other"),
        ("packs used up", "submit=429:1102*always", "credits_exhausted", "other"),
        ("an abnormal account", "submit=429:1100*always", "key_refused", "other"),
        ("not on the allow list", "submit=429:1304*always", "forbidden", "other"),
        ("too many at once", "next: submit=429:1303*2", "throttled", "itself"),
        ("a retired model", """{"retired":["kling-v2-5-turbo"]}""", "retired", "other"),
        ("a rejected prompt", "submit=400:1301", "moderated", "nobody CONTENT_REJECTED"),
        ("a rejected video", "submitted, failed Content risk: the output violates the policy", "moderated", "nobody CONTENT_REJECTED"),
        ("a body that does not do", "submit=400:1201", "invalid", "nobody INVALID_REQUEST"),
        ("a failure, again and again", "submitted, processing, failed The model could not finish", "failed", "other"),
        ("a task that never ends", "submitted, processing*1000", "timed_out", "nobody GENERATION_TIMEOUT"),
        ("a state of tomorrow", "submitted, dreaming*2, succeed", "succeeded", "itself"),
        ("a lost answer", "submit=created-close", "accepted", "itself"),
        ("a lost answer to nothing", "submit=close", "gone", "itself"),
        ("a gateway's page", "submit=created-html", "accepted", "itself"),
        ("a server that stumbled", "submit=504", "gone", "itself"));

    [Theory]
    [MemberData(nameof(Table))]
    public Task What_a_job_does_next(string what, string play, string verdict, string next) => PlayAsync(what, play, verdict, next);
}

public sealed class FalVerdictMatrixTests() : VerdictMatrix("fal", "pika-2.2", $"FAL_KEY={Given.FalKey}", "fal-ai/pika")
{
    public static TheoryData<string, string, string, string> Table => Rows(
        ("a wrong key", "submit=401*always", "key_refused", "other"),
        ("a locked account", "submit=403:balance*always", "credits_exhausted", "other"),
        ("a retired model", """{"retired":true}""", "retired", "other"),
        ("a rejected prompt", "submit=422:content_policy_violation", "moderated", "nobody CONTENT_REJECTED"),
        ("a rejected video", "IN_QUEUE 0, IN_PROGRESS, COMPLETED content_policy_violation", "moderated", "nobody CONTENT_REJECTED"),
        ("a useless input", "IN_QUEUE 0, IN_PROGRESS, COMPLETED image_load_error", "invalid", "nobody INVALID_REQUEST"),
        ("a failure that is not charged, again and again", "IN_PROGRESS, COMPLETED internal_server_error", "failed", "other"),
        ("no video at all", "IN_PROGRESS, COMPLETED no_media_generated", "failed", "nobody GENERATION_FAILED"),
        ("a task that never ends", "IN_PROGRESS*1000, COMPLETED", "timed_out", "nobody GENERATION_TIMEOUT"),
        ("a task cancelled elsewhere", "IN_PROGRESS, COMPLETED client_cancelled", "canceled", "nobody GENERATION_FAILED"),
        ("a state of tomorrow", "IN_QUEUE 0, DREAMING*2, COMPLETED", "succeeded", "itself"),
        ("a long queue", "IN_QUEUE 9*30, IN_PROGRESS, COMPLETED", "succeeded", "itself"),
        ("results that come to nothing", "IN_PROGRESS, COMPLETED; result=502; result=html; result=cut", "succeeded", "itself"),
        ("a lost answer", "submit=created-close", "unknown", "held"),
        ("a gateway's page", "submit=created-html", "unknown", "held"));

    [Theory]
    [MemberData(nameof(Table))]
    public Task What_a_job_does_next(string what, string play, string verdict, string next) => PlayAsync(what, play, verdict, next);
}
