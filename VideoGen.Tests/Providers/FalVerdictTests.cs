using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Providers.Fal;

namespace VideoGen.Tests.Providers;

/// <summary>Every answer has one meaning, whatever it is.</summary>
public sealed class FalVerdictTests
{
    private const string Html = "<html><body><h1>502 Bad Gateway</h1></body></html>";
    private const string Completed = """{"status":"COMPLETED","request_id":"r","logs":[],"metrics":{"inference_time":41.2}}""";
    private const string Reported = """{"status":"COMPLETED","request_id":"r","error":"Request timed out","error_type":"request_timeout"}""";
    private const string Unsafe = """{"detail":[{"loc":["body","prompt"],"msg":"The content could not be processed because it was flagged.","type":"content_policy_violation","url":"https://docs.fal.ai/errors","input":"secret prompt"}]}""";
    private const string TooLong = """{"detail":[{"loc":["body","duration"],"msg":"Input should be '5' or '10'","type":"literal_error","ctx":{"expected":"'5' or '10'"}},7,null]}""";
    private const string Broke = """{"detail":"User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing."}""";

    [Theory]
    [InlineData(200, """{"status":"IN_QUEUE","request_id":"764cabcf","queue_position":0,"status_url":"https://queue.fal.run/fal-ai/pika/requests/764cabcf/status"}""", VerdictKind.Accepted)]
    [InlineData(200, """{"request_id":"764cabcf","new":{"x":[1]},"status":"WARMING_UP"}""", VerdictKind.Accepted)]
    [InlineData(200, """{"status":"IN_QUEUE","request_id":"764cabcf","respon""", VerdictKind.Accepted)]
    [InlineData(200, """{"status":"IN_QUEUE","request_id":"764c""", VerdictKind.Unknown)]
    [InlineData(200, """{"status":"IN_QUEUE"}""", VerdictKind.Unknown)]
    [InlineData(200, """{"request_id":17}""", VerdictKind.Unknown)]
    [InlineData(200, "", VerdictKind.Unknown)]
    [InlineData(200, Html, VerdictKind.Unknown)]
    [InlineData(403, Broke, VerdictKind.CreditsExhausted)]
    [InlineData(402, Broke, VerdictKind.CreditsExhausted)]
    [InlineData(403, """{"detail":"User is locked."}""", VerdictKind.CreditsExhausted)]
    [InlineData(403, """{"detail":"exhausted BALANCE"}""", VerdictKind.CreditsExhausted)]
    [InlineData(403, """{"detail":"You do not have access to this model."}""", VerdictKind.Forbidden)]
    [InlineData(403, Html, VerdictKind.Forbidden)]
    [InlineData(401, """{"detail":"No user found for Key ID and Secret"}""", VerdictKind.KeyRefused)]
    [InlineData(401, Html, VerdictKind.KeyRefused)]
    [InlineData(404, """{"detail":"Application 'pika' not found"}""", VerdictKind.Retired)]
    [InlineData(404, Html, VerdictKind.Outage)]
    [InlineData(405, """{"detail":"Method Not Allowed"}""", VerdictKind.Outage)]
    [InlineData(302, "", VerdictKind.Outage)]
    [InlineData(408, "", VerdictKind.Outage)]
    [InlineData(422, Unsafe, VerdictKind.Moderated)]
    [InlineData(422, TooLong, VerdictKind.Invalid)]
    [InlineData(422, """{"detail":"Input is not valid"}""", VerdictKind.Invalid)]
    [InlineData(400, """{"detail":{"message":"an object"}}""", VerdictKind.Invalid)]
    [InlineData(413, "", VerdictKind.Invalid)]
    [InlineData(429, """{"detail":"Too many requests"}""", VerdictKind.Throttled)]
    [InlineData(500, """{"detail":"Internal Server Error"}""", VerdictKind.Unknown)]
    [InlineData(500, """{"detail":"The runner broke","error_type":"runner_server_error"}""", VerdictKind.Outage)]
    [InlineData(502, Html, VerdictKind.Unknown)]
    [InlineData(503, Html, VerdictKind.Outage)]
    [InlineData(504, "upstream request timeout", VerdictKind.Unknown)]
    [InlineData(504, """{"detail":"Request timed out","error_type":"request_timeout"}""", VerdictKind.Outage)]
    public void An_answer_to_a_submit(int status, string body, VerdictKind kind) =>
        Assert.Equal(kind, FalProvider.Submitted(new Answer(status, body, BodyLeft: true)).Kind);

