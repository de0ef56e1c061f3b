using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using VideoGen.Domain.Catalog;
using VideoGen.Functions.Providers;
using VideoGen.Tests.ProviderSim;

namespace VideoGen.Tests.Providers;

/// <summary>What we send, field by field: Kling publishes no client to compare with, only the fields.</summary>
public sealed class KlingRequestTests(SharedSimulator shared) : IClassFixture<SharedSimulator>, IAsyncLifetime
{
    private const string Callback = "https://example.com/api/webhooks/kling?attempt=job-0-1";

    private static readonly byte[] _png = MinimalPng();

    private static readonly ProviderRequest _text = KlingUnderTest.Film with { AttemptId = "job-0-1", Prompt = "A red fox, \"quoted\" + 狐" };
    private static readonly ProviderRequest _image = _text with { Kind = TaskKind.ImageToVideo, Image = new("https://example.com/fox.png?a=1&b=2") };

    private Simulator _sim = null!;

    public async ValueTask InitializeAsync() => _sim = await shared.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public Task A_text_in_the_standard_grade() => IsSentAsync(
        _text,
        "/v1/videos/text2video",
        """
        {"model_name":"kling-v2-5-turbo","prompt":"A red fox, \"quoted\" + 狐","duration":"5","aspect_ratio":"16:9","external_task_id":"job-0-1"}
        """);

    [Fact]
    public Task A_text_with_everything() => IsSentAsync(
        _text with { Model = "kling-v2-6", Grade = "pro", Duration = 10, Width = 1080, Height = 1920, NegativePrompt = "snow", Audio = true, CallbackUrl = new(Callback), Seed = 7, Fps = 30 },
        "/v1/videos/text2video",
        $$"""
        {"model_name":"kling-v2-6","prompt":"A red fox, \"quoted\" + 狐","negative_prompt":"snow","mode":"pro","duration":"10","aspect_ratio":"9:16",
         "sound":"on","callback_url":"{{Callback}}","external_task_id":"job-0-1"}
        """);

    [Fact]
    public Task A_camera_move_as_a_parameter() => IsSentAsync(
        _text with { Model = "kling-v1", Grade = "std", Width = 960, Height = 960, Camera = "pan_left" },
        "/v1/videos/text2video",
        """
        {"model_name":"kling-v1","prompt":"A red fox, \"quoted\" + 狐","mode":"std","duration":"5","aspect_ratio":"1:1",
         "camera_control":{"type":"simple","config":{"horizontal":0,"vertical":0,"pan":0,"tilt":-5,"roll":0,"zoom":0}},"external_task_id":"job-0-1"}
        """);

    [Fact]
    public Task A_picture_by_its_address_decides_the_shape() => IsSentAsync(
        _image with { Grade = "pro", Audio = false },
        "/v1/videos/image2video",
        """
        {"model_name":"kling-v2-5-turbo","prompt":"A red fox, \"quoted\" + 狐","image":"https://example.com/fox.png?a=1&b=2","mode":"pro","duration":"5",
         "sound":"off","external_task_id":"job-0-1"}
        """);

    [Fact]
    public Task A_picture_in_the_request_has_no_head() => IsSentAsync(
        _image with { Image = new(null, _png, "image/png") },
        "/v1/videos/image2video",
        $$"""
        {"model_name":"kling-v2-5-turbo","prompt":"A red fox, \"quoted\" + 狐","image":"{{Convert.ToBase64String(_png)}}","duration":"5","external_task_id":"job-0-1"}
        """);

    [Fact]
    public Task Several_pictures() => IsSentAsync(
        _image with { Model = "kling-v1-6", Grade = "std", References = [new(null, _png, "image/png"), new("https://example.com/den.png")] },
        "/v1/videos/multi-image2video",
        $$"""
        {"model_name":"kling-v1-6","prompt":"A red fox, \"quoted\" + 狐",
         "image_list":[{"image":"https://example.com/fox.png?a=1&b=2"},{"image":"{{Convert.ToBase64String(_png)}}"},{"image":"https://example.com/den.png"}],
         "mode":"std","duration":"5","aspect_ratio":"16:9","external_task_id":"job-0-1"}
        """);

    [Fact]
    public Task A_text_by_the_new_api() => IsSentAsync(
        _text with { Model = "kling-v3", Grade = "4k", Duration = 15, Width = 2160, Height = 3840, Audio = true, CallbackUrl = new(Callback) },
        "/text-to-video/kling-3.0",
        $$$"""
        {"prompt":"A red fox, \"quoted\" + 狐","settings":{"resolution":"4k","aspect_ratio":"9:16","duration":15,"audio":"native","multi_shot":false},
         "options":{"callback_url":"{{{Callback}}}","external_task_id":"job-0-1"}}
        """,
        KlingUnderTest.Single);

    [Fact]
    public Task A_picture_by_the_new_api() => IsSentAsync(
        _image with { Model = "kling-v2-6", Grade = "pro" },
        "/image-to-video/kling-2.6",
        """
        {"contents":[{"type":"prompt","text":"A red fox, \"quoted\" + 狐"},{"type":"first_frame","url":"https://example.com/fox.png?a=1&b=2"}],
         "settings":{"resolution":"1080p","duration":5,"audio":"off","multi_shot":false},"options":{"external_task_id":"job-0-1"}}
        """,
        KlingUnderTest.Single);

    [Theory]
    [InlineData(1280, 720, "16:9")]
    [InlineData(1104, 832, "1:1")]
    [InlineData(832, 1104, "1:1")]
    [InlineData(1024, 1024, "1:1")]
    [InlineData(720, 1280, "9:16")]
    [InlineData(640, 1280, "9:16")]
    public async Task The_shape_is_the_nearest_of_three(int width, int height, string shape)
    {
        await using var kling = KlingUnderTest.At(_sim);
        await kling.SubmitAsync(_text with { Width = width, Height = height });

        Assert.Equal(shape, (string?)(await _sim.ReadAsync("log"))[0]!["body"]!["aspect_ratio"]);
    }

    [Fact]
    public async Task The_account_is_asked_about_the_packs_of_the_last_400_days()
    {
        await using var kling = KlingUnderTest.At(_sim);
        await kling.CreditsAsync();

        var (end, day) = (_sim.Time.GetUtcNow().ToUnixTimeMilliseconds(), 24L * 3600 * 1000);
        Assert.Contains(kling.Logs.Lines, line => line.Contains($"account/costs?start_time={end - (400 * day)}&end_time={end}", StringComparison.Ordinal));
    }

    private async Task IsSentAsync(ProviderRequest request, string path, [StringSyntax("Json")] string body, string key = KlingUnderTest.Pair)
    {
        await using var kling = KlingUnderTest.At(_sim, key);

        var verdict = await kling.SubmitAsync(request);

        var sent = (await _sim.ReadAsync("log"))[0]!;
        Assert.True(verdict.TaskId is not null, verdict.ToString());
        Assert.Equal(("POST", path, "application/json"), ((string?)sent["method"], (string?)sent["path"], (string?)sent["headers"]!["content-type"]));
        Assert.Equal(JsonNode.Parse(body)!.ToJsonString(), sent["body"]!.ToJsonString());
    }

    // A header alone, in a size that is taken.
    private static byte[] MinimalPng() =>
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 5, 0, 0, 0, 2, 0xD0, 0xFB, 0xEF, 0xBE, 0xFF];
}
