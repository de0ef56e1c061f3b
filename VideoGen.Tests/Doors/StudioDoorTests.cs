using System.Net;
using VideoGen.Domain;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Doors.Studio;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

public sealed class StudioDoorTests
{
    private static readonly string[] VideoFields =
    [
        "id", "userId", "runwayTaskId", "status", "progress", "prompt", "enhancedPrompt", "generationType", "style", "format", "duration", "fps", "width", "height", "seed",
        "platform", "contentType", "videoUrl", "thumbnailUrl", "localPath", "error", "createdAt", "updatedAt",
    ];

    [Fact]
    public async Task A_video_is_a_record_from_its_start_to_its_end()
    {
        await using var app = await TestApp.StartAsync();

        var started = await app.PostAsync("/api/runway/generate", new
        {
            userId = "user-7",
            prompt = "A new shoe",
            generationType = "text-to-video",
            style = "commercial",
            format = "portrait",
            duration = 5,
            fps = 30,
            width = 1080,
            height = 1920,
            seed = 7,
            platform = "tiktok",
            contentType = "product",
            enhancePrompt = false,
            campaign = "spring",
        });
        var first = started.Json!["video"]!;
        var id = (string)first["id"]!;
        await app.JobWhenOverAsync(id);
        var last = (await app.GetAsync($"/api/runway/videos/{id}")).Json!["video"]!;

        Assert.Equal(HttpStatusCode.OK, started.Status);
        Assert.Equal(VideoFields, first.AsObject().Select(field => field.Key));
        Assert.Equal(("PENDING", "user-7", "portrait"), ((string?)first["status"], (string?)first["userId"], (string?)first["format"]));
        Assert.Equal(("COMPLETED", 100, $"anonymous/videos/{id}.mp4"), ((string?)last["status"], (int)last["progress"]!, (string?)last["localPath"]));
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync((string)last["videoUrl"]!)).Status);
    }

    [Theory]
    [InlineData("portrait", "portrait")]
    [InlineData("landscape", "landscape")]
    [InlineData("square", "square")]
    public async Task A_format_is_a_full_size(string format, string made)
    {
        await using var app = await TestApp.StartAsync();

        var video = (await app.PostAsync("/api/runway/generate", new { prompt = "A shoe", format })).Json!["video"]!;
        var job = await app.JobAsync((string)video["id"]!);

        Assert.Equal(made, (string?)video["format"]);
        var asked = format switch { "portrait" => "1080:1920", "landscape" => "1920:1080", _ => "1080:1080" };
        Assert.All(job["adapted"]!.AsArray().Where(adapted => (string?)adapted!["field"] == "width"), adapted => Assert.Equal(asked, (string?)adapted!["asked"]));
    }

    [Fact]
    public async Task Videos_are_listed_newest_first_page_by_page()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");
        List<string> ids = [];
        for (var i = 0; i < 3; i++)
        {
            ids.Insert(0, (string)(await app.PostAsync("/api/runway/generate", new { prompt = $"Shoe {i}" })).Json!["video"]!["id"]!);
            app.Time.Advance(TimeSpan.FromMilliseconds(5));
        }

        var first = (await app.GetAsync("/api/runway/videos?limit=2")).Json!;
        var second = (await app.GetAsync($"/api/runway/videos?limit=2&after={first["next"]}")).Json!;

        Assert.Equal(ids, first["videos"]!.AsArray().Concat(second["videos"]!.AsArray()).Select(video => (string)video!["id"]!));
        Assert.Null(second["next"]);
        Assert.Empty((await app.GetAsync("/api/runway/videos?status=FAILED")).Json!["videos"]!.AsArray());
        Assert.Equal(HttpStatusCode.BadRequest, (await app.GetAsync("/api/runway/videos?status=failed")).Status);
    }

    [Fact]
    public async Task A_status_and_a_user_that_was_noted_are_found_by_what_their_records_show()
    {
        await using var app = await TestApp.StartAsync();
        var (mine, others) = (await StartAsync("user-7", "A shoe [sim: PENDING*99]"), await StartAsync("user-8", "A shoe [sim: SUCCEEDED]"));
        await app.PostAsync($"/api/videos/{mine}/cancel");
        await app.JobWhenOverAsync(mine);
        await app.JobWhenOverAsync(others);

        Assert.Equal([mine], await FoundAsync("userId=user-7"));
        Assert.Equal([mine], await FoundAsync("status=FAILED"));
        Assert.Equal([others], await FoundAsync("userId=user-8&status=COMPLETED"));
        Assert.Empty(await FoundAsync("userId=user-9"));

        async Task<string> StartAsync(string userId, string prompt) => (string)(await app.PostAsync("/api/runway/generate", new { userId, prompt })).Json!["video"]!["id"]!;

        async Task<IEnumerable<string>> FoundAsync(string query) =>
            (await app.GetAsync($"/api/runway/videos?{query}")).Json!["videos"]!.AsArray().Select(video => (string)video!["id"]!);
    }

    [Fact]
    public async Task A_scheduled_post_is_the_same_at_the_native_door()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");
        var id = (string)(await app.PostAsync("/api/runway/generate", new { prompt = "A shoe" })).Json!["video"]!["id"]!;

        var answer = (await app.PostAsync("/api/runway/associate", new { videoId = id, postId = "post-1", platform = "tiktok", scheduledAt = "2027-01-31T12:00:00Z" })).Json!;
        var there = (await app.JobAsync(id))["post"]!;
        await app.PostAsync("/api/runway/associate", new { videoId = id, postId = (string?)null });
        var gone = (await app.JobAsync(id))["post"];

        Assert.Equal(("post-1", "tiktok"), ((string?)answer["post"]!["id"], (string?)answer["post"]!["platform"]));
        Assert.Equal(("post-1", "tiktok"), ((string?)there["id"], (string?)there["platform"]));
        Assert.Null(gone);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_video_is_deleted_with_its_file(bool byQuery)
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");
        var id = (string)(await app.PostAsync("/api/runway/generate", new { prompt = "A shoe" })).Json!["video"]!["id"]!;
        await app.JobWhenOverAsync(id);

        var reply = byQuery
            ? await app.SendAsync(HttpMethod.Delete, $"/api/runway/delete?videoId={id}")
            : await app.SendAsync(HttpMethod.Delete, "/api/runway/delete", new { videoId = id });

        Assert.Equal((HttpStatusCode.OK, true, id), (reply.Status, (bool)reply.Json!["success"]!, (string?)reply.Json["videoId"]));
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync($"/api/runway/videos/{id}")).Status);
        Assert.DoesNotContain(app.StoredFiles(), file => file.StartsWith(id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Styles_and_templates_are_records()
    {
        await using var app = await TestApp.StartAsync();

        var styles = await app.GetAsync("/api/runway/styles");
        var templates = await app.GetAsync("/api/runway/templates");

        Assert.Equal(
            ["name", "displayName", "description", "category", "promptTemplate", "keywords", "defaultDuration", "defaultFps", "defaultWidth", "defaultHeight"],
            styles.Json!["styles"]![0]!.AsObject().Select(field => field.Key));
        Assert.Equal(
            ["cinematic", "artistic", "commercial", "social_media"], styles.Json["styles"]!.AsArray().Select(style => (string)style!["name"]!).Take(4));
        Assert.Equal(
            ["name", "displayName", "description", "category", "basePrompt", "style", "defaults"],
            templates.Json!["templates"]![0]!.AsObject().Select(field => field.Key));
        Assert.NotNull(styles.Response.Headers.CacheControl?.MaxAge);
    }

    [Theory]
    [InlineData("""{"prompt":""}""", "INVALID_PROMPT", "prompt")]
    [InlineData("""{"prompt":"a","generationType":"image"}""", "INVALID_REQUEST", "generationType")]
    [InlineData("""{"prompt":"a","generationType":"image-to-video"}""", "INVALID_REQUEST", "imageUrl")]
    [InlineData("""{"prompt":"a","format":"round"}""", "INVALID_REQUEST", "format")]
    [InlineData("""{"prompt":"a","fps":23}""", "INVALID_REQUEST", "fps")]
    [InlineData("""{"prompt":"a","width":1080}""", "INVALID_REQUEST", "height")]
    public async Task What_is_wrong_has_a_code(string body, string code, string field)
    {
        await using var app = await TestApp.StartAsync();

        var reply = await app.PostAsync("/api/runway/generate", body);

        Assert.Equal((HttpStatusCode.BadRequest, false, code), (reply.Status, (bool)reply.Json!["success"]!, (string?)reply.Json["code"]));
        Assert.NotNull(reply.Json["fields"]![field]);
    }

    [Fact]
    public async Task An_advertisement_of_fifteen_seconds_is_as_long_as_the_model_makes_it()
    {
        await using var app = await TestApp.StartAsync();

        var video = (await app.PostAsync("/api/runway/generate", new { prompt = "A shoe", platform = "advertising", duration = 15 })).Json!["video"]!;
        var job = await app.JobAsync((string)video["id"]!);

        Assert.Contains(job["adapted"]!.AsArray(), adapted => ((string?)adapted!["field"], (string?)adapted["asked"], (string?)adapted["used"]) == ("duration", "15", "10"));
    }

    [Fact]
    public async Task Where_users_are_known_each_has_only_their_own()
    {
        await using var app = await TestApp.StartAsync("API_KEY=one", "RUNWAY_API_KEY=");
        var made = await AsAsync("ann", HttpMethod.Post, "generate", new { prompt = "A shoe", userId = "ann" });
        var id = (string)made.Json!["video"]!["id"]!;
        await app.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal("ann", (string?)made.Json["video"]!["userId"]);
        Assert.Equal(HttpStatusCode.Forbidden, (await AsAsync("bob", HttpMethod.Post, "generate", new { prompt = "A shoe", userId = "ann" })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await AsAsync("bob", HttpMethod.Get, "videos?userId=ann")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AsAsync("bob", HttpMethod.Post, "associate", new { videoId = id, postId = "p" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AsAsync("bob", HttpMethod.Delete, $"delete?videoId={id}")).Status);
        Assert.Empty((await AsAsync("bob", HttpMethod.Get, "videos")).Json!["videos"]!.AsArray());
        Assert.Equal(HttpStatusCode.OK, (await AsAsync("ann", HttpMethod.Delete, $"delete?videoId={id}")).Status);

        Task<Reply> AsAsync(string user, HttpMethod method, string path, object? body = null) =>
            app.SendAsync(method, $"/api/runway/{path}", body, ("x-functions-key", "one"), ("X-User-Id", user));
    }

    [Fact]
    public void Nobody_speaks_for_another()
    {
        Assert.Equal("anyone", StudioJson.CheckUser(Caller.Anonymous, "anyone"));
        Assert.Null(StudioJson.CheckUser(new("ann"), "ann"));
        Assert.Equal(Errors.IsForbidden, Assert.Throws<ProblemException>(() => StudioJson.CheckUser(new("ann"), "ben")).Kind);
    }

    [Theory]
    [InlineData("INVALID_PROMPT", "INVALID_PROMPT")]
    [InlineData("CONTENT_REJECTED", "INVALID_PROMPT")]
    [InlineData("API_LIMIT_EXCEEDED", "API_LIMIT_EXCEEDED")]
    [InlineData("QUOTA_EXCEEDED", "API_LIMIT_EXCEEDED")]
    [InlineData("INSUFFICIENT_POINTS", "API_LIMIT_EXCEEDED")]
    [InlineData("CREDITS_EXHAUSTED", "API_LIMIT_EXCEEDED")]
    [InlineData("GENERATION_FAILED", "GENERATION_FAILED")]
    [InlineData("GENERATION_TIMEOUT", "GENERATION_FAILED")]
    [InlineData("INTERNAL_ERROR", "GENERATION_FAILED")]
    [InlineData("NOT_FOUND", "NOT_FOUND")]
    public void Its_clients_know_three_codes(string code, string told) =>
        Assert.Contains($"\"{told}\"", System.Text.Json.JsonSerializer.Serialize(StudioJson.WriteProblem(new(Errors.All.Single(kind => kind.Code == code), "It is so."))));

    [Theory]
    [InlineData(JobStatus.Queued, "PENDING")]
    [InlineData(JobStatus.Running, "PROCESSING")]
    [InlineData(JobStatus.SubmissionUnknown, "PROCESSING")]
    [InlineData(JobStatus.Completed, "COMPLETED")]
    [InlineData(JobStatus.Failed, "FAILED")]
    [InlineData(JobStatus.Canceled, "FAILED")]
    public void Statuses_are_those_of_the_contract(JobStatus status, string expected) => Assert.Equal(expected, StudioJson.StatusOf(Make.Job with { Status = status }));
}
