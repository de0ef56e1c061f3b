using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Providers.Kling;

namespace VideoGen.Tests.Providers;

/// <summary>Every answer has one meaning, whatever it is.</summary>
public sealed class KlingVerdictTests
{
    private const decimal UnitUsd = 0.14m;
    private const string Html = "<html><body><h1>502 Bad Gateway</h1></body></html>";
    private const string Submitted = """{"code":0,"message":"SUCCEED","request_id":"r","data":{"task_id":"8312","task_status":"submitted","task_info":{"external_task_id":"a-0-1"},"created_at":1722769557708,"updated_at":1722769557708}}""";
    private const string Succeed = """{"code":0,"message":"SUCCEED","request_id":"r","data":{"task_id":"8312","task_status":"succeed","task_status_msg":"","task_info":{"external_task_id":null},"created_at":1722769557708,"updated_at":1722769657708,"final_unit_deduction":"3.5","task_result":{"videos":[{"id":"v","url":"https://a/b.mp4","watermark_url":"https://a/w.mp4","duration":"5.0"}]}}}""";
    private const string Succeeded = """{"code":0,"data":[{"id":"8312","status":"succeeded","message":"","outputs":[{"type":"cover","url":"https://a/c.jpg"},{"type":"video","url":"https://a/b.mp4","watermark_url":"https://a/w.mp4","duration":"5.0"}],"billing":[{"charge_type":"unit","amount":"3.5","currency":null}]}]}""";

    [Theory]
    [InlineData(401, 1000, "authentication failed", VerdictKind.KeyRefused)]
    [InlineData(401, 1001, "Authorization is empty", VerdictKind.KeyRefused)]
    [InlineData(401, 1002, "access key not found", VerdictKind.KeyRefused)]
    [InlineData(401, 1003, "token is not valid yet", VerdictKind.KeyRefused)]
    [InlineData(401, 1004, "token expired", VerdictKind.KeyRefused)]
    [InlineData(429, 1100, "account exception", VerdictKind.KeyRefused)]
    [InlineData(429, 1101, "account in arrears", VerdictKind.CreditsExhausted)]
    [InlineData(429, 1102, "Account balance not enough", VerdictKind.CreditsExhausted)]
    [InlineData(403, 1103, "no right to this model", VerdictKind.Forbidden)]
    [InlineData(400, 1200, "invalid request", VerdictKind.Invalid)]
    [InlineData(400, 1201, "duration value '5' is invalid", VerdictKind.Invalid)]
    [InlineData(400, 1201, "model_name value 'kling-v1' is invalid", VerdictKind.Retired)]
    [InlineData(400, 1201, "model is not supported", VerdictKind.Retired)]
    [InlineData(400, 1201, "model/mode(kling-v1-6/std) is not supported with image_tail", VerdictKind.Invalid)]
    [InlineData(400, 1201, "external_task_id must be unique", VerdictKind.Unknown)]
    [InlineData(404, 1202, "method not found", VerdictKind.Retired)]
    [InlineData(404, 1203, "model not found", VerdictKind.Retired)]
    [InlineData(400, 1300, "platform policy", VerdictKind.Moderated)]
    [InlineData(400, 1301, "content security", VerdictKind.Moderated)]
    [InlineData(429, 1302, "too fast", VerdictKind.Throttled)]
    [InlineData(429, 1303, "parallel task over resource pack limit", VerdictKind.Throttled)]
    [InlineData(429, 1304, "IP allow list", VerdictKind.Forbidden)]
    [InlineData(500, 5000, "server error", VerdictKind.Unknown)]
    [InlineData(503, 5001, "unavailable", VerdictKind.Outage)]
    [InlineData(504, 5002, "timeout", VerdictKind.Unknown)]
    public void The_number_in_the_body_decides_whatever_the_status(int status, int code, string message, VerdictKind kind)
    {
        var body = $$"""{"code":{{code}},"message":"{{message}}","request_id":"r"}""";

        var refused = KlingAnswers.Submitted(new Answer(status, body, BodyLeft: true));

        Assert.Equal((kind, message, $"HTTP {status}, code {code}"), (refused.Kind, refused.Detail, refused.Evidence));
        Assert.Equal(kind, KlingAnswers.Submitted(new Answer(200, body, BodyLeft: true)).Kind);
        Assert.Equal(kind, KlingAnswers.Submitted(new Answer(200, body.Replace($"{code},", $"\"{code}\",", StringComparison.Ordinal), BodyLeft: true)).Kind);
    }

