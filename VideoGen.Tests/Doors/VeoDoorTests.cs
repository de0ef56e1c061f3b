using System.Net;
using System.Text.Json.Nodes;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Doors.Veo;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

public sealed class VeoDoorTests
{
    [Fact]
    public async Task A_start_answers_as_its_clients_expect()
    {
        await using var app = await TestApp.StartAsync($"GEMINI_API_KEY={Given.GoogleKey}");

        var reply = await app.PostAsync("/api/videos/generate", new
        {
            prompt = "A red fox",
            aspect_ratio = "16:10",
            number_of_videos = 2,
            duration_seconds = 7,
            person_generation = "DENY_ALL",
            save_to_cloud = true,
            extra = 1,
        });

        Assert.Equal(HttpStatusCode.Accepted, reply.Status);
        Assert.Equal(["job_id", "status", "message", "created_at", "estimated_duration"], reply.Json!.AsObject().Select(field => field.Key));
        Assert.Equal("pending", (string?)reply.Json["status"]);
        Assert.Equal("10-120 seconds", (string?)reply.Json["estimated_duration"]);
        Assert.Contains("aspect_ratio 16:10 (1280:800) -> 1280:720", (string?)reply.Json["message"]);
        var job = await app.JobAsync((string)reply.Json["job_id"]!);
        Assert.Equal((2, 7, "dont_allow", "google"), ((int)job["count"]!, (int)job["duration"]!, (string?)job["personGeneration"], (string?)job["provider"]));
    }

    [Fact]
    public async Task A_result_has_every_field_of_the_contract()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");
        var id = (string)(await app.PostAsync("/api/videos/generate", new { prompt = "A red fox", aspect_ratio = "16:10", person_generation = "ALLOW_ALL" })).Json!["job_id"]!;
        var early = await app.GetAsync($"/api/videos/result/{id}");
        await app.JobWhenOverAsync(id);

        var status = (await app.GetAsync($"/api/videos/status/{id}")).Json!.AsObject();
        var result = (await app.GetAsync($"/api/videos/result/{id}")).Json!.AsObject();

