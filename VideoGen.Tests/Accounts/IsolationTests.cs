using System.Net;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using VideoGen.Functions;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Accounts;

/// <summary>Every route there is, found in the code, so that a new one cannot be forgotten.</summary>
public sealed partial class IsolationTests
{
    // What only the owner knows; it stands in everything that is the owner's.
    private const string Mark = "Timbuktu";

    /// <summary>Open to all: what they tell is nobody's, and what they take is signed.</summary>
    private static readonly string[] Open = ["GetHealth", "GetVeoHealth", "GetOpenApi", "GetPage", "GetPageFile", "ReceiveCallback", "ReceiveTaskCallback"];

    /// <summary>Ids in the path that are nobody's own.</summary>
    private static readonly string[] Common = ["GetProviderCredits", "GetCatalog"];

    /// <summary>For administrators alone.</summary>
    private static readonly string[] Admin = ["GetUsageOfUser", "GrantPoints", "ChangePlan"];

    /// <summary>Routes that name what they are about in the query.</summary>
    private static readonly Dictionary<string, string> Queries = new() { ["GetTaskStatus"] = "?taskId=task_$job", ["DeleteStudioVideo"] = "?videoId=$job" };

    /// <summary>What the owner does not have either.</summary>
    private static readonly string[] Unmade = ["GetVideoThumbnail", "GetVideoSprites"];