    [Theory]
    [InlineData(200, Submitted, VerdictKind.Accepted)]
    [InlineData(200, """{"code":0,"data":{"id":"8312","status":"submitted"}}""", VerdictKind.Accepted)]
    [InlineData(200, """{"data":{"task_id":"8312","new":[1,{}]},"also":null}""", VerdictKind.Accepted)]
    [InlineData(200, """{"code":0,"message":"SUCCEED","data":{"task_id":"83""", VerdictKind.Unknown)]
    [InlineData(200, """{"code":0,"message":"SUCCEED","data":{}}""", VerdictKind.Unknown)]
    [InlineData(200, """{"code":0,"message":"SUCCEED","data":{"task_id":""}}""", VerdictKind.Unknown)]
    [InlineData(200, """{"code":0,"message":"SUCCEED"}""", VerdictKind.Unknown)]
    [InlineData(200, """{"code":4711,"message":"a number of tomorrow"}""", VerdictKind.Unknown)]
    [InlineData(200, """{"code":1e99,"message":{"an":"object"}}""", VerdictKind.Unknown)]
    [InlineData(200, "[]", VerdictKind.Unknown)]
    [InlineData(200, "", VerdictKind.Unknown)]
    [InlineData(200, Html, VerdictKind.Unknown)]
    [InlineData(302, "", VerdictKind.Outage)]
    [InlineData(400, Html, VerdictKind.Invalid)]
    [InlineData(401, "", VerdictKind.KeyRefused)]
    [InlineData(403, Html, VerdictKind.Forbidden)]
    [InlineData(404, Html, VerdictKind.Outage)]
    [InlineData(405, "", VerdictKind.Outage)]
    [InlineData(408, "", VerdictKind.Outage)]
    [InlineData(413, Html, VerdictKind.Invalid)]
    [InlineData(429, """{"code":1102,"mess""", VerdictKind.Throttled)]
    [InlineData(429, """{"code":null,"message":null}""", VerdictKind.Throttled)]
    [InlineData(500, "", VerdictKind.Unknown)]
    [InlineData(502, Html, VerdictKind.Unknown)]
    [InlineData(503, Html, VerdictKind.Outage)]
    [InlineData(504, "upstream request timeout", VerdictKind.Unknown)]
    public void An_answer_to_a_submit(int status, string body, VerdictKind kind) =>
        Assert.Equal(kind, KlingAnswers.Submitted(new Answer(status, body, BodyLeft: true)).Kind);

    [Theory]
    [InlineData(false, VerdictKind.Outage)]
    [InlineData(true, VerdictKind.Unknown)]
    public void No_answer_to_a_submit_is_a_doubt_once_the_body_has_left(bool left, VerdictKind kind) =>
        Assert.Equal(kind, KlingAnswers.Submitted(new Answer(null, "", left, Trouble: "no answer")).Kind);

    [Fact]
    public void Too_many_tasks_at_once_is_a_wait_for_one_to_end_and_too_fast_a_shorter_one()
    {
        var slots = KlingAnswers.Submitted(new Answer(429, """{"code":1303,"message":"parallel task over resource pack limit"}""", true));
        var fast = KlingAnswers.Submitted(new Answer(429, """{"code":1302,"message":"too fast"}""", true));
        var asked = KlingAnswers.Submitted(new Answer(429, """{"code":1303,"message":"parallel task over resource pack limit"}""", true, RetryAfterSeconds: 3));

        Assert.Equal((true, 20), (slots.HeldBack, slots.RetryAfterSeconds));
        Assert.Equal((false, null), (fast.HeldBack, fast.RetryAfterSeconds));
        Assert.Equal(3, asked.RetryAfterSeconds);
    }

