using System.Text;
using System.Text.Json.Nodes;
using VideoGen.Domain.Catalog;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Signatures;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Sdk;

namespace VideoGen.Tests.Providers;

/// <summary>What we send is what Google's official client sends, field by field.</summary>
public sealed class GoogleRequestTests
{
    private static readonly string[] _comparedHeaders = ["content-type", "content-length", "transfer-encoding"];

    private static readonly ProviderAsset _picture = new(null, Encoding.ASCII.GetBytes("a picture"), "image/png");

    [Fact]
    public async Task Our_requests_equal_those_of_the_official_client()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var sim = await Simulator.StartAsync();
        await OfficialClient.GoogleAsync("record", sim.Address, GoogleUnderTest.SomeKey, ct);
        var theirs = await RecordedAsync(sim);
        await sim.ControlAsync("reset", new { });

        await using var google = GoogleUnderTest.At(sim, webhookSecret: WebhookSecret.Create().Reveal());
        var veo = Request("veo-3.1-generate-preview", "A red fox in the snow");
        var operation = await google.SubmitAsync(veo with
        {
            Width = 1080,
            Height = 1920,
            Resolution = "1080p",
            NegativePrompt = "people",
            PersonGeneration = "allow_all",
            CallbackUrl = new("https://videos.example.com/hook"),
        });
        await google.SubmitAsync(veo with { Kind = TaskKind.ImageToVideo, Prompt = "The fox turns", Duration = 4, Image = _picture });
        await google.SubmitAsync(veo with { Prompt = "The same fox", References = [_picture, _picture] });
        await google.SubmitAsync(veo with { Model = "veo-2.0-generate-001", Prompt = "An old fox", Duration = 5, Resolution = null });
        await google.CheckAsync(GoogleUnderTest.Veo(operation.TaskId));
        var omni = Request("gemini-omni-1.1-flash", "A red fox");
        var interaction = await google.SubmitAsync(omni with { CallbackUrl = new("https://videos.example.com/hook") });
        await google.SubmitAsync(omni with { Kind = TaskKind.ImageToVideo, Prompt = "The fox turns", Image = _picture });
        await google.CheckAsync(GoogleUnderTest.Omni(interaction.TaskId));
        await google.CancelAsync(GoogleUnderTest.Omni(interaction.TaskId));

        Assert.Equal(theirs, await RecordedAsync(sim));
    }

    /// <summary>The client refuses to send a seed to this API, which takes it all the same.</summary>
    [Fact]
    public async Task A_seed_is_sent()
    {
        await using var sim = await Simulator.StartAsync();
        await using var google = GoogleUnderTest.At(sim);

        await google.SubmitAsync(Request("veo-3.1-generate-preview", "A fox") with { Seed = uint.MaxValue });

        Assert.Equal(uint.MaxValue, (uint?)(await sim.ReadAsync("log?operation=submit"))[0]!["body"]!["parameters"]!["seed"]);
    }

    [Fact]
    public async Task References_make_an_interaction_of_their_own_kind()
    {
        await using var sim = await Simulator.StartAsync();
        await using var google = GoogleUnderTest.At(sim);

        await google.SubmitAsync(Request("gemini-omni-1.1-flash", "A fox") with { References = [_picture, _picture] });

        var body = (await sim.ReadAsync("log?operation=submit"))[0]!["body"]!;
        Assert.Equal(("reference_to_video", 3), ((string?)body["generation_config"]!["video_config"]!["task"], body["input"]!.AsArray().Count));
    }

    private static ProviderRequest Request(string model, string prompt) => new()
    {
        AttemptId = "attempt",
        Kind = TaskKind.TextToVideo,
        Model = model,
        Prompt = prompt,
        Width = 1280,
        Height = 720,
        Resolution = "720p",
        Duration = 8,
    };

    private static async Task<IReadOnlyList<string>> RecordedAsync(Simulator sim) =>
        [.. (await sim.ReadAsync("log")).AsArray().Select(entry =>
        {
            // The client names a type for bodies that are not there.
            var headers = entry!["body"] is null ? "" : string.Join(", ", _comparedHeaders.Select(name => $"{name}: {entry["headers"]![name]}"));
            var path = entry["task"] is { } task ? ((string)entry["path"]!).Replace((string)task!, "{task}", StringComparison.Ordinal) : (string)entry["path"]!;
            return $"{entry["method"]} {path} by {entry["key"]} [{headers}] {Sorted(entry["body"])?.ToJsonString()} -> {entry["status"]}";
        })];

    /// <summary>The order of fields means nothing.</summary>
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
