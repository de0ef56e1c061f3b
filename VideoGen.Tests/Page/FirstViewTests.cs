using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;

namespace VideoGen.Tests.Page;

/// <summary>What it takes until somebody who comes for the first time can write a prompt.</summary>
public sealed class FirstViewTests(Chromium chromium) : AppTest(chromium)
{
    private const int MostBytes = 100_000;

    // The document, what it names, what that asks of the service.
    private const int MostRoundTrips = 4;

    [Fact]
    public async Task The_first_view_is_light_and_near()
    {
        var visit = await OpenAsync("api/health");
        var network = await Network.WatchAsync(visit.Page, latency: 150, bytesPerSecond: 1_600_000 / 8);
        var began = Stopwatch.GetTimestamp();
        await visit.Page.GotoAsync("/#/", new() { WaitUntil = WaitUntilState.Commit });
        await Assertions.Expect(visit.Page.Generate()).ToBeEnabledAsync();
        var whole = Stopwatch.GetElapsedTime(began);
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var field = await visit.Page.EvaluateAsync<double>("() => performance.getEntriesByName('first-contentful-paint')[0].startTime");

        // The browser fetches pictures ahead that come into view later: they are the next view's.
        var below = await visit.Page.EvaluateAsync<string[]>("() => [...document.images].filter(image => image.loading === 'lazy' && image.getBoundingClientRect().top > innerHeight).map(image => image.src)");
        var sent = network.Sent.Where(one => !below.Contains(one.Url)).ToList();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"At 1.6 Mbit/s and 150 ms: the prompt's field after {field:0} ms, the whole after {whole.TotalMilliseconds:0} ms, with {sent.Sum(one => one.Bytes):N0} bytes:\n{string.Join('\n', sent)}");
        Assert.InRange(sent.Sum(one => one.Bytes), 1, MostBytes);
        Assert.InRange(sent.Max(one => one.Trip), 1, MostRoundTrips);
    }
}

/// <summary>What Chromium fetches for a page, over a line of a given kind.</summary>
internal sealed class Network
{
    private readonly Dictionary<string, Request> _requests = [];

    private Network(ICDPSession session)
    {
        session.Event("Network.requestWillBeSent").OnEvent += (_, e) => Begin(e!.Value);
        session.Event("Network.loadingFinished").OnEvent += (_, e) => End(e!.Value);
    }

    /// <summary>What came whole, in order of its asking.</summary>
    public IReadOnlyList<Request> Sent
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests.Values.Where(request => request.Bytes > 0)];
            }
        }
    }

    public static async Task<Network> WatchAsync(IPage page, int latency, int bytesPerSecond)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        var network = new Network(session);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.emulateNetworkConditions", new()
        {
            ["offline"] = false,
            ["latency"] = latency,
            ["downloadThroughput"] = bytesPerSecond,
            ["uploadThroughput"] = bytesPerSecond,
        });
        return network;
    }

    private void Begin(JsonElement e)
    {
        var url = e.GetProperty("request").GetProperty("url").GetString()!;
        lock (_requests)
        {
            var asker = AskerOf(e.GetProperty("initiator"));
            var trip = 1 + (_requests.Values.LastOrDefault(request => request.Url == asker)?.Trip ?? 0);
            _requests[e.GetProperty("requestId").GetString()!] = new(url, trip, 0);
        }
    }

    private void End(JsonElement e)
    {
        lock (_requests)
        {
            var id = e.GetProperty("requestId").GetString()!;
            if (_requests.TryGetValue(id, out var request)) _requests[id] = request with { Bytes = (int)e.GetProperty("encodedDataLength").GetDouble() };
        }
    }

    /// <summary>What had to be there before this could be asked for.</summary>
    private static string? AskerOf(JsonElement initiator) =>
        initiator.TryGetProperty("url", out var url) ? url.GetString()
        : initiator.TryGetProperty("stack", out var stack) ? CallerOf(stack)
        : null;

    /// <summary>The innermost call of all that led here, also over what was waited for.</summary>
    private static string? CallerOf(JsonElement stack) =>
        stack.GetProperty("callFrames") is var frames && frames.GetArrayLength() > 0 ? frames[0].GetProperty("url").GetString()
        : stack.TryGetProperty("parent", out var parent) ? CallerOf(parent)
        : null;

    /// <param name="Url">Its address.</param>
    /// <param name="Trip">After how many exchanges, one behind the other, it came.</param>
    /// <param name="Bytes">As they went over the line, with the headers.</param>
    internal sealed record Request(string Url, int Trip, int Bytes);
}
