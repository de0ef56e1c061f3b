using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using VideoGen.Functions;
using VideoGen.Functions.Doors.Page;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

/// <summary>The document at <c>/api/openapi.json</c> says what is so: no route is missing, and every operation, called, takes and answers what it says.</summary>
public sealed class OpenApiTests
{
    private static readonly HashSet<string> NeedReal = ["ReceiveCallback", "ReceiveTaskCallback", "ResolveVideo", "FollowVideo"];

    [Fact]
    public async Task Every_route_is_described_and_nothing_else()
    {
        await using var app = await TestApp.StartAsync();
        var document = await ApiDocument.OfAsync(app);

        var routes =
            from type in typeof(VideoGenApp).Assembly.GetTypes()
            where type != typeof(PageDoor)
            from function in type.GetMethods()
            let name = function.GetCustomAttribute<FunctionAttribute>()?.Name
            where name is not null
            from trigger in function.GetParameters().SelectMany(parameter => parameter.GetCustomAttributes<HttpTriggerAttribute>())
            from method in trigger.Methods!
            select $"{method.ToUpperInvariant()} /{trigger.Route} {name}{(method == "head" ? "Head" : "")}";

        Assert.Equal("3.1.0", (string?)document.Root["openapi"]);
        Assert.Equal(routes.Order(StringComparer.Ordinal), document.Operations.Select(one => $"{one.Method} {one.Path} {one.Id}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        await using var app = await TestApp.StartAsync();
        var document = await ApiDocument.OfAsync(app);

        Assert.All(References(document.Root), reference => Assert.NotNull(document.Resolve(reference)));
        Assert.All(document.Operations, operation => Assert.True(operation.Node["summary"] is not null && operation.Node["responses"]!.AsObject().Count > 1, operation.Id));
    }

    [Fact]
    public async Task Every_operation_takes_and_answers_what_is_said()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var app = await TestApp.StartAsync("ALLOW_PRIVATE_URLS=true", "PLANS={\"free\":{}}");
        var caller = new Caller(app, await ApiDocument.OfAsync(app));

        var id = (string)(await caller.SendAsync("POST", "/api/videos", """{"prompt":"A cat","model":"gen4.5","tags":["x"],"metadata":{"a":"b"}}"""))["id"]!;
        await caller.SendAsync("GET", $"/api/videos/{id}");
        await caller.SendAsync("GET", $"/api/videos/{id}/management");
        await app.JobWhenOverAsync(id);
        await caller.SendAsync("POST", "/api/videos/quote", """{"prompt":"A cat","duration":5}""");
        await caller.SendAsync("POST", "/api/videos/batch", """{"items":[{"prompt":"A cat"},{"prompt":""}]}""");
        await caller.SendAsync("POST", $"/api/videos/{id}/variations", """{"seed":7}""");
        await caller.SendAsync("GET", $"/api/videos/{id}/variations");
        await caller.SendAsync("GET", "/api/videos?limit=5");
        await caller.SendAsync("PUT", $"/api/videos/{id}/tags", """{"tags":["y"]}""");
        await caller.SendAsync("PUT", $"/api/videos/{id}/post", """{"id":"p1","platform":"tiktok","time":"2026-12-01T00:00:00Z"}""");
        await caller.SendAsync("DELETE", $"/api/videos/{id}/post");
        foreach (var file in new[] { "content", "thumbnail", "sprites?format=json", "sprites?format=vtt", "sprites" })
        {
            await caller.SendAsync("GET", $"/api/videos/{id}/{file}");
            await caller.SendAsync("HEAD", $"/api/videos/{id}/{file}");
        }

        await caller.SendAsync("POST", "/api/prompts/enhance", """{"prompt":"A cat"}""");
        foreach (var name in new[] { "styles", "themes", "platforms", "cameras", "prompts", "models" })
        {
            await caller.SendAsync("GET", $"/api/catalog/{name}");
        }

        foreach (var path in new[]
        {
            "/api/providers", "/api/providers/runway/credits", "/api/metrics", "/api/usage", "/api/users/ann/usage", "/api/health", "/api/openapi.json", "/health",
            "/api/runway/credits", "/api/queues/status", "/api/runway/videos", "/api/runway/styles", "/api/runway/templates", "/v1/videos", "/v1/videos?order=asc",
            $"/api/animations/{id}", $"/api/videos/status/{id}", $"/api/videos/result/{id}", $"/api/video/status?taskId=task_{id}", $"/api/queues/tasks/task_{id}",
            $"/api/runway/videos/{id}", $"/v1/videos/video_{id}", $"/v1/videos/video_{id}/content",
        })
        {
            await caller.SendAsync("GET", path);
        }

        await caller.SendAsync("POST", "/api/users/ann/points", """{"points":10,"note":"welcome"}""");
        await caller.SendAsync("PUT", "/api/users/ann/plan", """{"plan":"free"}""");

        var hook = (string)(await caller.SendAsync("POST", "/api/webhooks/subscriptions", $$"""{"url":"{{receiver.Url}}/hook"}"""))["id"]!;
        await caller.SendAsync("GET", "/api/webhooks/subscriptions");
        await caller.SendAsync("GET", $"/api/webhooks/subscriptions/{hook}");
        await caller.SendAsync("PATCH", $"/api/webhooks/subscriptions/{hook}", """{"description":"mine"}""");
        await caller.SendAsync("POST", $"/api/webhooks/subscriptions/{hook}/rotate", """{"overlapHours":1}""");
        var delivery = (string)(await caller.SendAsync("POST", $"/api/webhooks/subscriptions/{hook}/test"))["id"]!;
        await app.PassAsync(TimeSpan.FromMinutes(1));
        await caller.SendAsync("GET", "/api/webhooks/deliveries");
        await caller.SendAsync("GET", $"/api/webhooks/deliveries/{delivery}");
        await caller.SendAsync("POST", $"/api/webhooks/deliveries/{delivery}/redeliver");
        await caller.SendAsync("POST", $"/api/webhooks/subscriptions/{hook}/redeliver", """{"since":"2026-01-01T00:00:00Z"}""");
        await caller.SendAsync("DELETE", $"/api/webhooks/subscriptions/{hook}");

        await caller.SendAsync("POST", "/api/videos/generate", """{"prompt":"A cat","aspect_ratio":"16:9"}""");
        await caller.SendAsync("POST", "/api/video/create", """{"prompt":"A cat"}""");
        await caller.SendAsync("POST", "/v1/videos", """{"prompt":"A cat","seconds":"4"}""");
        await caller.SendAsync("POST", $"/v1/videos/video_{id}/remix", """{"prompt":"A dog"}""");
        var studio = (string)(await caller.SendAsync("POST", "/api/runway/generate", """{"prompt":"A shoe","format":"portrait"}"""))["video"]!["id"]!;
        await caller.SendAsync("POST", "/api/runway/associate", $$"""{"videoId":"{{studio}}","postId":"p1","platform":"tiktok"}""");
        var animation = caller.SendAsync("POST", "/api/animations/generate", """{"prompt":"A fox, animated"}""");
        var animated = "";
        await Eventually.IsTrueAsync(
            async () => (animated = (string?)(await app.GetAsync("/api/videos?text=animated")).Json!["videos"]!.AsArray().FirstOrDefault()?["id"] ?? "").Length > 0, TimeSpan.FromMinutes(2));
        await app.JobWhenOverAsync(animated);
        await animation;
        await app.JobWhenOverAsync(studio);
        await app.PassAsync(TimeSpan.FromMinutes(1));
        await caller.SendAsync("DELETE", $"/api/runway/delete?videoId={studio}");
        await caller.SendAsync("DELETE", $"/api/videos/{animated}");
        var called = await app.AJobWaitingForRunwayAsync();
        await caller.SendAsync("POST", $"/api/videos/{called}/cancel");
        await app.JobWhenOverAsync(called);
        await app.PassAsync(TimeSpan.FromMinutes(1));
        await caller.SendAsync("DELETE", $"/v1/videos/video_{called}");
        await caller.UploadAsync();

        Assert.Equal(NeedReal.Order(), caller.Document.Operations.Select(one => one.Id).Except(caller.Good).Order());
    }

    /// <summary>Whatever is asked wrongly: a thing that is nobody's, a body that is none, no key at all.</summary>
    [Theory]
    [InlineData("", "{}")]
    [InlineData("", "[]")]
    [InlineData("", null)]
    [InlineData("API_KEY=one", "{}")]
    public async Task Every_refusal_is_as_said(string setting, string? body)
    {
        await using var app = setting.Length == 0 ? await TestApp.StartAsync() : await TestApp.StartAsync(setting);
        var document = await ApiDocument.OfAsync(app);

        foreach (var operation in document.Operations)
        {
            var path = string.Join('/', operation.Path.Split('/').Select(part => part.StartsWith('{') ? "nobody" : part));
            var reply = await app.SendAsync(new(operation.Method), path, operation.Method is "GET" or "HEAD" ? null : body);

            Assert.Empty(document.FaultsOfAnswer(operation, reply));
        }
    }

    [Fact]
    public async Task Every_example_is_one_that_is_taken_and_every_operation_has_one()
    {
        await using var app = await TestApp.StartAsync();
        var document = await ApiDocument.OfAsync(app);
        var shown = new HashSet<string>();

        foreach (var example in Directory.GetFiles(Repository.File("docs", "http")).SelectMany(file => File.ReadAllText(file).Split("### ").Skip(1)))
        {
            var lines = example.Split('\n');
            var (method, path) = (lines[1].Split(' ')[0], lines[1].Split("{{host}}")[1]);
            var operation = document.Find(method, path);
            Assert.True(operation is not null, lines[1]);
            shown.Add(operation.Id);
            if (Array.Find(lines, line => line.StartsWith('{')) is { } body) Assert.Empty(document.FaultsOfRequest(operation, body));
        }

        Assert.Equal(
            ["ReceiveCallback", "ReceiveTaskCallback"],
            document.Operations.Where(operation => operation.Method != "HEAD").Select(operation => operation.Id).Except(shown).Order());
    }

    private static IEnumerable<JsonNode> References(JsonNode? node) => node switch
    {
        JsonObject some => some.SelectMany(field => References(field.Value)).Concat(some.ContainsKey("$ref") ? [some] : []),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };

    /// <summary>Calls the service, and holds what goes out and in against the document.</summary>
    private sealed class Caller(TestApp app, ApiDocument document)
    {
        public ApiDocument Document => document;

        /// <summary>What has been answered well.</summary>
        public HashSet<string> Good { get; } = [];

        public async Task<JsonNode> SendAsync(string method, string path, string? body = null)
        {
            var operation = document.Find(method, path)!;
            if (body is not null) Assert.Empty(document.FaultsOfRequest(operation, body));

            return Check(operation, await app.SendAsync(new(method), path, body));
        }

        public async Task UploadAsync()
        {
            using var file = new ByteArrayContent(await File.ReadAllBytesAsync(Repository.File("VideoGen.ProviderSim", "Media", "landscape.png"), TestContext.Current.CancellationToken));
            var reply = await Reply.OfAsync(await app.Http.PostAsync("/api/uploads", file, TestContext.Current.CancellationToken));
            Check(document.Find("POST", "/api/uploads")!, reply);
        }

        private JsonNode Check(ApiOperation operation, Reply reply)
        {
            Assert.Empty(document.FaultsOfAnswer(operation, reply));
            // What nobody has made here is a clear answer too: no thumbnail without a tool for it.
            Assert.True(reply.Status is < HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.BadGateway, $"{operation.Id}: {reply.Body}");
            Good.Add(operation.Id);
            return reply.Response.Content.Headers.ContentType?.MediaType == "application/json" && reply.Body.Length > 0 ? reply.Json! : new JsonObject();
        }
    }
}
