using System.Net;
using System.Text.Json.Nodes;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Doors.MultiModel;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

public sealed class MultiModelDoorTests
{
    [Fact]
    public async Task A_task_is_created_looked_at_and_read_as_the_contract_has_it()
    {
        await using var app = await TestApp.StartAsync();

        var created = await app.PostAsync("/api/video/create", new { prompt = "A cat walking in a garden", duration = 5, aspectRatio = "16:9" });

        Assert.Equal(HttpStatusCode.OK, created.Status);
        Assert.Equal(["success", "data"], Keys(created.Json));
        Assert.Equal(["taskId", "status", "estimatedTime"], Keys(created.Json!["data"]));
        var taskId = (string)created.Json["data"]!["taskId"]!;
        Assert.StartsWith("task_v", taskId);
        Assert.InRange((int)created.Json["data"]!["estimatedTime"]!, 1, 600);

        var status = (await app.GetAsync($"/api/video/status?taskId={taskId}")).Json!["data"]!;
        Assert.Equal(["taskId", "status", "progress", "result", "error"], Keys(status));
        Assert.Null(status["result"]);

        await app.JobWhenOverAsync(taskId["task_".Length..]);
        status = (await app.GetAsync($"/api/video/status?taskId={taskId}")).Json!["data"]!;
        Assert.Equal(("success", 100, null), ((string?)status["status"], (int)status["progress"]!, (string?)status["error"]));
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync((string)status["result"]!["videoUrl"]!)).Status);
        Assert.True(status["result"]!.AsObject().ContainsKey("thumbnailUrl"));

        var detail = (await app.GetAsync($"/api/queues/tasks/{taskId}")).Json!["data"]!;
        Assert.Equal((taskId, "A cat walking in a garden", "success"), ((string?)detail["taskId"], (string?)detail["prompt"], (string?)detail["status"]));
    }

    [Theory]
    [InlineData("Runway Gen-3", "gen4_turbo")]
    [InlineData("Pika 1.0", "pika-2.2")]
    [InlineData("Kling", "kling-v2-5-turbo")]
    [InlineData("gen4.5", "gen4.5")]
    public async Task The_models_it_was_made_for_are_found_under_their_old_names(string asked, string model)
    {
        await using var app = await TestApp.StartAsync($"KLING_API_KEY={Given.KlingKey}", $"PIKA_API_KEY={Given.FalKey}");

        var created = await app.PostAsync("/api/video/create", new { prompt = "A cat", model = asked });
        var job = await app.JobAsync(((string)created.Json!["data"]!["taskId"]!)["task_".Length..]);

        Assert.Equal((model, asked), ((string?)job["model"], (string?)job["metadata"]!["askedModel"]));
    }

    [Theory]
    [InlineData("""{"prompt":" "}""", "INVALID_PROMPT", "prompt")]
    [InlineData("""{"prompt":"a","imageUrl":"nonsense"}""", "INVALID_REQUEST", "imageUrl")]
    [InlineData("""{"prompt":"a","model":"Sora"}""", "INVALID_REQUEST", "model")]
    [InlineData("""{"prompt":"a","duration":"five"}""", "INVALID_REQUEST", "duration")]
    public async Task What_is_wrong_is_an_error_without_success(string body, string code, string field)
    {
        await using var app = await TestApp.StartAsync();

        var reply = await app.PostAsync("/api/video/create", body);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal((false, code), ((bool)reply.Json!["success"]!, (string?)reply.Json["code"]));
        Assert.StartsWith($"{field}: ", (string?)reply.Json["error"]);
        Assert.NotNull(reply.Json["fields"]![field]);
    }

    [Theory]
    [InlineData("/api/video/status", HttpStatusCode.BadRequest)]
    [InlineData("/api/video/status?taskId=task_1", HttpStatusCode.NotFound)]
    [InlineData("/api/queues/tasks/task_", HttpStatusCode.NotFound)]
    [InlineData("/api/queues/tasks/nothing", HttpStatusCode.NotFound)]
    public async Task A_task_that_is_not_there_is_told_in_the_same_shape(string path, HttpStatusCode status)
    {
        await using var app = await TestApp.StartAsync();

        var reply = await app.GetAsync(path);

        Assert.Equal((status, false), (reply.Status, (bool)reply.Json!["success"]!));
    }

    [Fact]
    public async Task Queues_are_counted()
    {
        await using var app = await TestApp.StartAsync();
        await app.JobWhenOverAsync(await app.AOneStepJobAsync());
        await app.JobWhenOverAsync(await app.AOneStepJobAsync("FAILED SAFETY.INPUT.TEXT"));
        await app.AJobOfUnknownSubmissionAsync();
        await app.AJobWaitingForRunwayAsync();

        var counts = (await app.GetAsync("/api/queues/status")).Json!["data"]!;

        Assert.Equal("""{"waiting":0,"active":1,"completed":1,"failed":1,"delayed":1}""", counts.ToJsonString());
    }

    [Fact]
    public async Task A_callback_that_nobody_signed_is_refused()
    {
        await using var app = await TestApp.StartAsync($"PIKA_API_KEY={Given.FalKey}");

        var reply = await app.PostAsync("/api/video/webhook", new { request_id = "1", status = "OK" });

        Assert.Equal((HttpStatusCode.Unauthorized, false), (reply.Status, (bool)reply.Json!["success"]!));
    }

    [Theory]
    [InlineData(JobStatus.Queued, "pending")]
    [InlineData(JobStatus.Running, "running")]
    [InlineData(JobStatus.SubmissionUnknown, "running")]
    [InlineData(JobStatus.Completed, "success")]
    [InlineData(JobStatus.Failed, "failed")]
    [InlineData(JobStatus.Canceled, "failed")]
    public void Statuses_are_those_of_the_contract(JobStatus status, string expected) =>
        Assert.Equal(expected, MultiModelJson.StatusOf(Make.Job with { Status = status }));

    private static IEnumerable<string> Keys(JsonNode? node) => node!.AsObject().Select(field => field.Key);
}