        Assert.Equal(HttpStatusCode.Conflict, early.Status);
        string[] common = ["job_id", "status", "message", "progress", "videos", "generation_metadata", "error", "created_at"];
        Assert.Equal([.. common, "updated_at", "completed_at"], status.Select(field => field.Key));
        Assert.Equal([.. common, "completed_at"], result.Select(field => field.Key));
        Assert.Equal("completed", (string?)result["status"]);
        var video = result["videos"]![0]!.AsObject();
        Assert.Equal(
            ["filename", "file_path", "file_url", "file_size", "format", "duration_seconds", "aspect_ratio", "dimensions", "created_at", "remote_uri"],
            video.Select(field => field.Key));
        var bytes = await app.GetAsync((string)video["file_url"]!);
        Assert.Equal((long)video["file_size"]!, bytes.Response.Content.Headers.ContentLength);
        var metadata = result["generation_metadata"]!.AsObject();
        Assert.Equal(
            ["model_name", "model_version", "processing_time", "generation_time", "download_time", "prompt_used", "num_videos_requested", "num_videos_generated", "config_used"],
            metadata.Select(field => field.Key));
        Assert.Equal(["aspect_ratio", "duration_seconds", "person_generation"], metadata["config_used"]!.AsObject().Select(field => field.Key));
        Assert.Equal("ALLOW_ALL", (string?)metadata["config_used"]!["person_generation"]);
    }

    [Theory]
    [InlineData("""{"prompt":""}""", "prompt")]
    [InlineData("""{"prompt":"a","number_of_videos":5}""", "number_of_videos")]
    [InlineData("""{"prompt":"a","duration_seconds":9}""", "duration_seconds")]
    [InlineData("""{"prompt":"a","aspect_ratio":"wide"}""", "aspect_ratio")]
    [InlineData("""{"prompt":"a","person_generation":"SOME"}""", "person_generation")]
    [InlineData("""{"prompt":"a","input_image_base64":"no picture"}""", "input_image_base64")]
    [InlineData("[]", "body")]
    public async Task What_is_wrong_is_told_in_detail_and_by_the_name_its_clients_gave(string body, string field)
    {
        await using var app = await TestApp.StartAsync();

        var reply = await app.PostAsync("/api/videos/generate", body);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.StartsWith(field, (string?)reply.Json!["detail"]);
        Assert.Equal((string?)reply.Json["detail"], (string?)reply.Json["error"]!["message"]);
    }

    [Theory]
    [InlineData("/api/videos/status/nothing")]
    [InlineData("/api/videos/result/nothing")]
    [InlineData("/api/videos/status/content")]
    public async Task A_job_that_is_not_there_is_a_404_with_detail(string path)
    {
        await using var app = await TestApp.StartAsync();

        var reply = await app.GetAsync(path);

        Assert.Equal((HttpStatusCode.NotFound, "There is no such job."), (reply.Status, (string?)reply.Json!["detail"]));
    }

    [Theory]
    [InlineData("generate")]
    [InlineData("status")]
    [InlineData("result")]
    [InlineData("batch")]
    [InlineData("quote")]
    public void No_id_is_a_word_of_a_path(string word) => Assert.Null(JobId.TryParse(word));

    [Fact]
    public async Task A_job_that_fails_says_so_in_its_error()
    {
        await using var app = await TestApp.StartAsync();
        var id = await app.AOneStepJobAsync("FAILED SAFETY.INPUT.TEXT");
        await app.JobWhenOverAsync(id);

        var status = (await app.GetAsync($"/api/videos/status/{id}")).Json!;

        Assert.Equal(("failed", "The provider rejected the content."), ((string?)status["status"], ((string?)status["error"])?[..34]));
    }

    [Theory]
    [InlineData("RUNWAY_API_KEY=", false)]
    [InlineData("POLL_SECONDS=10", true)]
    public async Task Health_says_whether_videos_are_real(string setting, bool available)
    {
        await using var app = await TestApp.StartAsync(setting);

        var health = (await app.GetAsync("/health")).Json!.AsObject();

        Assert.Equal(["status", "video_generation_available", "features"], health.Select(field => field.Key));
        Assert.Equal(("healthy", available), ((string?)health["status"], (bool)health["video_generation_available"]!));
        Assert.IsType<JsonArray>(health["features"]);
    }

    [Fact]
    public void The_config_used_is_what_was_used()
    {
        var job = Make.Job with
        {
            Request = Make.Request with { AspectRatio = "16:10", Duration = 7, PersonGeneration = "dont_allow" },
            Adapted = [new("duration", "7", "8", "the nearest")],
            Videos = [new() { Index = 0, Status = VideoStatus.Completed, Sha256 = "ab", Width = 1280, Height = 720 }],
        };

        Assert.Equal(new VeoConfig("16:9", 8, "DENY_ALL"), VeoConfig.Of(job));
    }

    [Theory]
    [InlineData(JobStatus.Queued, Stage.Queued, "pending")]
    [InlineData(JobStatus.Running, Stage.Preparing, "processing")]
    [InlineData(JobStatus.Running, Stage.FirstFrame, "generating")]
    [InlineData(JobStatus.Running, Stage.Generating, "generating")]
    [InlineData(JobStatus.SubmissionUnknown, Stage.Generating, "generating")]
    [InlineData(JobStatus.Running, Stage.Downloading, "downloading")]
    [InlineData(JobStatus.Running, Stage.Transcoding, "downloading")]
    [InlineData(JobStatus.Running, Stage.Thumbnail, "downloading")]
    [InlineData(JobStatus.Completed, Stage.Done, "completed")]
    [InlineData(JobStatus.Failed, Stage.Generating, "failed")]
    [InlineData(JobStatus.Canceled, Stage.Generating, "failed")]
    public void Statuses_are_those_of_the_contract(JobStatus status, Stage stage, string expected) =>
        Assert.Equal(expected, VeoJson.StatusOf(Make.Job with { Status = status, Stage = stage }));
}
