using System.Text.Json.Nodes;
using VideoGen.Domain.Catalog;
using VideoGen.Functions.Providers;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Sdk;

namespace VideoGen.Tests.Providers;

/// <summary>What we send is what fal's official client sends, field by field.</summary>
public sealed class FalRequestTests
{
    [Fact]
    public async Task Our_requests_equal_those_of_the_official_client()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var sim = await Simulator.StartAsync();
        await OfficialClient.FalAsync("record", sim.Address, FalUnderTest.Secret, ct);
        var theirs = await RecordedAsync(sim);
        await sim.ControlAsync("reset", new { });

        await using var fal = FalUnderTest.At(sim);
        var film = FalUnderTest.Film;
        var task = (await fal.SubmitAsync(film with { Prompt = "A red fox in the snow", NegativePrompt = "rain", Width = 1080, Height = 1920, Duration = 10, Seed = 7 })).TaskId!;
        await fal.SubmitAsync(film with
        {
            Kind = TaskKind.ImageToVideo,
            Model = "fal-ai/pika/v2.2/image-to-video",
            Prompt = "The fox turns",
            Seed = 7,
            Image = new ProviderAsset("https://example.com/fox.png"),
        });
        await fal.SubmitAsync(film with { Model = "fal-ai/pika/v2/turbo/text-to-video", Prompt = "A red fox" });
        await fal.CheckAsync(task);
        await fal.CancelAsync(task);
        var done = (await fal.SubmitAsync(film with { Prompt = "A fox [sim: COMPLETED]", Width = 720, Height = 720 })).TaskId!;
        await fal.CheckAsync(done);

        Assert.Equal(theirs, await RecordedAsync(sim));
    }

    // The official client also names a type where it sends no body, and asks for the priority that is the usual one.
    private static async Task<IReadOnlyList<string>> RecordedAsync(Simulator sim) =>
        [.. (await sim.ReadAsync("log")).AsArray().Select(entry =>
        {
            var isSubmit = (string?)entry!["operation"] == "submit";
            var path = isSubmit ? (string)entry["path"]! : ((string)entry["path"]!).Replace((string)entry["task"]!, "{task}", StringComparison.Ordinal);
            var body = entry["body"] is JsonObject fields ? string.Join(", ", fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value!.ToJsonString()}")) : "none";
            var type = isSubmit ? $"{entry["headers"]!["content-type"]}, {entry["headers"]!["content-length"]}" : "";
            return $"{entry["method"]} {path} by {entry["key"]} accepting {entry["headers"]!["accept"]} [{type}] {body}";
        })];
}