    [Theory]
    [InlineData(false, VerdictKind.Outage)]
    [InlineData(true, VerdictKind.Unknown)]
    public void No_answer_to_a_submit_is_a_doubt_once_the_body_has_left(bool left, VerdictKind kind) =>
        Assert.Equal(kind, FalProvider.Submitted(new Answer(null, "", left, Trouble: "no answer")).Kind);

    [Theory]
    [InlineData(202, """{"status":"IN_QUEUE","request_id":"r","queue_position":3}""", VerdictKind.Pending)]
    [InlineData(202, """{"status":"IN_PROGRESS","logs":[{"message":"10%","timestamp":"2026-11-21T10:00:00Z","level":"INFO","source":"USER"}]}""", VerdictKind.Pending)]
    [InlineData(202, """{"status":"DREAMING"}""", VerdictKind.Pending)]
    [InlineData(200, """{"status":"IN_PRO""", VerdictKind.Outage)]
    [InlineData(200, """{"state":"IN_QUEUE"}""", VerdictKind.Outage)]
    [InlineData(200, Html, VerdictKind.Outage)]
    [InlineData(401, """{"detail":"Unauthorized"}""", VerdictKind.KeyRefused)]
    [InlineData(403, "", VerdictKind.KeyRefused)]
    [InlineData(404, """{"detail":"Request not found"}""", VerdictKind.Gone)]
    [InlineData(404, Html, VerdictKind.Outage)]
    [InlineData(429, "", VerdictKind.Throttled)]
    [InlineData(500, """{"detail":"Internal Server Error"}""", VerdictKind.Outage)]
    [InlineData(502, Html, VerdictKind.Outage)]
    public void An_answer_to_a_look(int status, string body, VerdictKind kind) =>
        Assert.Equal(kind, FalProvider.Checked(new Answer(status, body, BodyLeft: false)).Kind);

    [Theory]
    [InlineData(200, """{"video":{"url":"https://v3b.fal.media/files/b/out.mp4","content_type":"video/mp4"},"seed":7}""", VerdictKind.Succeeded, false)]
    [InlineData(200, """{"video":{"url":""}}""", VerdictKind.Failed, true)]
    [InlineData(200, """{"video":null}""", VerdictKind.Failed, true)]
    [InlineData(200, """{"images":[]}""", VerdictKind.Failed, true)]
    [InlineData(200, """{"video":{"url":"https://v3b.fal""", VerdictKind.Outage, false)]
    [InlineData(200, Html, VerdictKind.Outage, false)]
    [InlineData(400, """{"detail":"Request is still in progress"}""", VerdictKind.Pending, false)]
    [InlineData(422, Unsafe, VerdictKind.Moderated, false)]
    [InlineData(422, TooLong, VerdictKind.Invalid, false)]
    [InlineData(422, """{"detail":[{"loc":["body","image_url"],"msg":"","type":"file_download_error"}]}""", VerdictKind.Invalid, false)]
    [InlineData(422, """{"detail":[{"loc":["body"],"msg":"Nothing came out","type":"no_media_generated"}]}""", VerdictKind.Failed, false)]
    [InlineData(422, """{"detail":[{"loc":["body"],"msg":"It took too long","type":"generation_timeout"}]}""", VerdictKind.Failed, true)]
    [InlineData(422, """{"detail":"Input is not valid"}""", VerdictKind.Invalid, false)]
    [InlineData(499, """{"detail":"The client canceled the request","error_type":"client_cancelled"}""", VerdictKind.Canceled, false)]
    [InlineData(500, """{"detail":[{"loc":["body"],"msg":"It broke","type":"internal_server_error"}]}""", VerdictKind.Failed, true)]
    [InlineData(503, """{"detail":"The runner went away","error_type":"runner_disconnected"}""", VerdictKind.Failed, true)]
    [InlineData(504, """{"detail":"Request timed out","error_type":"request_timeout"}""", VerdictKind.Failed, true)]
    [InlineData(500, """{"detail":"Internal Server Error"}""", VerdictKind.Outage, false)]
    [InlineData(502, Html, VerdictKind.Outage, false)]
    [InlineData(503, "", VerdictKind.Outage, false)]
    [InlineData(401, """{"detail":"Unauthorized"}""", VerdictKind.KeyRefused, false)]
    [InlineData(403, Broke, VerdictKind.KeyRefused, false)]
    [InlineData(404, """{"detail":"Request not found"}""", VerdictKind.Gone, false)]
    [InlineData(429, "", VerdictKind.Throttled, false)]
    public void The_result_decides_what_a_completed_request_came_to(int status, string body, VerdictKind kind, bool mayWorkAgain)
    {
        var verdict = FalProvider.Finished(new Answer(200, Completed, false), new Answer(status, body, false));

        Assert.Equal((kind, mayWorkAgain), (verdict.Kind, verdict.MayWorkAgain));
    }

