using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

/// <summary>Whatever is sent: an answer that the description of the API knows, never a bug, and never a job that its caller was not told of.</summary>
public sealed class FuzzTests
{
    private const int Requests = 1000;

    private static readonly Dictionary<string, Func<JsonNode, IEnumerable<JsonNode?>>> Starts = new()
    {
        ["StartVideo"] = answer => [answer["id"]],
        ["StartVariation"] = answer => [answer["id"]],
        ["StartBatch"] = answer => answer["items"]!.AsArray().Select(item => item!["job"]?["id"]),
        ["StartVeoVideo"] = answer => [answer["job_id"]],
        ["CreateTask"] = answer => [answer["data"]!["taskId"]],
        ["GenerateStudioVideo"] = answer => [answer["video"]!["id"]],
        ["CreateOpenAiVideo"] = answer => [answer["id"]],
        ["RemixOpenAiVideo"] = answer => [answer["id"]],
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Whatever_is_sent_is_answered_and_nothing_is_started_unsaid(int seed)
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=");
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { BaseAddress = app.Http.BaseAddress };
        var document = await ApiDocument.OfAsync(app);
        var job = await app.AJobAsync(new { prompt = "A cat" });
        await app.JobWhenOverAsync(job);
        var told = new HashSet<string> { job };

        foreach (var hostile in HostileRequest.Some(document.Operations, Requests, (ulong)seed))
        {
            var reply = await SendAsync(http, hostile, job);
            // A path may lead elsewhere than it seems to.
            var operation = document.Find(hostile.Operation.Method, hostile.Path(job));
            Assert.True((int)reply.Status < 500 || CannotBeMade(reply), $"{hostile}: {reply.Status} {reply.Body}");
            if (operation is null || IsNoHttp(reply)) continue;

            var faults = document.FaultsOfAnswer(operation, reply);
            Assert.True(faults.Count == 0, $"{hostile}: {string.Join(' ', faults)}");
            if (reply.Response.IsSuccessStatusCode && Starts.TryGetValue(operation.Id, out var ids)) told.UnionWith(ids(reply.Json!).OfType<JsonNode>().Select(BareId));
        }

        var started = await JobsAsync(app);
        Assert.True(started.Count > 1, "Among so much some is good.");
        Assert.Empty(started.Except(told));
    }

    private static async Task<Reply> SendAsync(HttpClient http, HostileRequest hostile, string job)
    {
        var address = new Uri($"{http.BaseAddress!.ToString().TrimEnd('/')}{hostile.Path(job)}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new(hostile.Operation.Method), address);
        if (hostile.BodyFor(job) is { } body)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", hostile.ContentType);
        }

        if (hostile.Header is var (name, value)) request.Headers.TryAddWithoutValidation(name, value);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        // A stream of events goes on for as long as its job.
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream") return await Reply.OfAsync(response);

        response.Dispose();
        return new(response.StatusCode, "events", response);
    }

    // A file that cannot be made here is no bug.
    private static bool CannotBeMade(Reply reply) => reply.Status == HttpStatusCode.BadGateway;

    // The server refuses a path with a zero in it, and the like, before anybody of ours sees it.
    private static bool IsNoHttp(Reply reply) => reply.Status == HttpStatusCode.BadRequest && reply.Body.Length == 0 && reply.Response.Headers.ConnectionClose == true;

    private static string BareId(JsonNode id) => ((string)id!).Split('_')[^1];

    private static async Task<HashSet<string>> JobsAsync(TestApp app)
    {
        var ids = new HashSet<string>();
        for (string? after = null; ;)
        {
            var page = (await app.GetAsync($"/api/videos?limit=100{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}")).Json!;
            ids.UnionWith(page["videos"]!.AsArray().Select(video => (string)video!["id"]!));
            after = (string?)page["next"];
            if (after is null) return ids;
        }
    }
}
