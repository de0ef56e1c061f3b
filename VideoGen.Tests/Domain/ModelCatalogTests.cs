using VideoGen.Domain.Catalog;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Domain;

public sealed class ModelCatalogTests
{
    [Fact]
    public void The_catalog_of_the_product_is_sound() =>
        Assert.Equal(["runway", "google", "kling", "fal", "simulation"], ModelCatalog.Read().Providers);

    [Theory]
    [InlineData("kling", "kling-v2-5-turbo")]
    [InlineData("pika", "pika-2.2")]
    [InlineData("fal-ai/pika/v2.2/image-to-video", "pika-2.2")]
    [InlineData("veo-3.1-generate-preview", "veo-3.1")]
    [InlineData("GEN4_TURBO", "gen4_turbo")]
    public void A_model_is_found_by_any_of_its_names(string asked, string name) => Assert.Equal(name, Make.Catalog.Find(asked)!.Name);

    [Theory]
    [InlineData("veo", "google")]
    [InlineData("pika", "fal")]
    [InlineData("Runway", "runway")]
    public void A_provider_is_found_by_any_of_its_names(string asked, string name) => Assert.Equal(name, Make.Catalog.FindProvider(asked));

    [Theory]
    // providers.md: the price of a usual piece of work, as list prices have it.
    [InlineData("gen4_turbo", TaskKind.ImageToVideo, 10, false, 0.50)]
    [InlineData("gen4.5", TaskKind.TextToVideo, 5, false, 0.60)]
    [InlineData("veo3.1", TaskKind.TextToVideo, 8, true, 3.20)]
    [InlineData("veo3.1", TaskKind.TextToVideo, 8, false, 1.60)]
    [InlineData("aleph2", TaskKind.VideoToVideo, 1, false, 0.56)]
    [InlineData("kling-v1", TaskKind.TextToVideo, 5, false, 0.14)]
    [InlineData("kling-v2-5-turbo", TaskKind.TextToVideo, 5, false, 0.21)]
    [InlineData("kling-v2-5-turbo-pro", TaskKind.ImageToVideo, 10, false, 0.70)]
    [InlineData("kling-v2-6-pro", TaskKind.TextToVideo, 5, true, 0.70)]
    [InlineData("kling-v3-pro", TaskKind.TextToVideo, 10, true, 1.68)]
    [InlineData("veo-3.1", TaskKind.TextToVideo, 8, false, 3.20)]
    [InlineData("pika-2.2", TaskKind.TextToVideo, 5, false, 0.20)]
    public void Prices_are_those_of_the_price_lists(string model, TaskKind kind, int seconds, bool audio, double usd) =>
        Assert.Equal((decimal)usd, Make.Catalog.Find(model)!.OffersOf(kind).First().PriceOf(seconds, audio));

    [Fact]
    public void A_change_takes_the_place_of_one_field_and_leaves_the_others()
    {
        var changed = ModelCatalog.Read("""{ "gen4_turbo": { "usdPerSecond": 0.01, "successor": "gen4.5" }, "veo-3.1": { "retiresOn": null } }""");

        Assert.Equal(0.05m, changed.Find("gen4_turbo")!.Offers[0].PriceOf(5, false));
        Assert.Equal(Make.Catalog.Find("gen4_turbo")!.Offers[0].Durations, changed.Find("gen4_turbo")!.Offers[0].Durations);
        Assert.False(changed.Find("veo-3.1")!.IsRetired(Make.Today));
    }

    [Fact]
    public void A_model_may_be_added()
    {
        var added = ModelCatalog.Read("""
            { "kling-v4": { "provider": "kling", "usualSeconds": 60, "usdPerSecond": 0.2, "durations": [5], "sizes": ["1280:720"], "offers": [{ "kind": "text-to-video" }] } }
            """);

        Assert.Equal(("kling-v4", 2500), (added.Find("kling-v4")!.Offers[0].Wire, added.Find("kling-v4")!.PromptLimit));
    }

    [Theory]
    [InlineData("""{ "gen4_turbo": { "usdPerSecond": "cheap" } }""", "gen4_turbo", "usdPerSecond")]
    [InlineData("""{ "gen4_turbo": { "usdPerSecond": -1 } }""", "gen4_turbo", "usdPerSecond")]
    [InlineData("""{ "gen4_turbo": { "sizes": ["16x9"] } }""", "gen4_turbo", "sizes")]
    [InlineData("""{ "gen4_turbo": { "sizes": [] } }""", "gen4_turbo", "sizes")]
    [InlineData("""{ "gen4_turbo": { "durations": [0] } }""", "gen4_turbo", "durations")]
    [InlineData("""{ "gen4_turbo": { "prize": 1 } }""", "gen4_turbo", "prize")]
    [InlineData("""{ "gen4_turbo": { "retiresOn": "soon" } }""", "gen4_turbo", "retiresOn")]
    [InlineData("""{ "gen4_turbo": { "successor": "gen99" } }""", "gen4_turbo", "successor")]
    [InlineData("""{ "gen4_turbo": { "provider": "acme" } }""", "gen4_turbo", "provider")]
    [InlineData("""{ "gen4_turbo": { "offers": [] } }""", "gen4_turbo", "offers")]
    [InlineData("""{ "gen4_turbo": { "offers": [{ "kind": "text-to-song" }] } }""", "gen4_turbo", "kind")]
    [InlineData("""{ "gen4_turbo": { "image": { "takesUrl": true } } }""", "gen4_turbo", "types")]
    [InlineData("""{ "gen4_turbo": { "usdPerSecond": null } }""", "gen4_turbo", "usdPerSecond")]
    [InlineData("""{ "gen4_turbo": { "name": "gen5" } }""", "gen4_turbo", "name")]
    [InlineData("""{ "gen4_turbo": { "quality": 1.5 } }""", "gen4_turbo", "quality")]
    [InlineData("""{ "gen4_turbo": { "promptLimit": 10 } }""", "gen4_turbo", "promptLimit")]
    [InlineData("""{ "GEN4_TURBO": { "quality": 1 } }""", "GEN4_TURBO", "gen4_turbo")]
    [InlineData("""{ "gen4_turbo": 5 }""", "gen4_turbo", "object")]
    [InlineData("""{ "new": { } }""", "new", "provider")]
    [InlineData("""{ "new": { "provider": "kling" } }""", "new", "offers")]
    public void A_bad_change_is_refused_in_one_line_that_names_model_and_field(string changes, string model, string field)
    {
        var message = Assert.Throws<FormatException>(() => ModelCatalog.Read(changes)).Message;

        Assert.StartsWith(model, message);
        Assert.Contains(field, message);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{ not json")]
    [InlineData("""{ "gen4_turbo": { "quality": 1, "quality": 2 } }""")]
    public void A_file_that_is_no_object_is_refused(string changes) => Assert.Throws<FormatException>(() => ModelCatalog.Read(changes));
}
