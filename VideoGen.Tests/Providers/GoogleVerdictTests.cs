using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers.Google;

namespace VideoGen.Tests.Providers;

/// <summary>Every answer has one meaning, whatever it is.</summary>
public sealed class GoogleVerdictTests
{
    private const string Html = "<html><body><h1>502 Bad Gateway</h1></body></html>";

    private const string Depleted = """{"error":{"code":429,"message":"Your prepayment credits are depleted. Please go to AI Studio at https://ai.studio/projects to manage your project and billing.","status":"RESOURCE_EXHAUSTED"}}""";

    private const string FreeTier = """
        {"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details.\n* Quota exceeded for metric: generativelanguage.googleapis.com/generate_content_free_tier_requests, limit: 0, model: veo-3.1\nPlease retry in 45.57s.","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"45s"}]}}
        """;

    private const string FreeTierById = """
        {"error":{"code":429,"message":"You exceeded your current quota.\n* Quota exceeded for metric: generativelanguage.googleapis.com/requests, limit: 0, model: veo-3.1","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaMetric":"generativelanguage.googleapis.com/requests","quotaId":"RequestsPerDayPerProjectPerModel-FreeTier"}]}]}}
        """;

    private const string PaidTier = """
        {"error":{"code":429,"message":"You exceeded your current quota.\n* Quota exceeded for metric: generativelanguage.googleapis.com/paid_tier_requests, limit: 10, model: veo-3.1\nPlease retry in 45.57s.","status":"RESOURCE_EXHAUSTED"}}
        """;

    private const string NotFound = """{"error":{"code":404,"message":"models/veo-9 is not found for API version v1beta, or is not supported for predictLongRunning.","status":"NOT_FOUND"}}""";
    private const string Retired = """{"error":{"code":404,"message":"This model models/veo-2.0-generate-001 is no longer available.","status":"NOT_FOUND"}}""";
    private const string BadKey = """{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com"}]}}""";
    private const string BadKeyByReason = """{"error":{"code":400,"message":"Bad","status":"INVALID_ARGUMENT","details":[1,null,{"reason":"API_KEY_INVALID"}]}}""";
    private const string Unsafe = """{"error":{"code":400,"message":"The prompt could not be submitted. This prompt contains sensitive words that violate Google's Responsible AI practices. Try rephrasing the prompt. Support codes: 58061214","status":"INVALID_ARGUMENT"}}""";
    private const string TooShort = """{"error":{"code":400,"message":"1080p is not supported for a duration of 6 seconds.","status":"INVALID_ARGUMENT"}}""";
    private const string BillingOff = """{"error":{"code":400,"message":"Please enable billing on your project.","status":"FAILED_PRECONDITION"}}""";
    private const string WrongPlace = """{"error":{"code":400,"message":"User location is not supported for the API use.","status":"FAILED_PRECONDITION"}}""";
    private const string NoBilling = """{"error":{"code":403,"message":"This API method requires billing to be enabled.","status":"PERMISSION_DENIED"}}""";
    private const string NotAllowed = """{"error":{"code":403,"message":"The caller does not have permission","status":"PERMISSION_DENIED"}}""";
    private const string Leaked = """{"error":{"code":403,"message":"Your API key was reported as leaked. Please use another API key.","status":"PERMISSION_DENIED"}}""";
    private const string Overload = """{"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota).","status":"RESOURCE_EXHAUSTED"}}""";
    private const string Overloaded = """{"error":{"code":503,"message":"The model is overloaded. Please try again later.","status":"UNAVAILABLE"}}""";
    private const string Internal = """{"error":{"code":500,"message":"Internal error encountered.","status":"INTERNAL"}}""";

