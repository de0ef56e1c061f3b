using System.Net;
using Microsoft.Extensions.Options;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

public sealed class QuoteTests
{
    [Fact]
    public async Task A_quote_tells_who_would_do_it_how_and_for_how_much()
    {
        await using var app = await TestApp.StartAsync();

        var quote = (await app.PostAsync("/api/videos/quote", new { prompt = "A cat", aspectRatio = "1:1", count = 3 })).Json!;

        Assert.Equal(("live", null, 3, 0.90m, 30), ((string?)quote["mode"], (string?)quote["whySimulated"], (int)quote["count"]!, (decimal)quote["totalUsd"]!, (int)quote["points"]!));
        Assert.Equal(["gen4_turbo", "gen4.5", "simulation"], quote["candidates"]!.AsArray().Select(candidate => (string)candidate!["model"]!));
        var first = quote["candidates"]![0]!;
        Assert.Equal(("runway", 0.30m, 45), ((string)first["provider"]!, (decimal)first["priceUsd"]!, (int)first["usualSeconds"]!));
        Assert.Equal(["text-to-image", "image-to-video"], first["steps"]!.AsArray().Select(step => (string)step!["kind"]!));
        Assert.Equal(("aspectRatio", "960:960"), ((string)first["adapted"]![0]!["field"]!, (string)first["adapted"]![0]!["used"]!));
        Assert.Null(first["deprecation"]);
    }

    [Fact]
    public async Task A_quote_starts_and_writes_nothing()
    {
        await using var app = await TestApp.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await app.PostAsync("/api/videos/quote", new { prompt = "A cat" }, ("Idempotency-Key", "one"))).Status);
        await app.SettleAsync();

        Assert.Empty((await app.GetAsync("/api/videos")).Json!["videos"]!.AsArray());
        Assert.Equal(0, await app.Sim.SubmitsAsync());
        // Nor is the key taken: another request may use it.
        Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync("/api/videos", new { prompt = "A dog" }, ("Idempotency-Key", "one"))).Status);
    }

    [Fact]
    public async Task Without_a_key_a_quote_is_free_and_says_why()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");

        var quote = (await app.PostAsync("/api/videos/quote", new { prompt = "A cat" })).Json!;

        Assert.Equal(("simulation", "no provider configured", 0m, 0), ((string)quote["mode"]!, (string)quote["whySimulated"]!, (decimal)quote["totalUsd"]!, (int)quote["points"]!));
    }

    [Theory]
    [InlineData("""{ "prompt": "A cat", "tempo": 3 }""", "tempo")]
    [InlineData("""{ "prompt": "A cat", "model": "gen3a_turbo" }""", "model")]
    [InlineData("""{ "prompt": "A cat", "maxCost": 0.01 }""", "maxCost")]
    [InlineData("""{ "prompt": "A cat", "references": [{ "url": "https://example.com/a.png" }, { "uri": "b" }] }""", "references[1].uri")]
    [InlineData("""{ "prompt": "A cat", "references": [{ }] }""", "references[0]")]
    [InlineData("""{ "prompt": "A cat", "references": "a" }""", "references")]
    [InlineData("""{ "prompt": "A cat", "audio": "yes" }""", "audio")]
    [InlineData("""{ "prompt": "A cat", "personGeneration": "deny_all" }""", "personGeneration")]
    public async Task A_quote_refuses_what_a_start_refuses(string body, string field)
    {
        await using var app = await TestApp.StartAsync();

        var quote = await app.PostAsync("/api/videos/quote", body);
        var start = await app.PostAsync("/api/videos", body);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (quote.Status, start.Status));
        Assert.Contains(field, quote.Json!["errors"]!.AsObject().Select(error => error.Key));
        Assert.Equal(start.Body, quote.Body);
    }

    [Fact]
    public async Task There_is_no_job_called_quote()
    {
        await using var app = await TestApp.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync("/api/videos/quote")).Status);
    }

    [Fact]
    public async Task A_retired_model_is_refused_by_name_with_its_successor()
    {
        await using var app = await TestApp.StartAsync();

        var refusal = await app.PostAsync("/api/videos", new { prompt = "A cat", model = "gen3a_turbo" });

        Assert.Contains("ask for gen4_turbo", (string?)refusal.Json!["errors"]!["model"]![0]);
    }

    [Fact]
    public async Task A_model_that_will_go_is_used_and_its_end_told_in_headers_and_on_the_job()
    {
        using var models = new ModelsFile("""{ "gen4.5": { "retiresOn": "2026-12-31", "successor": "veo3.1" } }""");
        await using var app = await TestApp.StartAsync(models.Setting);
        var request = new { prompt = "A cat", model = "gen4.5" };

        var quote = await app.PostAsync("/api/videos/quote", request);
        var start = await app.PostAsync("/api/videos", request);

        Assert.All([quote, start], reply => Assert.Equal(("@1793491200", "Thu, 31 Dec 2026 00:00:00 GMT"), (Header(reply, "Deprecation"), Header(reply, "Sunset"))));
        Assert.Equal("2026-12-31", (string?)quote.Json!["candidates"]![0]!["deprecation"]!["retiresOn"]);
        Assert.Contains("gen4.5 will be retired by its provider on 2026-12-31; ask for veo3.1", (string?)start.Json!["message"]);
        Assert.Contains(start.Json!["adapted"]!.AsArray(), note => (string)note!["field"]! == "model");
        Assert.Equal("completed", (string?)(await app.JobWhenOverAsync((string)start.Json!["id"]!))["status"]);
    }

    [Fact]
    public async Task An_end_further_off_than_60_days_is_not_told_yet()
    {
        using var models = new ModelsFile("""{ "gen4.5": { "retiresOn": "2027-01-21" } }""");
        await using var app = await TestApp.StartAsync(models.Setting);

        var quote = await app.PostAsync("/api/videos/quote", new { prompt = "A cat", model = "gen4.5" });

        Assert.Equal((null, null), (Header(quote, "Deprecation"), Header(quote, "Sunset")));
    }

    [Fact]
    public async Task The_price_and_what_is_adapted_are_on_the_job_before_a_cent_is_spent()
    {
        await using var app = await TestApp.StartAsync();

        var job = (await app.PostAsync("/api/videos", new { prompt = "A cat", fps = 60, audio = true, count = 2 })).Json!;

        Assert.Equal((0.60m, 0m), ((decimal)job["cost"]!["quoted"]!, (decimal)job["cost"]!["charged"]!));
        Assert.Equal(["fps", "audio"], job["adapted"]!.AsArray().Select(note => (string)note!["field"]!));
    }

    [Fact]
    public async Task Further_images_reach_the_model_that_takes_them()
    {
        await using var app = await TestApp.StartAsync();
        var references = new[] { new { url = "https://example.com/a.png" }, new { url = "https://example.com/b.png" } };

        await app.JobWhenOverAsync(await app.AJobAsync(new { prompt = "A cat", model = "gen4_turbo", references }));

        var sent = (await app.Sim.ReadAsync("log?operation=submit"))[0]!["body"]!;
        Assert.Contains("https://example.com/a.png", sent.ToString());
    }

    [Fact]
    public async Task A_catalog_that_does_not_fit_stops_the_start_with_one_line()
    {
        using var models = new ModelsFile("""{ "gen4.5": { "usdPerSecond": -1 } }""");

        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(models.Setting));

        Assert.Equal("MODELS_FILE: gen4.5.offers[0].usdPerSecond must not be negative.", Assert.Single(fault.Failures));
    }

    private static string? Header(Reply reply, string name) => reply.Response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
