using System.Net;
using System.Text.Json.Nodes;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

public sealed class CatalogTests
{
    [Fact]
    public async Task Every_catalog_is_there_whole()
    {
        await using var app = await TestApp.StartAsync();

        Assert.Equal(10, (await EntriesAsync(app, "styles")).Count);
        Assert.Equal(8, (await EntriesAsync(app, "themes")).Count);
        Assert.Equal(15, (await EntriesAsync(app, "cameras")).Count);
        Assert.Equal(["tiktok", "instagram", "youtube_shorts", "linkedin", "advertising"], (await EntriesAsync(app, "platforms")).Select(entry => (string?)entry!["name"]));
        Assert.All(await EntriesAsync(app, "prompts"), prompt => Assert.Contains("{subject}", (string?)prompt!["basePrompt"]));
        var models = await EntriesAsync(app, "models");
        Assert.Equal((true, false), (IsConfigured("gen4.5"), IsConfigured("kling-v2-5-turbo")));

        bool IsConfigured(string name) => (bool)models.Single(model => (string?)model!["name"] == name)!["configured"]!;
    }

    [Fact]
    public async Task A_style_has_all_that_the_content_studio_shows_of_one()
    {
        await using var app = await TestApp.StartAsync();

        var style = (await EntriesAsync(app, "styles")).Single(style => (string?)style!["name"] == "cinematic")!;

        Assert.StartsWith("{prompt}. ", (string?)style["promptTemplate"]);
        Assert.Equal((6, 24, 1920, 1080), ((int)style["defaultDuration"]!, (int)style["defaultFps"]!, (int)style["defaultWidth"]!, (int)style["defaultHeight"]!));
        Assert.Equal((4, 8, 24, 30), ((int)style["duration"]!["min"]!, (int)style["duration"]!["max"]!, (int)style["fps"]!["min"]!, (int)style["fps"]!["max"]!));
        Assert.Equal(["en", "fr", "ja", "zh"], style["displayNames"]!.AsObject().Select(name => name.Key));
    }

    [Theory]
    [InlineData("fr-CA,en;q=0.5", "fr", "Forêt")]
    [InlineData("de, ja;q=0.8, en;q=0.1", "ja", "森")]
    [InlineData("zh-Hans-CN", "zh", "森林")]
    [InlineData("fr;q=0, de", "en", "Forest")]
    [InlineData("nonsense;;;=", "en", "Forest")]
    public async Task Names_come_in_the_language_that_is_asked_for(string accept, string language, string name)
    {
        await using var app = await TestApp.StartAsync();

        var reply = await app.SendAsync(HttpMethod.Get, "/api/catalog/themes", null, ("Accept-Language", accept));

        Assert.Equal(language, reply.Response.Content.Headers.ContentLanguage.Single());
        Assert.Equal(name, (string?)reply.Json!["themes"]!.AsArray().Single(theme => (string?)theme!["name"] == "forest")!["displayName"]);
    }

    [Fact]
    public async Task What_a_caller_has_already_is_not_sent_again()
    {
        await using var app = await TestApp.StartAsync();
        var first = await app.GetAsync("/api/catalog/styles");
        var tag = first.Response.Headers.ETag!.ToString();

        var again = await app.SendAsync(HttpMethod.Get, "/api/catalog/styles", null, ("If-None-Match", $"\"other\", {tag}"));
        var french = await app.SendAsync(HttpMethod.Get, "/api/catalog/styles", null, ("If-None-Match", tag), ("Accept-Language", "fr"));

        Assert.Equal((HttpStatusCode.NotModified, ""), (again.Status, again.Body));
        Assert.Equal(HttpStatusCode.OK, french.Status);
        Assert.Equal(TimeSpan.FromHours(1), first.Response.Headers.CacheControl!.MaxAge);
        Assert.Equal(["Accept-Language", "Accept-Encoding"], first.Response.Headers.Vary);
    }

    [Fact]
    public async Task A_catalog_that_is_none_is_not_found()
    {
        await using var app = await TestApp.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync("/api/catalog/colours")).Status);
    }

    private static async Task<JsonArray> EntriesAsync(TestApp app, string name) => (await app.GetAsync($"/api/catalog/{name}")).Json![name]!.AsArray();
}
