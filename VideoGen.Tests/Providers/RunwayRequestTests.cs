using System.Text.Json.Nodes;
using VideoGen.Domain.Catalog;
using VideoGen.Functions.Providers;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Sdk;

namespace VideoGen.Tests.Providers;

/// <summary>What we send is what Runway's official client sends, field by field.</summary>
public sealed class RunwayRequestTests
{
    private static readonly string[] _comparedHeaders = ["content-type", "content-length", "transfer-encoding", "x-runway-version"];

    [Fact]
    public async Task Our_requests_equal_those_of_the_official_client()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var sim = await Simulator.StartAsync();
        await OfficialClient.RunwayAsync("record", sim.Address, Simulator.Key, ct);
        var theirs = await RecordedAsync(sim);
        await sim.ControlAsync("reset", new { });

        await using var runway = RunwayUnderTest.At(sim);
        await runway.SubmitAsync(Request(TaskKind.TextToImage, "gen4_image", "A red fox in the snow", 1280, 720) with { Seed = 7 });
        await runway.SubmitAsync(Request(TaskKind.ImageToVideo, "gen4_turbo", "The fox turns", 1280, 720) with { Seed = 7, Duration = 5, Image = new ProviderAsset("https://example.com/fox.png") });
        await runway.SubmitAsync(Request(TaskKind.TextToVideo, "gen4.5", "A red fox in the snow", 720, 1280) with { Duration = 8 });
        var task = await runway.SubmitAsync(Request(TaskKind.TextToVideo, "veo3.1", "A red fox", 1280, 720) with { Seed = 7, Duration = 8, NegativePrompt = "snow" });
        await runway.SubmitAsync(Request(TaskKind.VideoToVideo, "aleph2", "Make it night", 1280, 720) with { Seed = 7, Video = new ProviderAsset("https://example.com/fox.mp4") });
        var (one, other) = (new ProviderAsset("https://example.com/a.png"), new ProviderAsset("https://example.com/b.png"));
        await runway.SubmitAsync(Request(TaskKind.TextToImage, "gen4_image_turbo", "A red fox in the snow", 1280, 720) with { Seed = 7, References = [one, other] });
        await runway.SubmitAsync(Request(TaskKind.ImageToVideo, "veo3.1_fast", "The fox turns", 1920, 1080) with { Duration = 4, Audio = false, Image = new ProviderAsset("https://example.com/fox.png") });
        await runway.SubmitAsync(Request(TaskKind.VideoToVideo, "gen4_aleph", "Make it night", 1280, 720) with { Video = new ProviderAsset("https://example.com/fox.mp4"), References = [one] });
        await runway.Provider.CheckAsync(RunwayUnderTest.Ref(task.TaskId!), runway.Key, ct);
        await runway.Provider.CancelAsync(RunwayUnderTest.Ref(task.TaskId!), runway.Key, ct);
        await runway.Provider.CreditsAsync(runway.Key, ct);

        Assert.Equal(theirs, await RecordedAsync(sim));
    }

    private static ProviderRequest Request(TaskKind kind, string model, string prompt, int width, int height) =>
        new() { AttemptId = "attempt", Kind = kind, Model = model, Prompt = prompt, Width = width, Height = height };

    private static async Task<IReadOnlyList<string>> RecordedAsync(Simulator sim) =>
        [.. (await sim.ReadAsync("log")).AsArray().Select(entry =>
        {
            var headers = string.Join(", ", _comparedHeaders.Select(name => $"{name}: {entry!["headers"]![name]}"));
            var body = entry!["body"] is JsonObject fields ? string.Join(", ", fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value!.ToJsonString()}")) : "none";
            var path = entry["task"] is { } task && entry["operation"]!.GetValue<string>() != "submit" ? entry["path"]!.GetValue<string>().Replace(task.GetValue<string>(), "{task}", StringComparison.Ordinal) : entry["path"]!.GetValue<string>();
            return $"{entry["method"]} {path} by {entry["key"]} [{headers}] {body}";
        })];
}