    [Theory]
    [InlineData(200, "{}", VerdictKind.Failed)]
    [InlineData(500, """{"detail":"Internal Server Error"}""", VerdictKind.Failed)]
    [InlineData(502, Html, VerdictKind.Outage)]
    [InlineData(200, """{"video":{"url":"https://v3b.fal.media/files/b/out.mp4"}}""", VerdictKind.Succeeded)]
    public void An_error_in_the_status_explains_a_result_that_says_nothing(int status, string body, VerdictKind kind) =>
        Assert.Equal(kind, FalProvider.Finished(new Answer(200, Reported, false), new Answer(status, body, false)).Kind);

    [Theory]
    [InlineData(422, "true", VerdictKind.Failed, true, null)]
    [InlineData(422, "false", VerdictKind.Invalid, false, null)]
    [InlineData(500, "true", VerdictKind.Failed, true, 0)]
    [InlineData(500, "false", VerdictKind.Failed, false, 0)]
    public void Where_fal_says_whether_to_try_again_it_is_believed(int status, string retryable, VerdictKind kind, bool mayWorkAgain, int? cost)
    {
        using var message = new HttpResponseMessage();
        message.Headers.Add("X-Fal-Retryable", retryable);

        var verdict = FalProvider.Finished(
            new Answer(200, Completed, false), new Answer(status, """{"detail":"It did not work."}""", false, Headers: message.Headers));

        Assert.Equal((kind, mayWorkAgain, cost), (verdict.Kind, verdict.MayWorkAgain, (int?)verdict.Cost));
    }

    [Fact]
    public void What_failed_at_fal_costs_nothing_and_what_failed_for_its_input_may()
    {
        Assert.Equal(0, Finished(504, """{"detail":"Request timed out","error_type":"request_timeout"}""").Cost);
        Assert.Null(Finished(422, Unsafe).Cost);
    }

    [Theory]
    [InlineData(202, """{"status":"CANCELLATION_REQUESTED"}""", VerdictKind.Pending)]
    [InlineData(400, """{"status":"ALREADY_COMPLETED"}""", VerdictKind.Pending)]
    [InlineData(400, Html, VerdictKind.Outage)]
    [InlineData(404, """{"status":"NOT_FOUND"}""", VerdictKind.Canceled)]
    [InlineData(404, Html, VerdictKind.Outage)]
    [InlineData(401, "", VerdictKind.KeyRefused)]
    [InlineData(503, "", VerdictKind.Outage)]
    public void An_answer_to_a_cancellation(int status, string body, VerdictKind kind) =>
        Assert.Equal(kind, FalProvider.Canceled(new Answer(status, body, BodyLeft: false)).Kind);

    [Fact]
    public void A_verdict_carries_the_evidence_and_the_providers_words_but_not_the_prompt()
    {
        var rejected = Finished(422, Unsafe);

        Assert.Equal("HTTP 422 content_policy_violation", rejected.Evidence);
        Assert.Equal("body.prompt The content could not be processed because it was flagged.", rejected.Detail);
        Assert.Equal("body.duration Input should be '5' or '10'", Finished(422, TooLong).Detail);
    }

    [Fact]
    public void Who_waits_in_the_queue_is_held_back() =>
        Assert.True(FalProvider.Checked(new Answer(202, """{"status":"IN_QUEUE","queue_position":3}""", false)).HeldBack);

    private static Verdict Finished(int status, string body) => FalProvider.Finished(new Answer(200, Completed, false), new Answer(status, body, false));
}
