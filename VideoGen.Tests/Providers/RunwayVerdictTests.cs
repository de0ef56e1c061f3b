using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Providers.Runway;

namespace VideoGen.Tests.Providers;

/// <summary>Every answer has one meaning, whatever it is.</summary>
public sealed class RunwayVerdictTests
{
    private const string Html = "<html><body><h1>502 Bad Gateway</h1></body></html>";
    private const string Invalid = """{"error":"Validation of body failed","docUrl":"https://docs.dev.runwayml.com/api","issues":[{"code":"invalid_value","path":["ratio"],"message":"Invalid option: expected one of \"1280:720\"|\"720:1280\""}]}""";
    private const string NoSuchModel = """{"error":"Validation of body failed","issues":[{"code":"invalid_union","errors":[],"note":"No matching discriminator","discriminator":"model","path":["model"],"message":"Invalid input"}]}""";

    [Theory]
    [InlineData(200, """{"id":"17f20503","estimatedCost":{"credits":50}}""", VerdictKind.Accepted)]
    [InlineData(200, """{"id":"17f20503"}""", VerdictKind.Accepted)]
    [InlineData(201, """{"id":"17f20503","new":{"x":[1]},"estimatedCost":null}""", VerdictKind.Accepted)]
    [InlineData(200, """{"id":"17f20503","estimatedCost":{"cred""", VerdictKind.Accepted)]
    [InlineData(200, """{"id":"17f2""", VerdictKind.Unknown)]
    [InlineData(200, """{"new":{"id":"not this one"}}""", VerdictKind.Unknown)]
    [InlineData(200, """{"id":17}""", VerdictKind.Unknown)]
    [InlineData(200, """[{"id":"17f20503"}]""", VerdictKind.Unknown)]
    [InlineData(200, "", VerdictKind.Unknown)]
    [InlineData(200, Html, VerdictKind.Unknown)]
    [InlineData(400, """{"error":"You do not have enough credits to run this task.","docUrl":"https://docs.dev.runwayml.com/api"}""", VerdictKind.CreditsExhausted)]
    [InlineData(400, """{"error":"You do not have enough credits to run this task."}""", VerdictKind.CreditsExhausted)]
    [InlineData(400, """{"error":"you do Not Have Enough Credits."}""", VerdictKind.CreditsExhausted)]
    [InlineData(400, """{"error":"Failed to fetch asset","note":"You do not have enough credits"}""", VerdictKind.Invalid)]
    [InlineData(400, Invalid, VerdictKind.Invalid)]
    [InlineData(400, NoSuchModel, VerdictKind.Retired)]
    [InlineData(400, """{"error":"Validation of body failed","issues":[1,null,{"path":"ratio"},{"path":[],"note":3}]}""", VerdictKind.Invalid)]
    [InlineData(400, """{"error":{"message":"an object"}}""", VerdictKind.Invalid)]
    [InlineData(400, Html, VerdictKind.Invalid)]
    [InlineData(401, """{"error":"Unauthorized"}""", VerdictKind.KeyRefused)]
    [InlineData(403, """{"error":"Forbidden"}""", VerdictKind.Forbidden)]
    [InlineData(404, Html, VerdictKind.Outage)]
    [InlineData(405, """{"error":"Method not allowed"}""", VerdictKind.Outage)]
    [InlineData(302, "", VerdictKind.Outage)]
    [InlineData(408, "", VerdictKind.Outage)]
    [InlineData(413, "", VerdictKind.Invalid)]
    [InlineData(429, """{"error":"Your daily task limit has been reached."}""", VerdictKind.Throttled)]
    [InlineData(500, """{"error":"Internal"}""", VerdictKind.Unknown)]
    [InlineData(502, Html, VerdictKind.Unknown)]
    [InlineData(503, """{"error":"Overloaded"}""", VerdictKind.Outage)]
    [InlineData(503, Html, VerdictKind.Outage)]
    [InlineData(504, "upstream request timeout", VerdictKind.Unknown)]
    public void An_answer_to_a_submit(int status, string body, VerdictKind kind) =>
        Assert.Equal(kind, RunwayProvider.Submitted(new Answer(status, body, BodyLeft: true)).Kind);

    [Theory]
    [InlineData(false, VerdictKind.Outage)]
    [InlineData(true, VerdictKind.Unknown)]
    public void No_answer_to_a_submit_is_a_doubt_once_the_body_has_left(bool left, VerdictKind kind) =>
        Assert.Equal(kind, RunwayProvider.Submitted(new Answer(null, "", left, Trouble: "no answer")).Kind);