    private static readonly DateTimeOffset _now = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    public static TheoryData<int, string, VerdictKind> Refusals => new()
    {
        { 429, Depleted, VerdictKind.CreditsExhausted },
        { 402, Depleted, VerdictKind.CreditsExhausted },
        { 402, "", VerdictKind.CreditsExhausted },
        { 429, FreeTier, VerdictKind.CreditsExhausted },
        { 429, FreeTierById, VerdictKind.CreditsExhausted },
        { 429, PaidTier, VerdictKind.Throttled },
        { 429, FreeTier.Replace("limit: 0,", "limit: 0.5,", StringComparison.Ordinal), VerdictKind.Throttled },
        { 429, FreeTier.Replace("limit: 0,", "limit: 10,", StringComparison.Ordinal), VerdictKind.Throttled },
        { 429, Overload, VerdictKind.Throttled },
        { 429, Html, VerdictKind.Throttled },
        { 400, BillingOff, VerdictKind.CreditsExhausted },
        { 403, NoBilling, VerdictKind.CreditsExhausted },
        { 400, WrongPlace, VerdictKind.Forbidden },
        { 400, BadKey, VerdictKind.KeyRefused },
        { 400, BadKeyByReason, VerdictKind.KeyRefused },
        { 401, "", VerdictKind.KeyRefused },
        { 403, Leaked, VerdictKind.KeyRefused },
        { 403, NotAllowed, VerdictKind.Forbidden },
        { 403, Html, VerdictKind.Forbidden },
        { 400, Unsafe, VerdictKind.Moderated },
        { 400, TooShort, VerdictKind.Invalid },
        { 400, Html, VerdictKind.Invalid },
        { 400, """{"error":"a text"}""", VerdictKind.Invalid },
        { 400, """{"error":{"message":["a list"],"details":"a text"}}""", VerdictKind.Invalid },
        { 413, "", VerdictKind.Invalid },
        { 404, Retired, VerdictKind.Retired },
        { 400, Retired, VerdictKind.Retired },
        { 404, NotFound, VerdictKind.Retired },
        { 404, Html, VerdictKind.Outage },
        { 405, "", VerdictKind.Outage },
        { 302, "", VerdictKind.Outage },
        { 408, "", VerdictKind.Outage },
        { 503, Overloaded, VerdictKind.Outage },
        { 503, Html, VerdictKind.Outage },
        { 500, Internal, VerdictKind.Unknown },
        { 502, Html, VerdictKind.Unknown },
        { 504, "upstream request timeout", VerdictKind.Unknown },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_refused_submit_means_the_same_at_both_apis(int status, string body, VerdictKind kind)
    {
        Assert.Equal(kind, VeoOperations.Submitted(new(status, body, BodyLeft: true), _now).Kind);
        Assert.Equal(kind, OmniInteractions.Submitted(new(status, body, BodyLeft: true), _now).Kind);
    }

    [Theory]
    [InlineData("""{"name":"models/veo-3.1-generate-preview/operations/abc"}""", VerdictKind.Accepted)]
    [InlineData("""{"name":"models/veo-3.1-generate-preview/operations/abc","new":{"x":[1]}}""", VerdictKind.Accepted)]
    [InlineData("""{"name":"models/veo-3.1-generate-preview/operations/abc","meta""", VerdictKind.Accepted)]
    [InlineData("""{"name":"models/veo-3.1-gen""", VerdictKind.Unknown)]
    [InlineData("""{"new":{"name":"not this one"}}""", VerdictKind.Unknown)]
    [InlineData("""{"name":17}""", VerdictKind.Unknown)]
    [InlineData("", VerdictKind.Unknown)]
    [InlineData(Html, VerdictKind.Unknown)]
    public void A_good_answer_to_a_submit_names_the_operation(string body, VerdictKind kind) =>
        Assert.Equal(kind, VeoOperations.Submitted(new(200, body, BodyLeft: true), _now).Kind);

    [Theory]
    [InlineData(false, VerdictKind.Outage)]
    [InlineData(true, VerdictKind.Unknown)]
    public void No_answer_to_a_submit_is_a_doubt_once_the_body_has_left(bool left, VerdictKind kind) =>
        Assert.Equal(kind, VeoOperations.Submitted(new(null, "", left, Trouble: "no answer"), _now).Kind);

    [Theory]
    [InlineData(FreeTier, null)]
    [InlineData(PaidTier, 46)]
    [InlineData("""{"error":{"message":"Quota","details":[{"retryDelay":"47s"}]}}""", 47)]
    [InlineData("""{"error":{"message":"Quota. Please retry in 3.2s.","details":[{"retryDelay":"1.5s"}]}}""", 2)]
    [InlineData("""{"error":{"message":"Quota","details":[{"retryDelay":"soon"}]}}""", 9)]
    [InlineData("""{"error":{"message":"Quota","details":[{"retryDelay":"99999999999999999999s"}]}}""", 9)]
    [InlineData("""{"error":{"message":"Quota","details":[{"violations":[{"quotaId":"RequestsPerDayPerProject"}]},{"retryDelay":"47s"}]}}""", 22 * 3600)]
    [InlineData(Overload, 9)]
    public void A_throttled_submit_comes_back_when_google_says(string body, int? seconds) =>
        Assert.Equal(seconds, VeoOperations.Submitted(new(429, body, BodyLeft: true, RetryAfterSeconds: 9), _now).RetryAfterSeconds);

    [Theory]
    [InlineData(200, """{"name":"x"}""", VerdictKind.Pending)]
    [InlineData(200, """{"name":"x","done":false,"metadata":{"new":1}}""", VerdictKind.Pending)]
    [InlineData(200, """{"name":"x","done":"true"}""", VerdictKind.Pending)]
    [InlineData(200, """{"done":true,"response":{"generateVideoResponse":{"generatedSamples":[{"video":{"uri":"https://a/1"}}]}}}""", VerdictKind.Succeeded)]
    [InlineData(200, """{"done":true,"response":{"generateVideoResponse":{"generatedSamples":[{"video":{}}]}}}""", VerdictKind.Failed)]
    [InlineData(200, """{"done":true,"response":{"generateVideoResponse":{"raiMediaFilteredCount":1,"raiMediaFilteredReasons":["No."]}}}""", VerdictKind.Moderated)]
    [InlineData(200, """{"done":true,"response":{"generateVideoResponse":{}}}""", VerdictKind.Moderated)]
    [InlineData(200, """{"done":true}""", VerdictKind.Moderated)]
    [InlineData(200, """{"done":tr""", VerdictKind.Outage)]
    [InlineData(200, Html, VerdictKind.Outage)]
    [InlineData(400, BadKey, VerdictKind.KeyRefused)]
    [InlineData(400, TooShort, VerdictKind.Outage)]
    [InlineData(403, NotAllowed, VerdictKind.KeyRefused)]
    [InlineData(404, NotFound, VerdictKind.Gone)]
    [InlineData(404, Html, VerdictKind.Outage)]
    [InlineData(429, Overload, VerdictKind.Throttled)]
    [InlineData(503, Overloaded, VerdictKind.Outage)]
    [InlineData(502, Html, VerdictKind.Outage)]
    public void An_answer_to_a_look(int status, string body, VerdictKind kind) =>
        Assert.Equal(kind, VeoOperations.Checked(new(status, body, BodyLeft: false), _now).Kind);

    [Theory]
    [InlineData(3, "The prompt violates Google's Responsible AI practices.", VerdictKind.Moderated, false)]
    [InlineData(13, "Blocked. Support codes: 42237218", VerdictKind.Moderated, false)]
    [InlineData(3, "The image is broken.", VerdictKind.Invalid, false)]
    [InlineData(8, "Your prepayment credits are depleted.", VerdictKind.CreditsExhausted, false)]
    [InlineData(8, "Resource has been exhausted.", VerdictKind.Failed, true)]
    [InlineData(13, "Internal error.", VerdictKind.Failed, true)]
    [InlineData(14, "Unavailable.", VerdictKind.Failed, true)]
    [InlineData(7, "Permission denied.", VerdictKind.Failed, false)]
    [InlineData(999, "A code of tomorrow.", VerdictKind.Failed, true)]
    public void An_operation_that_failed_cost_nothing(int code, string message, VerdictKind kind, bool mayWorkAgain)
    {
        var verdict = VeoOperations.Checked(new(200, $$"""{"name":"x","error":{"code":{{code}},"message":"{{message}}","details":[]},"done":true}""", BodyLeft: false), _now);

        Assert.Equal((kind, mayWorkAgain, $"gRPC {code}", message), (verdict.Kind, verdict.MayWorkAgain, verdict.Evidence, verdict.Detail));
        Assert.True(kind == VerdictKind.CreditsExhausted || verdict.Cost == 0);
    }

    [Fact]
    public void What_the_filter_took_away_is_not_charged_and_what_it_left_is_taken()
    {
        var none = VeoOperations.Checked(new(200, """{"done":true,"response":{"generateVideoResponse":{"raiMediaFilteredCount":2,"raiMediaFilteredReasons":["One.","Two.",3]}}}""", false), _now);
        var some = VeoOperations.Checked(new(200, """{"done":true,"response":{"generateVideoResponse":{"generatedSamples":[{"video":{"uri":"https://a/1"}},7],"raiMediaFilteredCount":1,"raiMediaFilteredReasons":["One."]}}}""", false), _now);

        Assert.Equal((VerdictKind.Moderated, 0m, "One. Two. 3"), (none.Kind, none.Cost, none.Detail));
        Assert.Equal((VerdictKind.Succeeded, "https://a/1", "One."), (some.Kind, Assert.Single(some.Outputs), some.Detail));
    }

    [Theory]
    [InlineData("""{"id":"v1_a","status":"in_progress","steps":[]}""", VerdictKind.Accepted)]
    [InlineData("""{"id":"v1_a","status":"in_pro""", VerdictKind.Accepted)]
    [InlineData("""{"status":"in_progress"}""", VerdictKind.Unknown)]
    public void A_good_answer_to_a_submit_names_the_interaction(string body, VerdictKind kind) =>
        Assert.Equal(kind, OmniInteractions.Submitted(new(200, body, BodyLeft: true), _now).Kind);

    [Theory]
    [InlineData("""{"status":"queued"}""", VerdictKind.Pending)]
    [InlineData("""{"status":"in_progress"}""", VerdictKind.Pending)]
    [InlineData("""{"status":"dreaming","new":{}}""", VerdictKind.Pending)]
    [InlineData("""{"status":7}""", VerdictKind.Outage)]
    [InlineData("""{"status":"cancelled"}""", VerdictKind.Canceled)]
    [InlineData("""{"status":"budget_exceeded"}""", VerdictKind.CreditsExhausted)]
    [InlineData("""{"status":"requires_action"}""", VerdictKind.Failed)]
    [InlineData("""{"status":"requires_continuation"}""", VerdictKind.Failed)]
    [InlineData("""{"status":"incomplete"}""", VerdictKind.Failed)]
    [InlineData("""{"status":"incomplete","errors":[{"message":"Blocked by Responsible AI practices."}]}""", VerdictKind.Moderated)]
    [InlineData("""{"status":"failed"}""", VerdictKind.Failed)]
    [InlineData("""{"status":"failed","errors":[1,{"code":7},{"code":"internal","message":"Internal error."}]}""", VerdictKind.Failed)]
    [InlineData("""{"status":"failed","errors":[{"code":"invalid_request","message":"The picture is broken."}]}""", VerdictKind.Invalid)]
    [InlineData("""{"status":"failed","errors":[{"message":"Your prepayment credits are depleted."}]}""", VerdictKind.CreditsExhausted)]
    [InlineData("""{"status":"failed","steps":[{"type":"model_output","error":{"code":3,"message":"Bad."}}]}""", VerdictKind.Invalid)]
    [InlineData("""{"status":"completed"}""", VerdictKind.Moderated)]
    [InlineData("""{"status":"completed","steps":[{"type":"model_output","content":[{"type":"text","text":"I cannot make that."}]}]}""", VerdictKind.Moderated)]
    [InlineData("""{"status":"completed","errors":[{"message":"Internal error."}]}""", VerdictKind.Failed)]
    [InlineData("""{"status":"completed","output_video":{"type":"video","uri":"https://a/1"}}""", VerdictKind.Succeeded)]
    [InlineData("""{"status":"completed","steps":[{"type":"user_input","content":[{"type":"video","uri":"https://a/0"}]}]}""", VerdictKind.Moderated)]
    public void An_interaction(string body, VerdictKind kind) => Assert.Equal(kind, OmniInteractions.Checked(new(200, body, BodyLeft: false), _now).Kind);

    [Theory]
    [InlineData("""{"id":"v1_a","status":"completed","output_video":{"uri":"https://a/1"}}""", "https://a/1")]
    [InlineData("""{"id":"v1_a","status":"completed","steps":[{"type":"model_output","content":[{"type":"video","uri":"https://a/1"}]},{"type":"thought"}]}""", "https://a/1")]
    [InlineData("""{"id":"v1_a","status":"completed","steps":[{"type":"model_output","content":[{"type":"text"},{"type":"video","data":"AAAA"}]}]}""", "v1beta/interactions/v1_a")]
    public void The_video_of_an_interaction_is_found_wherever_it_lies(string body, string output) =>
        Assert.Equal([output], OmniInteractions.Checked(new(200, body, BodyLeft: false), _now).Outputs);

    [Theory]
    [InlineData("failed", true)]
    [InlineData("incomplete", false)]
    [InlineData("requires_action", false)]
    public void Of_a_failed_interaction_nobody_knows_what_it_cost(string status, bool mayWorkAgain)
    {
        var verdict = OmniInteractions.Checked(new(200, $$"""{"status":"{{status}}"}""", BodyLeft: false), _now);

        Assert.Equal((mayWorkAgain, null, status), (verdict.MayWorkAgain, verdict.Cost, verdict.Evidence));
    }

    [Theory]
    [InlineData(200, """{"id":"v1_a","status":"cancelled"}""", VerdictKind.Canceled)]
    [InlineData(200, """{"id":"v1_a","status":"in_progress"}""", VerdictKind.Pending)]
    [InlineData(200, "{}", VerdictKind.Pending)]
    [InlineData(200, """{"id":"v1_a","status":"completed"}""", VerdictKind.Pending)]
    [InlineData(400, """{"error":{"message":"The interaction is not running.","status":"FAILED_PRECONDITION"}}""", VerdictKind.Pending)]
    [InlineData(400, BadKey, VerdictKind.KeyRefused)]
    [InlineData(404, NotFound, VerdictKind.Canceled)]
    [InlineData(404, Html, VerdictKind.Outage)]
    [InlineData(403, "", VerdictKind.KeyRefused)]
    [InlineData(503, Overloaded, VerdictKind.Outage)]
    public void An_answer_to_a_cancellation(int status, string body, VerdictKind kind) =>
        Assert.Equal(kind, OmniInteractions.Canceled(new(status, body, BodyLeft: false), _now).Kind);

    [Fact]
    public void A_verdict_carries_the_evidence_and_googles_words()
    {
        var refused = VeoOperations.Submitted(new(400, TooShort, BodyLeft: true), _now);

        Assert.Equal(("HTTP 400 INVALID_ARGUMENT", "1080p is not supported for a duration of 6 seconds."), (refused.Evidence, refused.Detail));
    }
}
