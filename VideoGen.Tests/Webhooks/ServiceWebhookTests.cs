using System.Text.Json.Nodes;
using VideoGen.Functions.Signatures;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Webhooks;

/// <summary>The operator's own receiver, and the one secret of the service.</summary>
public sealed class ServiceWebhookTests : IAsyncLifetime
{
    private static readonly string Secret = WebhookSecret.Create().Reveal();

    private Receiver _receiver = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await Receiver.StartAsync();
        // No private addresses for callers; this one is the operator's.
        _app = await TestApp.StartAsync($"WEBHOOK_URL_VIDEO={_receiver.Url}/video", $"WEBHOOK_SECRET={Secret}", "PUBLIC_URL=https://video.example.com");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task It_is_told_of_a_completed_job_in_the_form_of_the_Veo_API()
    {
        var job = await _app.JobWhenOverAsync(await _app.AJobAsync(new { prompt = "A cat", model = "gen4.5", aspectRatio = "16:9" }));
        await _app.SettleAsync();

        var body = JsonNode.Parse(Assert.Single(_receiver.Received).Body)!;
        Assert.Equal(["job_id", "status", "content_type", "timestamp", "has_data", "data", "environment"], body.AsObject().Select(field => field.Key));
        Assert.Equal(
            ((string?)job["id"], "completed", "video", true),
            ((string?)body["job_id"], (string?)body["status"], (string?)body["content_type"], (bool)body["has_data"]!));
        var data = body["data"]!;
        Assert.Equal(
            ["job_id", "status", "videos", "metadata", "generated_at", "success", "num_videos", "prompt"], data.AsObject().Select(field => field.Key));
        Assert.Equal((true, 1, "A cat"), ((bool)data["success"]!, (int)data["num_videos"]!, (string?)data["prompt"]));
        var video = data["videos"]![0]!;
        Assert.Equal(
            ["filename", "file_path", "file_url", "file_size", "format", "duration_seconds", "aspect_ratio", "dimensions", "created_at", "remote_uri"],
            video.AsObject().Select(field => field.Key));
        Assert.Equal($"https://video.example.com/api/videos/{job["id"]}/content", (string?)video["file_url"]);
        Assert.Equal((long?)job["videos"]![0]!["sizeBytes"], (long?)video["file_size"]);
        Assert.Equal((1, 1), ((int)data["metadata"]!["num_videos_requested"]!, (int)data["metadata"]!["num_videos_generated"]!));
    }

    [Fact]
    public async Task It_is_signed_by_the_secret_of_the_service()
    {
        await _app.JobWhenOverAsync(await _app.AJobAsync(new { prompt = "A cat", simulation = "always" }));
        await _app.SettleAsync();

        var message = Assert.Single(_receiver.Received) with { At = _app.Time.GetUtcNow() };
        Assert.Equal(SignatureCheck.Valid, Subscriber.Verify(message, Secret));
    }

    [Fact]
    public async Task It_is_not_told_of_a_failed_job()
    {
        await _app.JobWhenOverAsync(await _app.AJobAsync(new { prompt = "A cat [sim: FAILED SAFETY.INPUT.TEXT]", model = "gen4.5" }));
        await _app.SettleAsync();

        Assert.Empty(_receiver.Received);
    }
}