    [Theory]
    [InlineData(200, """{"id":"x","status":"PENDING"}""", VerdictKind.Pending)]
    [InlineData(200, """{"id":"x","status":"THROTTLED"}""", VerdictKind.Pending)]
    [InlineData(200, """{"id":"x","status":"RUNNING","progress":0.42}""", VerdictKind.Pending)]
    [InlineData(200, """{"id":"x","status":"RUNNING","progress":"much"}""", VerdictKind.Pending)]
    [InlineData(200, """{"id":"x","status":"DREAMING"}""", VerdictKind.Pending)]
    [InlineData(200, """{"id":"x","status":"SUCCEEDED","output":["https://a/b.mp4"],"cost":{"credits":50}}""", VerdictKind.Succeeded)]
    [InlineData(200, """{"id":"x","status":"SUCCEEDED","output":["https://a/b.mp4"],"cost":"none"}""", VerdictKind.Succeeded)]
    [InlineData(200, """{"id":"x","status":"SUCCEEDED","output":[]}""", VerdictKind.Failed)]
    [InlineData(200, """{"id":"x","status":"SUCCEEDED"}""", VerdictKind.Failed)]
    [InlineData(200, """{"id":"x","status":"CANCELLED","cost":{"credits":0}}""", VerdictKind.Canceled)]
    [InlineData(200, """{"id":"x","status":"RUNN""", VerdictKind.Outage)]
    [InlineData(200, """{"id":"x"}""", VerdictKind.Outage)]
    [InlineData(200, Html, VerdictKind.Outage)]
    [InlineData(400, Invalid, VerdictKind.Outage)]
    [InlineData(401, """{"error":"Unauthorized"}""", VerdictKind.KeyRefused)]
    [InlineData(403, "", VerdictKind.KeyRefused)]
    [InlineData(404, """{"error":"Could not find Task"}""", VerdictKind.Gone)]
    [InlineData(404, Html, VerdictKind.Outage)]
    [InlineData(429, """{"error":"Slow down"}""", VerdictKind.Throttled)]
    [InlineData(502, Html, VerdictKind.Outage)]
    [InlineData(503, "", VerdictKind.Outage)]
    public void An_answer_to_a_look(int status, string body, VerdictKind kind) =>
        Assert.Equal(kind, RunwayProvider.Checked(new Answer(status, body, BodyLeft: false)).Kind);

    [Theory]
    [InlineData("\"failureCode\":\"SAFETY.INPUT.TEXT\"", VerdictKind.Moderated, false)]
    [InlineData("\"failureCode\":\"SAFETY.OUTPUT.VIDEO\"", VerdictKind.Moderated, false)]
    [InlineData("\"failureCode\":\"INPUT_PREPROCESSING.SAFETY.TEXT\"", VerdictKind.Moderated, false)]
    [InlineData("\"failureCode\":\"INPUT_PREPROCESSING.SAFETY.THIRD_PARTY\"", VerdictKind.Moderated, false)]
    [InlineData("\"failureCode\":\"INPUT_PREPROCESSING.INTERNAL\"", VerdictKind.Failed, true)]
    [InlineData("\"failureCode\":\"INTERNAL.BAD_OUTPUT.CODE01\"", VerdictKind.Failed, true)]
    [InlineData("\"failureCode\":\"INTERNAL\"", VerdictKind.Failed, true)]
    [InlineData("\"failure\":\"no code\"", VerdictKind.Failed, true)]
    [InlineData("\"failureCode\":null", VerdictKind.Failed, true)]
    [InlineData("\"failureCode\":\"ASSET.INVALID\"", VerdictKind.Invalid, false)]
    [InlineData("\"failureCode\":\"THIRD_PARTY.INPUT_VALIDATION\"", VerdictKind.Invalid, false)]
    [InlineData("\"failureCode\":\"THIRD_PARTY.UNAVAILABLE\"", VerdictKind.Failed, true)]
    [InlineData("\"failureCode\":\"SAFETYNET.TORN\"", VerdictKind.Failed, false)]
    public void A_failed_task(string fields, VerdictKind kind, bool mayWorkAgain)
    {
        var verdict = RunwayProvider.Checked(new Answer(200, $$$"""{"id":"x","status":"FAILED","cost":{"credits":50},{{{fields}}}}""", BodyLeft: false));

        Assert.Equal((kind, mayWorkAgain, 0.50m), (verdict.Kind, verdict.MayWorkAgain, verdict.Cost));
    }

    [Theory]
    [InlineData(204, "", VerdictKind.Canceled)]
    [InlineData(404, """{"error":"Could not find Task"}""", VerdictKind.Canceled)]
    [InlineData(404, Html, VerdictKind.Outage)]
    [InlineData(401, "", VerdictKind.KeyRefused)]
    [InlineData(503, "", VerdictKind.Outage)]
    public void An_answer_to_a_cancellation(int status, string body, VerdictKind kind) =>
        Assert.Equal(kind, RunwayProvider.Canceled(new Answer(status, body, BodyLeft: false)).Kind);

    [Fact]
    public void A_verdict_carries_the_evidence_and_the_providers_words()
    {
        var refused = RunwayProvider.Submitted(new Answer(400, Invalid, BodyLeft: true));

        Assert.Equal("HTTP 400", refused.Evidence);
        Assert.Equal("""Validation of body failed: ["ratio"] Invalid option: expected one of "1280:720"|"720:1280" """.TrimEnd(), refused.Detail);
    }

    [Fact]
    public void A_task_tells_progress_outputs_and_cost_and_whether_it_is_held_back()
    {
        Assert.Equal(0.42, RunwayProvider.Checked(new Answer(200, """{"status":"RUNNING","progress":0.42}""", false)).Progress);
        Assert.True(RunwayProvider.Checked(new Answer(200, """{"status":"THROTTLED"}""", false)).HeldBack);
        var done = RunwayProvider.Checked(new Answer(200, """{"status":"SUCCEEDED","output":["https://a/1.mp4",null,"https://a/2.mp4"],"cost":{"credits":55}}""", false));
        Assert.Equal(["https://a/1.mp4", "https://a/2.mp4"], done.Outputs);
        Assert.Equal(0.55m, done.Cost);
    }
}
