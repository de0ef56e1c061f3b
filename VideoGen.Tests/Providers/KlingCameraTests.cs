using System.Text;
using System.Text.Json.Nodes;
using VideoGen.Domain.Catalog;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Providers.Kling;

namespace VideoGen.Tests.Providers;

/// <summary>Kling's words for the camera are not those of film: pan turns up and down, tilt left and right, and a negative zoom goes in.</summary>
public sealed class KlingCameraTests
{
    private static readonly ProviderRequest _request = new()
    {
        AttemptId = "attempt",
        Kind = TaskKind.TextToVideo,
        Model = "kling-v1",
        Grade = "std",
        Prompt = "A cat",
        Width = 1280,
        Height = 720,
        Duration = 5,
    };

    [Theory]
    [InlineData("zoom_in", 0, 0, 0, 0, 0, -5)]
    [InlineData("zoom_out", 0, 0, 0, 0, 0, 5)]
    [InlineData("pan_left", 0, 0, 0, -5, 0, 0)]
    [InlineData("pan_right", 0, 0, 0, 5, 0, 0)]
    [InlineData("tilt_up", 0, 0, 5, 0, 0, 0)]
    [InlineData("tilt_down", 0, 0, -5, 0, 0, 0)]
    [InlineData("crane_up", 0, 5, 0, 0, 0, 0)]
    [InlineData("crane_down", 0, -5, 0, 0, 0, 0)]
    public void A_move_along_one_axis_is_a_parameter(string move, int horizontal, int vertical, int pan, int tilt, int roll, int zoom)
    {
        var body = Body(_request with { Camera = move });

        Assert.Equal("simple", (string?)body["camera_control"]!["type"]);
        Assert.Equal(
            $$"""{"horizontal":{{horizontal}},"vertical":{{vertical}},"pan":{{pan}},"tilt":{{tilt}},"roll":{{roll}},"zoom":{{zoom}}}""",
            body["camera_control"]!["config"]!.ToJsonString());
        Assert.Equal("A cat", (string?)body["prompt"]);
    }

    [Theory]
    [InlineData("dolly_in")]
    [InlineData("dolly_out")]
    [InlineData("orbit_left")]
    [InlineData("orbit_right")]
    [InlineData("tracking")]
    [InlineData("static")]
    [InlineData("handheld")]
    public void Every_other_move_is_words(string move)
    {
        var body = Body(_request with { Camera = move });

        Assert.Null(body["camera_control"]);
        Assert.Equal($"A cat. Camera: {Cameras.Find(move)!.Words}.", (string?)body["prompt"]);
    }

    [Fact]
    public void All_moves_of_the_catalog_are_decided() =>
        Assert.Equal(8, Cameras.All.Count(camera => KlingCamera.Of(camera.Name) is not null));

    [Theory]
    [InlineData("kling-v1", TaskKind.TextToVideo, "std", 5, true)]
    [InlineData("kling-v1", TaskKind.TextToVideo, null, 5, true)]
    [InlineData("kling-v1-5", TaskKind.ImageToVideo, "pro", 5, true)]
    [InlineData("kling-v1", TaskKind.TextToVideo, "pro", 5, false)]
    [InlineData("kling-v1", TaskKind.TextToVideo, "std", 10, false)]
    [InlineData("kling-v1", TaskKind.ImageToVideo, "std", 5, false)]
    [InlineData("kling-v1-5", TaskKind.ImageToVideo, "std", 5, false)]
    [InlineData("kling-v1-5", TaskKind.ImageToVideo, "pro", 10, false)]
    [InlineData("kling-v2-6", TaskKind.TextToVideo, "pro", 5, false)]
    public void Only_where_the_parameter_exists_is_it_used(string model, TaskKind kind, string? grade, int duration, bool taken)
    {
        var body = Body(_request with { Model = model, Kind = kind, Grade = grade, Duration = duration, Camera = "zoom_in", Image = new("https://example.com/a.png") });

        Assert.Equal(taken, body["camera_control"] is not null);
        Assert.Equal(!taken, body["prompt"]!.GetValue<string>().Contains("Camera:", StringComparison.Ordinal));
    }

    private static JsonNode Body(ProviderRequest request) =>
        JsonNode.Parse(Encoding.UTF8.GetString(KlingRequests.Of(request, KlingPlace.Of(request, singleKey: false))))!;
}
