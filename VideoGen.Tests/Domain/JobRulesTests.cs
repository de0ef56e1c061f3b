using VideoGen.Domain;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Domain;

public sealed class JobRulesTests
{
    public static TheoryData<string, JobRequest> Wrong => new()
    {
        { "prompt", Make.Request with { Prompt = null } },
        { "prompt", Make.Request with { Prompt = "  " } },
        { "prompt", Make.Request with { Prompt = new string('a', 1001) } },
        { "prompt", Make.Request with { Prompt = new string('a', 999) + "😀" } },
        { "prompt", Make.Request with { Prompt = "a\0b" } },
        { "negativePrompt", Make.Request with { NegativePrompt = new string('a', 1001) } },
        { "style", Make.Request with { Style = "cubist" } },
        { "theme", Make.Request with { Theme = "war" } },
        { "platform", Make.Request with { Platform = "television" } },
        { "camera", Make.Request with { Camera = ["zoom_in", "pan_left"] } },
        { "camera", Make.Request with { Camera = ["barrel_roll"] } },
        { "format", Make.Request with { Format = "round" } },
        { "aspectRatio", Make.Request with { AspectRatio = "16x9" } },
        { "aspectRatio", Make.Request with { AspectRatio = "5:1" } },
        { "aspectRatio", Make.Request with { AspectRatio = "16:9", Format = "landscape" } },
        { "width", Make.Request with { Width = 1280, Height = 720, Format = "landscape" } },
        { "width", Make.Request with { Height = 720 } },
        { "height", Make.Request with { Width = 1280 } },
        { "width", Make.Request with { Width = 10, Height = 720 } },
        { "duration", Make.Request with { Duration = 16 } },
        { "duration", Make.Request with { Duration = 1 } },
        { "fps", Make.Request with { Fps = 61 } },
        { "quality", Make.Request with { Quality = "best" } },
        { "seed", Make.Request with { Seed = -1 } },
        { "seed", Make.Request with { Seed = 1L << 32 } },
        { "count", Make.Request with { Count = 5 } },
        { "count", Make.Request with { Count = 0 } },
        { "personGeneration", Make.Request with { PersonGeneration = "some" } },
        { "image", Make.Request with { Kind = TaskKind.ImageToVideo } },
        { "image", Make.Request with { Image = new("https://example.com/a.png") } },
        { "image", Make.Request with { Kind = TaskKind.ImageToVideo, Image = new("https://example.com/a.png", Base64: "aa") } },
        { "image.url", Make.Request with { Kind = TaskKind.ImageToVideo, Image = new("ftp://example.com/a.png") } },
        { "image.url", Make.Request with { Kind = TaskKind.ImageToVideo, Image = new("https://user:word@example.com/a.png") } },
        { "video", Make.Request with { Kind = TaskKind.VideoToVideo } },
        { "kind", Make.Request with { Kind = TaskKind.TextToImage } },
        { "provider", Make.Request with { Provider = "acme" } },
        { "model", Make.Request with { Model = "gen9" } },
        { "model", Make.Request with { Model = "gen3a_turbo" } },
        { "model", Make.Request with { Model = "gen4_image" } },
        { "model", Make.Request with { Model = "gen4_turbo", Provider = "simulation" } },
        { "prefer", Make.Request with { Prefer = "luck" } },
        { "simulation", Make.Request with { Simulation = "sometimes" } },
        { "maxCost", Make.Request with { MaxCost = -1 } },
        { "webhookUrl", Make.Request with { WebhookUrl = "ftp://example.com" } },
        { "tags", Make.Request with { Tags = [.. Enumerable.Repeat("a", 21)] } },
        { "tags[1]", Make.Request with { Tags = ["a", ""] } },
        { "metadata.a", Make.Request with { Metadata = new Dictionary<string, string> { ["a"] = new('x', 501) } } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_named_by_its_field(string field, JobRequest request) =>
        Assert.Equal([field], Check(request).Select(fault => fault.Field).Distinct());

    [Fact]
    public void A_prompt_alone_is_enough() => Assert.Empty(Check(Make.Request));

    [Fact]
    public void The_prompt_may_have_1000_UTF16_units() =>
        Assert.Empty(Check(Make.Request with { Prompt = new string('a', 998) + "😀" }));

    [Fact]
    public void All_faults_are_found_at_once() =>
        Assert.Equal(
            ["prompt", "style", "duration"],
            Check(new() { Style = "cubist", Duration = 16 }).Select(fault => fault.Field));

    [Fact]
    public void A_retired_model_is_refused_with_its_successor() =>
        Assert.Contains("gen4_turbo", Assert.Single(Check(Make.Request with { Model = "gen3a_turbo" })).Message);

    [Fact]
    public void A_camera_may_be_called_by_its_other_name() =>
        Assert.Empty(Check(Make.Request with { Camera = ["tracking_shot"] }));

    private static IReadOnlyList<FieldError> Check(JobRequest request) => JobRules.Check(request, Make.Catalog, Make.Today);
}
