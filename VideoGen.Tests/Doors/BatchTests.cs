using System.Net;
using System.Text.Json.Nodes;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

public sealed class BatchTests
{
    [Fact]
    public async Task A_bad_item_does_not_sink_the_others()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");

        var reply = await app.PostAsync("/api/videos/batch", """
            {"items": [{"prompt": "one"}, {"prompt": "two", "colour": "red"}, 7, {"prompt": "three", "duration": 99}, {"prompt": "four", "style": "anime"}]}
            """);

        Assert.Equal(HttpStatusCode.MultiStatus, reply.Status);
        Assert.Equal((2, 3), ((int)reply.Json!["accepted"]!, (int)reply.Json["refused"]!));
        var items = reply.Json["items"]!.AsArray();
        Assert.Equal([202, 400, 400, 400, 202], items.Select(item => (int)item!["status"]!));
        Assert.Equal(["colour", "item", "duration"], items.Select(item => item!["problem"]).OfType<JsonObject>().Select(problem => problem["errors"]!.AsObject().Single().Key));
        var found = await app.GetAsync($"/api/videos?group={reply.Json["group"]}");
        Assert.Equal(["four", "one"], found.Json!["videos"]!.AsArray().Select(job => (string?)job!["prompt"]).Order());
        Assert.Equal("completed", (string?)(await app.JobWhenOverAsync((string)items[4]!["job"]!["id"]!))["status"]);
    }

    [Fact]
    public async Task A_batch_that_costs_more_than_it_may_starts_nothing()
    {
        await using var app = await TestApp.StartAsync();
        object[] items = [new { prompt = "one", model = "gen4.5", duration = 5 }, new { prompt = "two", model = "gen4.5", duration = 5 }];

        var refused = await app.PostAsync("/api/videos/batch", new { items, maxCost = 1.0 }, ("Idempotency-Key", "b"));
        var listed = (await app.GetAsync("/api/videos")).Json!["videos"]!.AsArray().Count;
        var taken = await app.PostAsync("/api/videos/batch", new { items, maxCost = 1.2 }, ("Idempotency-Key", "b"));

        Assert.Equal((HttpStatusCode.BadRequest, "is too low: the batch costs $1.20."), (refused.Status, (string?)refused.Json!["errors"]!["maxCost"]![0]));
        Assert.Equal(0, listed);
        Assert.Equal(HttpStatusCode.Accepted, taken.Status);
    }

    [Fact]
    public async Task A_batch_sent_again_is_the_same_jobs_and_another_under_its_key_is_a_conflict()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");
        var batch = new { items = new[] { new { prompt = "one" }, new { prompt = "" }, new { prompt = "three" } } };

        var first = await app.PostAsync("/api/videos/batch", batch, ("Idempotency-Key", "b"));
        var again = await app.PostAsync("/api/videos/batch", batch, ("Idempotency-Key", "b"));
        var other = await app.PostAsync("/api/videos/batch", new { items = new[] { new { prompt = "other" } } }, ("Idempotency-Key", "b"));

        Assert.Equal(Ids(first), Ids(again));
        Assert.Equal(2, (await app.GetAsync("/api/videos")).Json!["videos"]!.AsArray().Count);
        Assert.Equal(HttpStatusCode.Conflict, other.Status);
    }

    [Theory]
    [InlineData("""{"items": []}""", "items")]
    [InlineData("""{}""", "items")]
    [InlineData("""{"items": {}}""", "items")]
    [InlineData("""{"items": [{"prompt": "a"}], "maxCost": -1}""", "maxCost")]
    [InlineData("""{"items": [{"prompt": "a"}], "count": 1}""", "count")]
    public async Task What_is_wrong_with_the_batch_itself_is_named(string body, string field)
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");

        var reply = await app.PostAsync("/api/videos/batch", body);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal([field], reply.Json!["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task More_than_a_hundred_are_refused()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");

        var reply = await app.PostAsync("/api/videos/batch", new { items = Enumerable.Repeat(new { prompt = "a" }, 101) });

        Assert.Equal("has 101 entries, at most 100 are allowed.", (string?)reply.Json!["errors"]!["items"]![0]);
    }

    private static IEnumerable<string?> Ids(Reply reply) => reply.Json!["items"]!.AsArray().Select(item => (string?)item!["job"]?["id"]);
}
