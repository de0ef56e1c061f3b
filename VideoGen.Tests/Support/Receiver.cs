using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace VideoGen.Tests.Support;

/// <summary>Somebody's server on loopback: keeps what it is sent and answers as the test says.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<Received> _received = new();
    private readonly WebApplication _app;
    private readonly TimeProvider _clock;

    private Receiver(WebApplication app, TimeProvider clock)
    {
        (_app, _clock) = (app, clock);
        app.Run(AnswerAsync);
    }

    public string Url { get; private set; } = "";

    public IReadOnlyList<Received> Received => [.. _received];

    /// <summary>What is answered to a request, given its number from 1; nothing written is 200.</summary>
    public Func<HttpContext, int, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public static async Task<Receiver> StartAsync(TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
        builder.Logging.ClearProviders();
        var receiver = new Receiver(builder.Build(), clock ?? TimeProvider.System);
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        receiver.Url = receiver._app.Urls.First();
        return receiver;
    }

    /// <summary>Answers every request alike.</summary>
    public void Always(int status, params (string Name, string Value)[] headers) => Answer = (context, _) =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return Task.CompletedTask;
    };

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        _received.Enqueue(new(_clock.GetUtcNow(), context.Request.Path + context.Request.QueryString, headers, await body.ReadToEndAsync(context.RequestAborted)));
        await Answer(context, _received.Count);
    }
}

/// <summary>One request as it came.</summary>
public sealed record Received(DateTimeOffset At, string Path, IReadOnlyDictionary<string, string> Headers, string Body);