    [Theory]
    [InlineData(200, Submitted, VerdictKind.Pending)]
    [InlineData(200, """{"code":0,"data":{"task_id":"8312","task_status":"processing"}}""", VerdictKind.Pending)]
    [InlineData(200, """{"code":0,"data":{"task_id":"8312","task_status":"dreaming","task_status_msg":7}}""", VerdictKind.Pending)]
    [InlineData(200, Succeed, VerdictKind.Succeeded)]
    [InlineData(200, Succeeded, VerdictKind.Succeeded)]
    [InlineData(200, """{"code":0,"data":{"task_status":"succeed","task_result":{"videos":[]}}}""", VerdictKind.Failed)]
    [InlineData(200, """{"code":0,"data":{"task_status":"succeed","task_result":{"videos":[{"url":null},{"url":"/relative.mp4"},7]}}}""", VerdictKind.Failed)]
    [InlineData(200, """{"code":0,"data":{"task_status":"succeed","task_result":"none"}}""", VerdictKind.Failed)]
    [InlineData(200, """{"code":0,"data":{"task_status":"succeed"}}""", VerdictKind.Failed)]
    [InlineData(200, """{"code":0,"data":{"task_id":"8312"}}""", VerdictKind.Outage)]
    [InlineData(200, """{"code":0,"data":{"task_status":3}}""", VerdictKind.Outage)]
    [InlineData(200, """{"code":0,"data":null}""", VerdictKind.Outage)]
    [InlineData(200, """{"code":0,"data":[]}""", VerdictKind.Gone)]
    [InlineData(200, """{"code":0,"data":[7]}""", VerdictKind.Outage)]
    [InlineData(200, """{"code":0,"data":{"task_id":"8312","task_sta""", VerdictKind.Outage)]
    [InlineData(200, Html, VerdictKind.Outage)]
    [InlineData(200, """{"code":1203,"message":"task not found"}""", VerdictKind.Gone)]
    [InlineData(404, """{"code":1203,"message":"task not found"}""", VerdictKind.Gone)]
    [InlineData(404, """{"code":1202,"message":"method not found"}""", VerdictKind.Gone)]
    [InlineData(404, Html, VerdictKind.Outage)]
    [InlineData(400, """{"code":1201,"message":"task_ids or external_task_ids is required"}""", VerdictKind.Outage)]
    [InlineData(401, """{"code":1002,"message":"access key not found"}""", VerdictKind.KeyRefused)]
    [InlineData(429, """{"code":1100,"message":"account exception"}""", VerdictKind.KeyRefused)]
    [InlineData(403, """{"code":1103,"message":"no right"}""", VerdictKind.KeyRefused)]
    [InlineData(429, """{"code":1304,"message":"IP"}""", VerdictKind.KeyRefused)]
    [InlineData(401, "", VerdictKind.KeyRefused)]
    [InlineData(403, Html, VerdictKind.KeyRefused)]
    [InlineData(429, """{"code":1302,"message":"too fast"}""", VerdictKind.Throttled)]
    [InlineData(429, "", VerdictKind.Throttled)]
    [InlineData(500, """{"code":5000,"message":"server error"}""", VerdictKind.Outage)]
    [InlineData(502, Html, VerdictKind.Outage)]
    [InlineData(503, """{"code":5001,"message":"unavailable"}""", VerdictKind.Outage)]
    [InlineData(504, "", VerdictKind.Outage)]
    public void An_answer_to_a_look(int status, string body, VerdictKind kind) =>
        Assert.Equal(kind, KlingAnswers.Checked(new Answer(status, body, BodyLeft: false), UnitUsd).Kind);

    [Theory]
    [InlineData("Failure to pass the risk control system", VerdictKind.Moderated, false)]
    [InlineData("The content may contain sensitive information", VerdictKind.Moderated, false)]
    [InlineData("Rejected by content security", VerdictKind.Moderated, false)]
    [InlineData("Violates our policy", VerdictKind.Moderated, false)]
    [InlineData("An asterisk was lost", VerdictKind.Failed, true)]
    [InlineData("Internal error", VerdictKind.Failed, true)]
    [InlineData("", VerdictKind.Failed, true)]
    public void A_failed_task_costs_nothing_and_is_rejected_when_it_speaks_of_the_content(string words, VerdictKind kind, bool mayWorkAgain)
    {
        var classic = KlingAnswers.Checked(new Answer(200, $$$"""{"code":0,"data":{"task_id":"8","task_status":"failed","task_status_msg":"{{{words}}}"}}""", false), UnitUsd);
        var renewed = KlingAnswers.Checked(new Answer(200, $$$"""{"code":0,"data":[{"id":"8","status":"failed","message":"{{{words}}}","billing":[]}]}""", false), UnitUsd);

        Assert.Equal((kind, mayWorkAgain, 0m), (classic.Kind, classic.MayWorkAgain, classic.Cost));
        Assert.Equal((kind, mayWorkAgain, 0m), (renewed.Kind, renewed.MayWorkAgain, renewed.Cost));
    }