    /// <summary>Where an empty body would be refused before anything is looked for.</summary>
    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["ResolveVideo"] = """{"action":"abandon"}""",
        ["PutPost"] = """{"id":"p1","platform":"tiktok","time":"2026-12-01T00:00:00Z"}""",
        ["AssociateStudioVideo"] = """{"videoId":"$job","postId":"p1","platform":"tiktok"}""",
        ["RemixOpenAiVideo"] = """{"prompt":"A cat"}""",
        ["RedeliverSince"] = """{"since":"2026-01-01T00:00:00Z"}""",
    };

    private static IEnumerable<Route> Routes =>
        from type in typeof(VideoGenApp).Assembly.GetTypes()
        from function in type.GetMethods()
        let name = function.GetCustomAttribute<FunctionAttribute>()?.Name
        where name is not null
        from trigger in function.GetParameters().SelectMany(parameter => parameter.GetCustomAttributes<HttpTriggerAttribute>())
        from method in trigger.Methods!
        select new Route(name, method.ToUpperInvariant(), trigger.Route!, trigger.AuthLevel);

    [Fact]
    public async Task Nothing_is_answered_to_whoever_has_not_said_who_they_are()
    {
        await using var app = await TestApp.StartAsync("API_KEY=one");

        foreach (var route in Routes.Where(route => !Open.Contains(route.Function)))
        {
            var reply = await app.SendAsync(new(route.Method), $"/{Braces().Replace(route.Path, "x")}");

            Assert.True(reply.Status == HttpStatusCode.Unauthorized, $"{route.Name} answers {reply.Status}");
        }
    }

    /// <summary>The host would ask for a key of its own, which those who come with a token do not have.</summary>
    [Fact]
    public void No_route_asks_for_a_key_of_the_host() =>
        Assert.All(Routes, route => Assert.Equal((route.Name, AuthorizationLevel.Anonymous), (route.Name, route.Level)));

    [Fact]
    public async Task Nobody_finds_changes_or_hears_of_what_is_anothers()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var app = await TestApp.StartAsync("API_KEY=one", "ALLOW_PRIVATE_URLS=true");
        var things = await ThingsOfAnnAsync(app, receiver);
        var before = await EverythingAsync(app, things);

        foreach (var route in Routes.Where(route => !Open.Contains(route.Function)))
        {
            var path = $"/{Braces().Replace(route.Path, part => things.IdFor(route.Path))}{things.In(Queries.GetValueOrDefault(route.Function, ""))}";
            var body = route.Method is "GET" or "HEAD" ? null : things.In(Bodies.GetValueOrDefault(route.Function, "{}"));
            var namesIt = (path[1..] != route.Path && !Common.Contains(route.Function)) || body?.Contains(things.Job, StringComparison.Ordinal) is true;
            var reply = await AsAsync(app, "bob", new(route.Method), path, body);

            Assert.DoesNotContain(Mark, reply.Body, StringComparison.Ordinal);
            Assert.True((int)reply.Status < 500, $"{route.Name} answers {reply.Status}");
            if (namesIt)
            {
                Assert.True(reply.Status == (Admin.Contains(route.Function) ? HttpStatusCode.Forbidden : HttpStatusCode.NotFound), $"{route.Name} answers {reply.Status}: {reply.Body}");
            }

            if (namesIt && route.Method == "GET" && !Admin.Concat(Unmade).Contains(route.Function))
            {
                var own = await AsAsync(app, "ann", HttpMethod.Get, path);
                Assert.True(own.Response.IsSuccessStatusCode, $"{route.Name} answers its owner {own.Status}");
            }
        }

        Assert.Equal(before, await EverythingAsync(app, things));
    }

    [Fact]
    public async Task An_upload_of_anothers_is_none()
    {
        await using var app = await TestApp.StartAsync("API_KEY=one");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/uploads") { Content = new ByteArrayContent(File.ReadAllBytes(Path.Combine(Repository.Root, "VideoGen.ProviderSim/Media/landscape.png"))) };
        request.Headers.Add("x-functions-key", "one");
        request.Headers.Add("X-User-Id", "ann");
        var upload = (string)(await Reply.OfAsync(await app.Http.SendAsync(request, TestContext.Current.CancellationToken))).Json!["id"]!;
        var body = $$$"""{"prompt":"A cat","kind":"image-to-video","image":{"uploadId":"{{{upload}}}"}}""";

        var stranger = await AsAsync(app, "bob", HttpMethod.Post, "/api/videos", body);
        var owner = await AsAsync(app, "ann", HttpMethod.Post, "/api/videos", body);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Accepted), (stranger.Status, owner.Status));
    }

    private static async Task<Things> ThingsOfAnnAsync(TestApp app, Receiver receiver)
    {
        var subscription = await AsAsync(app, "ann", HttpMethod.Post, "/api/webhooks/subscriptions", $$"""{"url":"{{receiver.Url}}/{{Mark}}","events":["video.completed"],"description":"{{Mark}}"}""");
        Assert.True(subscription.Status == HttpStatusCode.Created, subscription.Body);
        var job = await AsAsync(app, "ann", HttpMethod.Post, "/api/videos", $$"""{"prompt":"A way to {{Mark}}","model":"gen4.5"}""");
        Assert.True(job.Status == HttpStatusCode.Accepted, job.Body);
        var id = (string)job.Json!["id"]!;
        await app.PassAsync(TimeSpan.FromMinutes(5));
        var deliveries = (await AsAsync(app, "ann", HttpMethod.Get, "/api/webhooks/deliveries")).Json!["deliveries"]!.AsArray();
        return new(id, (string)subscription.Json!["id"]!, (string)Assert.Single(deliveries)!["id"]!);
    }

    private static async Task<string> EverythingAsync(TestApp app, Things things)
    {
        var replies = new StringBuilder();
        foreach (var path in new[] { $"videos/{things.Job}", $"webhooks/subscriptions/{things.Subscription}", $"webhooks/deliveries/{things.Delivery}", "videos" })
        {
            var reply = await AsAsync(app, "ann", HttpMethod.Get, $"/api/{path}");
            Assert.Contains(Mark, reply.Body, StringComparison.Ordinal);
            replies.AppendLine(reply.Body);
        }

        return replies.ToString();
    }

    private static Task<Reply> AsAsync(TestApp app, string user, HttpMethod method, string path, string? body = null) =>
        app.SendAsync(method, path, body, ("x-functions-key", "one"), ("X-User-Id", user));

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Braces();

    private sealed record Route(string Function, string Method, string Path, AuthorizationLevel Level)
    {
        public string Name => $"{Method} {Path} ({Function})";
    }

    private sealed record Things(string Job, string Subscription, string Delivery)
    {
        public string In(string text) => text.Replace("$job", Job, StringComparison.Ordinal);

        public string IdFor(string path) => path.Contains("users", StringComparison.Ordinal) ? "ann"
            : path.Contains("subscriptions", StringComparison.Ordinal) ? Subscription
            : path.Contains("{taskId}", StringComparison.Ordinal) ? $"task_{Job}"
            : path.Contains("deliveries", StringComparison.Ordinal) ? Delivery
            : path.Contains("queues/tasks", StringComparison.Ordinal) ? $"task_{Job}"
            : Job;
    }
}
