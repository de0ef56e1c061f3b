using System.Net;
using System.Text.Json.Nodes;
using VideoGen.Functions.Intake;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

/// <summary>A job's progress as server-sent events.</summary>
public sealed class EventStreamTests : IAsyncLifetime
{
    private TestApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_follows_a_job_to_its_end_and_ends_with_it()
    {
        var id = await _app.AOneStepJobAsync();
        using var response = await OpenAsync(id);
        var reading = ReadAsync(response);
        await _app.JobWhenOverAsync(id);
        var events = await ReadToEndAsync(reading);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("retry: 3000", events[0].Trim());
        Assert.Contains("event: video.progress", events[1], StringComparison.Ordinal);
        Assert.Contains("event: video.completed", events[^1], StringComparison.Ordinal);
        var data = JsonNode.Parse(Field(events[^1], "data"))!;
        Assert.Equal((id, "completed", 100), ((string?)data["id"], (string?)data["status"], (int)data["progress"]!));
        Assert.EndsWith($"/api/videos/{id}/content", (string?)data["videos"]![0]!["contentUrl"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_comes_back_is_told_what_is_new_and_no_more_when_there_is_no_more()
    {
        var id = await _app.AOneStepJobAsync();
        await _app.JobWhenOverAsync(id);
        using var first = await OpenAsync(id, lastEventId: "of-some-time-ago");
        var last = Field((await ReadToEndAsync(ReadAsync(first)))[^1], "id");

        using var second = await OpenAsync(id, last);

        Assert.Equal(HttpStatusCode.NoContent, second.StatusCode);
    }

    [Fact]
    public async Task A_stream_that_has_nothing_to_say_says_that_it_is_there()
    {
        var id = await _app.AJobWaitingForRunwayAsync("PENDING*100");
        using var response = await OpenAsync(id);
        await using var stream = await response.Content.ReadAsStreamAsync(Ct);
        using var reader = new StreamReader(stream);
        var read = new List<string>();
        await ReadUntilAsync(reader, read, line => line.StartsWith("data:", StringComparison.Ordinal));

        var beat = ReadUntilAsync(reader, read, line => line.StartsWith(':'));
        var from = _app.Time.GetUtcNow();
        await AdvanceUntilAsync(() => beat.IsCompleted);

        Assert.True(_app.Time.GetUtcNow() - from >= TimeSpan.FromSeconds(14));
    }

    [Fact]
    public async Task Nobody_may_open_streams_without_end()
    {
        var id = await _app.AJobWaitingForRunwayAsync();
        var open = new List<HttpResponseMessage>();
        for (var n = 0; n < JobFeed.MostOfOneUser; n++)
        {
            open.Add(await OpenAsync(id));
        }

        using (var refused = await OpenAsync(id))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        open.ForEach(response => response.Dispose());
        await AdvanceUntilAsync(async () =>
        {
            using var again = await OpenAsync(id);
            return again.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task There_is_no_stream_of_a_job_that_is_not() =>
        Assert.Equal(HttpStatusCode.NotFound, (await OpenAsync("v00000000000000000000000")).StatusCode);

    [Fact]
    public async Task A_start_may_wait_for_the_end_of_its_job()
    {
        var reply = await _app.PostAsync("/api/videos", new { prompt = "A cat", simulation = "always" }, ("Prefer", "respond-async, wait=30"));

        Assert.Equal((HttpStatusCode.OK, "completed"), (reply.Status, (string?)reply.Json!["status"]));
        Assert.Equal("wait=30", Assert.Single(reply.Response.Headers.GetValues("Preference-Applied")));
        Assert.NotNull(reply.Json["management"]);
    }

    [Fact]
    public async Task A_start_waits_as_long_as_it_was_asked_to_and_no_longer()
    {
        var from = _app.Time.GetUtcNow();
        var starting = _app.PostAsync("/api/videos", new { prompt = "A cat [sim: PENDING*100]", model = "gen4.5" }, ("Prefer", "wait=20"));
        await AdvanceUntilAsync(() => starting.IsCompleted);
        var reply = await starting;

        Assert.Equal(HttpStatusCode.Accepted, reply.Status);
        Assert.False(reply.Response.Headers.Contains("Preference-Applied"));
        Assert.True(_app.Time.GetUtcNow() - from >= TimeSpan.FromSeconds(20));
    }

    private async Task<HttpResponseMessage> OpenAsync(string id, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/videos/{id}/events");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        return await _app.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
    }

    private static Task<string> ReadAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync(Ct);

    private async Task<string[]> ReadToEndAsync(Task<string> reading)
    {
        await AdvanceUntilAsync(() => reading.IsCompleted);
        return (await reading).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task ReadUntilAsync(StreamReader reader, List<string> read, Func<string, bool> wanted)
    {
        while (read.Count == 0 || !wanted(read[^1]))
        {
            read.Add(await reader.ReadLineAsync(Ct) ?? throw new EndOfStreamException());
        }
    }

    // A second at a time, as the stream looks.
    private Task AdvanceUntilAsync(Func<bool> condition) => AdvanceUntilAsync(() => Task.FromResult(condition()));

    private Task AdvanceUntilAsync(Func<Task<bool>> condition) => Eventually.IsTrueAsync(async () =>
    {
        if (await condition()) return true;

        _app.Time.Advance(TimeSpan.FromSeconds(1));
        return false;
    });

    private static string Field(string text, string name) => text.Split('\n').Single(line => line.StartsWith($"{name}: ", StringComparison.Ordinal))[(name.Length + 2)..];
}