    [Theory]
    [InlineData(Succeed)]
    [InlineData(Succeeded)]
    public void A_finished_task_tells_its_film_without_watermark_and_what_it_cost(string body)
    {
        var done = KlingAnswers.Checked(new Answer(200, body, false), UnitUsd);

        Assert.Equal("https://a/b.mp4", done.Outputs[0]);
        Assert.DoesNotContain("https://a/w.mp4", done.Outputs);
        Assert.Equal(0.49m, done.Cost);
    }

    [Theory]
    [InlineData("\"final_unit_deduction\":2.5", "0.35")]
    [InlineData("\"final_unit_deduction\":\"much\"", null)]
    [InlineData("\"final_unit_deduction\":null", null)]
    [InlineData("\"billing\":[{\"charge_type\":\"cash\",\"amount\":\"0.42\",\"currency\":\"USD\"}]", "0.42")]
    [InlineData("\"billing\":[{\"charge_type\":\"unit\",\"amount\":1},{\"charge_type\":\"cash\",\"amount\":0.1,\"currency\":\"USD\"}]", "0.24")]
    [InlineData("\"billing\":[{\"charge_type\":\"cash\",\"amount\":3,\"currency\":\"CNY\"}]", null)]
    [InlineData("\"billing\":[7]", null)]
    [InlineData("\"billing\":7", null)]
    public void A_cost_is_told_in_units_or_in_money_or_not_at_all(string field, string? usd)
    {
        var done = KlingAnswers.Checked(new Answer(200, $$$"""{"code":0,"data":{"task_status":"succeed","outputs":[{"url":"https://a/b.mp4"}],{{{field}}}}}""", false), UnitUsd);

        Assert.Equal(usd is null ? null : decimal.Parse(usd, System.Globalization.CultureInfo.InvariantCulture), done.Cost);
    }

    [Theory]
    [InlineData(200, Submitted, VerdictKind.Accepted)]
    [InlineData(200, Succeed, VerdictKind.Accepted)]
    [InlineData(200, Succeeded, VerdictKind.Accepted)]
    [InlineData(200, """{"code":0,"data":[]}""", VerdictKind.Gone)]
    [InlineData(404, """{"code":1203,"message":"task not found"}""", VerdictKind.Gone)]
    [InlineData(404, Html, VerdictKind.Outage)]
    [InlineData(200, """{"code":0,"data":{"task_""", VerdictKind.Outage)]
    [InlineData(401, """{"code":1002,"message":"other region"}""", VerdictKind.KeyRefused)]
    [InlineData(429, """{"code":1302,"message":"too fast"}""", VerdictKind.Throttled)]
    public void An_answer_to_a_look_by_the_attempt(int status, string body, VerdictKind kind) =>
        Assert.Equal(kind, KlingAnswers.Found(new Answer(status, body, BodyLeft: false)).Kind);

    [Theory]
    [InlineData("""{"code":0,"data":{"code":0,"resource_pack_subscribe_infos":[{"remaining_quantity":4993.0,"status":"online"},{"remaining_quantity":7.5,"status":"online"},{"remaining_quantity":90,"status":"expired"},{"remaining_quantity":0,"status":"runOut"},{"remaining_quantity":8,"status":"toBeOnline"}]}}""", 5000.5)]
    [InlineData("""{"code":0,"data":{"resource_pack_subscribe_infos":[]}}""", 0.0)]
    [InlineData("""{"code":0,"data":{"resource_pack_subscribe_infos":[{"status":"online"},7]}}""", 0.0)]
    [InlineData("""{"code":0,"data":{"code":0,"msg":"success"}}""", null)]
    [InlineData("""{"code":0,"data":{"resource_pack_subscribe_infos":null}}""", null)]
    [InlineData("""{"code":0}""", null)]
    [InlineData(Html, null)]
    public void The_balance_is_the_sum_of_the_packs_in_force(string body, double? units) =>
        Assert.Equal((decimal?)units, KlingAnswers.Balance(new Answer(200, body, BodyLeft: false)));
}
