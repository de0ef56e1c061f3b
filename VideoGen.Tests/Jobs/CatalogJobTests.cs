using System.Text.Json.Nodes;
using VideoGen.Domain.Catalog;
using VideoGen.Tests.Providers;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Jobs;

/// <summary>The catalog held against the providers, as the simulator plays them.</summary>
public sealed class CatalogJobTests
{
    // A header alone, in a size that is taken.
    private static readonly string Png = Convert.ToBase64String(
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 5, 0, 0, 0, 2, 0xD0, 8, 2, 0, 0, 0, 0xFB, 0xEF, 0xBE, 0xFF]);

    public static TheoryData<string> Providers => [.. Make.Catalog.Providers.Where(provider => provider != Models.Simulation)];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Every_offer_of_every_model_is_taken_by_its_provider_at_the_price_that_was_quoted(string provider)
    {
        using var models = new ModelsFile(Make.NothingRetired);
        await using var app = await TestApp.StartAsync(
            models.Setting, $"KLING_API_KEY={Given.KlingKey}", $"GEMINI_API_KEY={GoogleUnderTest.SomeKey}", $"PIKA_API_KEY={FalUnderTest.Secret}");
        await app.Sim.ControlAsync(provider, new { credits = 1_000_000 });

        var wrong = new List<string>();
        foreach (var batch in Requests(provider).Chunk(8))
        {
            var ids = await Task.WhenAll(batch.Select(request => app.AJobAsync(request)));
            foreach (var (id, request) in ids.Zip(batch))
            {
                var job = await app.JobWhenOverAsync(id);
                var cost = job["cost"]!;
                if ((string?)job["status"] != "completed" || (decimal)cost["quoted"]! != (decimal)cost["charged"]!)
                {
                    wrong.Add($"{request.ToJsonString()}: {job["status"]} {job["error"]?["message"]} quoted {cost["quoted"]} charged {cost["charged"]}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    // One job an offer, with everything the model takes.
    private static IEnumerable<JsonObject> Requests(string provider) =>
        from model in Make.Catalog.All
        where model.Provider == provider && model.MakesVideos
        from offer in model.Offers
        from audio in model.Audio == AudioAbility.Choice ? new[] { true, false } : [true]
        let size = offer.Sizes[^1]
        select new JsonObject
        {
            ["prompt"] = "A cat",
            ["model"] = model.Name,
            ["kind"] = Word(offer.Kind),
            ["simulation"] = "never",
            ["width"] = size.Width,
            ["height"] = size.Height,
            ["duration"] = offer.Durations.Where(seconds => seconds <= 10).DefaultIfEmpty(5).Max(),
            ["seed"] = 7,
            ["negativePrompt"] = "rain",
            ["audio"] = audio,
            ["camera"] = offer.Camera.Count > 0 ? offer.Camera[0] : "handheld",
            ["image"] = offer.Kind == TaskKind.ImageToVideo ? new JsonObject { ["base64"] = Png } : null,
            ["video"] = offer.Kind == TaskKind.VideoToVideo ? new JsonObject { ["url"] = "https://example.com/a.mp4" } : null,
            ["references"] = new JsonArray([.. Enumerable.Range(0, offer.References).Select(_ => new JsonObject { ["base64"] = Png })]),
        };

    private static string Word(TaskKind kind) => kind switch
    {
        TaskKind.ImageToVideo => "image-to-video",
        TaskKind.VideoToVideo => "video-to-video",
        _ => "text-to-video",
    };
}
