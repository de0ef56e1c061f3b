using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using VideoGen.Domain;
using VideoGen.Functions.Doors.OpenAi;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Sdk;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

/// <summary>OpenAI's official client takes <c>/v1/videos</c> for the real thing; and what it never sends is answered in its words too.</summary>
public sealed class OpenAiDoorTests
{
    private const string Key = "a-key-of-the-tests";

    private static readonly string[] VideoFields =
    [
        "id", "object", "status", "progress", "created_at", "completed_at", "expires_at", "error", "model", "prompt", "seconds", "size", "remixed_from_video_id", "generated_by",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_official_client_creates_polls_lists_fetches_remixes_and_deletes()
    {
        await using var app = await TestApp.StartAsync($"API_KEY={Key}", "FFMPEG_PATH=");

        var (said, sleeps) = await ClientProgram.RunAsync(app, "openai-videos.mjs", Key, Repository.File("VideoGen.ProviderSim", "Media", "landscape.png"));

        Assert.All(sleeps, seconds => Assert.Equal(5, seconds));
        Assert.Equal("5000", (string?)said["pollAfter"]);
        AssertVideo(said["first"]!, "queued", "A red fox in the snow");
        AssertVideo(said["made"]!, "completed", "A red fox in the snow");
        Assert.Equal(("4", "1280x720", "sora-2", "live"),
            ((string?)said["made"]!["seconds"], (string?)said["made"]!["size"], (string?)said["made"]!["model"], (string?)said["made"]!["generated_by"]!["mode"]));
        Assert.Subset(new HashSet<string> { "queued", "in_progress", "completed" }, Texts(said["statuses"]).ToHashSet());
        Assert.Equal(("NotFoundError", 404, "not_found"), Fault(said["tooEarly"]));
        Assert.Contains("Video is not ready yet", (string?)said["tooEarly"]!["message"]);

        Assert.Equal(("completed", "8", "720x1280", "sora-2-pro"), (Status(said["plain"]), Of(said["plain"], "seconds"), Of(said["plain"], "size"), Of(said["plain"], "model")));
        Assert.All(said["withImage"]!.AsObject(), way => Assert.Equal((way.Key, "completed"), (way.Key, Status(way.Value))));
        Assert.Equal(("completed", "It moves backwards", Of(said["withImage"]!["file"], "id")),
            (Status(said["remixed"]), Of(said["remixed"], "prompt"), Of(said["remixed"], "remixed_from_video_id")));
        Assert.Equal(("failed", "moderation_blocked"), (Status(said["failed"]), (string?)said["failed"]!["video"]!["error"]!["code"]));

        Assert.Equal(3, (int)said["newestFirst"]!["pages"]!);
        Assert.Equal((8, Of(said["failed"], "id")), (Texts(said["newestFirst"]!["ids"]).Count(), Texts(said["newestFirst"]!["ids"]).First()));
        Assert.Equal(Texts(said["newestFirst"]!["ids"]).Reverse(), Texts(said["oldestFirst"]!["ids"]));

        Assert.Equal(("video/mp4", "ftyp"), (Type(said, "video"), ((string)said["content"]!["video"]!["head"]!)[4..8]));
        Assert.Equal(("image/jpeg", "image/jpeg"), (Type(said, "thumbnail"), Type(said, "spritesheet")));
        Assert.Equal((true, "video.deleted"), ((bool)said["deleted"]!["deleted"]!, (string?)said["deleted"]!["object"]));
        Assert.Equal(("NotFoundError", 404, "not_found"), Fault(said["gone"]));
        Assert.Equal(("NotFoundError", 404, "not_found"), Fault(said["hidden"]));
        Assert.Equal(("BadRequestError", 400, "invalid_prompt"), Fault(said["noPrompt"]));
        Assert.Equal(("prompt", "seconds", "size", "model"),
            (Param(said["noPrompt"]), Param(said["badSeconds"]), Param(said["badSize"]), Param(said["badModel"])));
        Assert.Equal((415, "input_reference"), ((int)said["badFile"]!["status"]!, Param(said["badFile"])));
        Assert.Equal(("AuthenticationError", 401, "invalid_api_key"), Fault(said["badKey"]));
        Assert.All(new[] { "gone", "noPrompt", "badFile", "badKey" }, name => Assert.Equal((name, "false"), (name, (string?)said[name]!["shouldRetry"])));
    }

    [Fact]
    public void Whoever_asks_too_often_may_come_again_and_whose_quota_is_used_up_may_not()
    {
        var (rate, quota) = (new HeaderDictionary(), new HeaderDictionary());

        OpenAiProblem.TellRetry(new(Errors.LimitIsExceeded, "Too often."), rate);
        OpenAiProblem.TellRetry(new(Errors.QuotaIsExceeded, "Used up."), quota);
        var fault = ((OpenAiProblem)OpenAiProblem.Of(new(Errors.QuotaIsExceeded, "Used up."))).Error;

        Assert.False(rate.ContainsKey("x-should-retry"));
        Assert.Equal("false", quota["x-should-retry"]);
        Assert.Equal(new OpenAiFault("Used up.", "insufficient_quota", null, "insufficient_quota"), fault);
    }

    [Fact]
    public async Task A_video_under_way_is_not_deleted()
    {
        await using var app = await TestApp.StartAsync();
        var id = await app.AJobWaitingForRunwayAsync();

        var reply = await app.SendAsync(HttpMethod.Delete, $"/v1/videos/video_{id}");

        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (reply.Status, (string?)reply.Json!["error"]!["code"]));
        Assert.Equal("false", Assert.Single(reply.Response.Headers.GetValues("x-should-retry")));
        Assert.Contains("param", reply.Json["error"]!.AsObject().Select(field => field.Key));
    }

