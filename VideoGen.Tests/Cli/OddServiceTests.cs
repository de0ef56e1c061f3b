using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Cli;

/// <summary>A service, or what stands before it, that does not do what one hopes for.</summary>
public sealed class OddServiceTests : IDisposable
{
    private const string Film = "a film that is long enough to break off";

    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_start_whose_answer_is_lost_is_sent_again_under_the_same_key()
    {
        await using var service = await Receiver.StartAsync();
        service.Answer = (context, number) => number == 1 ? Abort(context) : context.Response.WriteAsJsonAsync(Job("queued"), Ct);

        var run = await Run.InProcessAsync(service.Url, "generate", "A cat");

        Assert.Equal((0, "j1\n"), (run.Code, run.Output));
        Assert.Equal(2, service.Received.Count);
        Assert.Single(service.Received.Select(start => (start.Headers["Idempotency-Key"], start.Body)).Distinct());
    }

    [Fact]
    public async Task Without_a_stream_it_looks_as_often_as_it_is_told()
    {
        await using var service = await Receiver.StartAsync();
        service.Answer = async (context, number) =>
        {
            if (context.Request.Path.Value!.EndsWith("/events", StringComparison.Ordinal))
            {
                context.Response.StatusCode = 404;
                return;
            }

            context.Response.Headers.RetryAfter = "1";
            await context.Response.WriteAsJsonAsync(Job(number < 4 ? "running" : "completed"), Ct);
        };

        var run = await Run.InProcessAsync(service.Url, "watch", "j1");

        Assert.Equal(0, run.Code);
        Assert.Equal(["/api/videos/j1", "/api/videos/j1/events", "/api/videos/j1", "/api/videos/j1/events", "/api/videos/j1"], service.Received.Select(look => look.Path));
    }

    [Fact]
    public async Task A_key_does_not_follow_to_another_address()
    {
        await using var store = await Receiver.StartAsync();
        store.Answer = (context, _) => context.Response.WriteAsync(Film, Ct);
        await using var service = await Receiver.StartAsync();
        service.Answer = (context, _) =>
        {
            if (!IsContent(context)) return context.Response.WriteAsJsonAsync(Job("completed"), Ct);

            context.Response.Redirect($"{store.Url}/signed");
            return Task.CompletedTask;
        };

        var run = await Run.InProcessAsync(["watch", "j1", "-o", _folder["a.mp4"]], new() { ["VIDEOGEN_URL"] = service.Url, ["VIDEOGEN_KEY"] = "secret", ["VIDEOGEN_TOKEN"] = "secret", ["VIDEOGEN_USER"] = "ann" });

        Assert.True(run.Code == 0, run.Errors);
        Assert.Equal(Film, await File.ReadAllTextAsync(_folder["a.mp4"], Ct));
        Assert.Equal("secret", service.Received[0].Headers["x-functions-key"]);
        Assert.DoesNotContain(Assert.Single(store.Received).Headers, header => header.Value.Contains("secret", StringComparison.Ordinal) || header.Value == "ann");
    }

    [Fact]
    public async Task What_broke_off_is_gone_on_with()
    {
        await using var service = await ServiceWithFilmAsync();
        await File.WriteAllTextAsync(_folder["a.mp4.part"], Film[..10], Ct);

        var run = await Run.InProcessAsync(service.Url, "watch", "j1", "-o", _folder["a.mp4"]);

        Assert.True(run.Code == 0, run.Errors);
        Assert.Equal("bytes=10-", service.Received[^1].Headers["Range"]);
        Assert.Equal(Film, await File.ReadAllTextAsync(_folder["a.mp4"], Ct));
        Assert.Equal([_folder["a.mp4"]], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task What_lies_there_of_another_video_is_replaced()
    {
        await using var service = await ServiceWithFilmAsync();
        await File.WriteAllTextAsync(_folder["a.mp4.part"], new string('x', 10), Ct);

        var run = await Run.InProcessAsync(service.Url, "watch", "j1", "-o", _folder["a.mp4"]);

        Assert.True(run.Code == 0, run.Errors);
        Assert.Equal(Film, await File.ReadAllTextAsync(_folder["a.mp4"], Ct));
    }

    [Fact]
    public async Task What_is_not_the_video_gets_no_name()
    {
        await using var service = await Receiver.StartAsync();
        service.Answer = (context, _) => IsContent(context) ? context.Response.WriteAsync("something else", Ct) : context.Response.WriteAsJsonAsync(Job("completed"), Ct);

        var run = await Run.InProcessAsync(service.Url, "watch", "j1", "-o", _folder["a.mp4"]);

        Assert.Equal(11, run.Code);
        Assert.Contains("what came is not the video", run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["a.mp4"]));
    }

    [Theory]
    [InlineData(200, "text/html", "<html>", 3, "its answer is another's")]
    [InlineData(200, "application/json", """{"status":"up"}""", 3, "its answer is another's")]
    [InlineData(200, "application/json", """{"videos":null}""", 3, "its answer is another's")]
    [InlineData(404, "text/html", "<html>", 3, "it answers 404 Not Found")]
    [InlineData(503, "text/html", "<html>", 3, "it answers 503 Service Unavailable")]
    [InlineData(401, "text/html", "<html>", 6, "401")]
    [InlineData(500, "application/problem+json", """{"status":500,"code":"INTERNAL_ERROR","detail":"Our fault."}""", 3, "Our fault.")]
    [InlineData(503, "application/problem+json", """{"status":503,"code":"CREDITS_EXHAUSTED","detail":"None left."}""", 7, "None left.")]
    public async Task Whoever_else_answers_is_told_apart(int status, string type, string body, int code, string complaint)
    {
        await using var service = await Receiver.StartAsync();
        service.Answer = (context, _) =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (status, type);
            return context.Response.WriteAsync(body, Ct);
        };

        var run = await Run.InProcessAsync(service.Url, "list");

        Assert.Equal(code, run.Code);
        Assert.Contains(complaint, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_terminal_would_obey_is_not_printed()
    {
        await using var service = await Receiver.StartAsync();
        service.Answer = (context, _) => context.Response.WriteAsJsonAsync(new { videos = new[] { new { id = "j1", status = "queued", prompt = "a\u001b[2Jb\nc" } } }, Ct);

        var run = await Run.InProcessAsync(service.Url, "list");

        Assert.EndsWith("a [2Jb c\n", run.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static bool IsContent(HttpContext context) => context.Request.Path.Value!.EndsWith("/content", StringComparison.Ordinal);

    private static Task Abort(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static object Job(string status) => new
    {
        id = "j1",
        status,
        progress = 50,
        videos = new[] { new { index = 0, status, contentUrl = "http://elsewhere/", sizeBytes = Film.Length, sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Film))) } },
    };

    private static async Task<Receiver> ServiceWithFilmAsync()
    {
        var service = await Receiver.StartAsync();
        service.Answer = (context, _) =>
        {
            if (!IsContent(context)) return context.Response.WriteAsJsonAsync(Job("completed"), Ct);

            var from = (int)(context.Request.GetTypedHeaders().Range?.Ranges.First().From ?? 0);
            context.Response.StatusCode = from > 0 ? 206 : 200;
            return context.Response.WriteAsync(Film[from..], Ct);
        };
        return service;
    }
}