    [Theory]
    [InlineData("a file that is none", "name=\"input_reference\"; filename=\"a.png\"", "x", 415, "input_reference")]
    [InlineData("a file of another name", "name=\"picture\"; filename=\"a.png\"", "x", 400, "input_reference")]
    [InlineData("a prompt given twice", "name=\"prompt\"", "A dog", 400, "prompt")]
    [InlineData("two forms of one reference", "name=\"input_reference\"", "x", 400, "input_reference")]
    [InlineData("a name that is none", "name=\"\"", "x", 200, null)]
    public async Task A_form_that_is_not_as_it_should_be_says_where(string what, string disposition, string content, int status, string? param)
    {
        await using var app = await TestApp.StartAsync();

        var reply = await SendFormAsync(app, $"--b\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nA cat\r\n--b\r\nContent-Disposition: form-data; {disposition}\r\n\r\n{content}\r\n--b--\r\n");

        Assert.Equal((what, status, param), (what, (int)reply.Status, (string?)reply.Json!["error"]?["param"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nA cat")]
    [InlineData("--b\r\nContent-Disposition form-data\r\n\r\nA cat\r\n--b--\r\n")]
    public async Task Half_a_form_starts_nothing(string form)
    {
        await using var app = await TestApp.StartAsync();

        var reply = await SendFormAsync(app, form);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Empty((await app.GetAsync("/v1/videos")).Json!["data"]!.AsArray());
    }

    [Fact]
    public async Task A_form_that_another_sites_page_sends_is_refused()
    {
        await using var app = await TestApp.StartAsync();

        var reply = await SendFormAsync(app, "--b\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nA cat\r\n--b--\r\n", ("Origin", "https://elsewhere.example"));

        Assert.Equal(HttpStatusCode.Forbidden, reply.Status);
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?order=sideways", "order")]
    [InlineData("?after=x", "after")]
    public async Task A_list_is_asked_for_rightly_or_not_given(string query, string param)
    {
        await using var app = await TestApp.StartAsync();

        var reply = await app.GetAsync($"/v1/videos{query}");

        Assert.Equal((HttpStatusCode.BadRequest, param), (reply.Status, (string?)reply.Json!["error"]!["param"]));
    }

    private static async Task<Reply> SendFormAsync(TestApp app, string form, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/videos") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(form)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await Reply.OfAsync(await app.Http.SendAsync(request, Ct));
    }

    private static void AssertVideo(JsonNode video, string status, string prompt)
    {
        Assert.Equal(VideoFields, video.AsObject().Select(field => field.Key));
        Assert.Equal(("video", status, prompt), ((string?)video["object"], (string?)video["status"], (string?)video["prompt"]));
        Assert.StartsWith("video_v", (string?)video["id"]);
    }

    private static string? Of(JsonNode? waited, string field) => (string?)waited!["video"]![field];

    private static string? Status(JsonNode? waited) => Of(waited, "status");

    private static (string?, int, string?) Fault(JsonNode? failure) => ((string?)failure!["name"], (int?)failure["status"] ?? 0, (string?)failure["code"]);

    private static string? Param(JsonNode? failure) => (string?)failure!["param"];

    private static string? Type(JsonNode said, string variant) => (string?)said["content"]![variant]!["type"];

    private static IEnumerable<string> Texts(JsonNode? list) => list!.AsArray().Select(text => (string)text!);
}
