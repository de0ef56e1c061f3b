using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace VideoGen.Tests.Embedded.Hosting;

/// <summary>Code around every invocation.</summary>
public sealed class MiddlewareTests
{
    private readonly ConcurrentQueue<string> _seen = new();

    [Fact]
    public async Task Order_of_registration_is_order_of_execution()
    {
        await using var app = await StartAsync(builder =>
        {
            builder.UseMiddleware(Around("outer"));
            builder.UseMiddleware(Around("inner"));
        });

        await app.TextAsync("/api/hi");

        Assert.Equal(["outer in", "inner in", "inner out", "outer out"], _seen);
    }

    [Fact]
    public async Task Middleware_is_a_singleton()
    {
        await using var app = await StartAsync(builder => builder.UseMiddleware<Counting>());

        await app.TextAsync("/api/hi");
        await app.TextAsync("/api/hi");

        Assert.Equal(2, app.Services.GetRequiredService<Counting>().Count);
    }

    [Fact]
    public async Task Orchestrators_and_activities_pass_through_it_too()
    {
        await using var app = await StartAsync(builder => builder.UseMiddleware((context, next) =>
        {
            _seen.Enqueue(context.FunctionDefinition.InputBindings.Values.Single().Type);
            return next();
        }));

        await EndOfAsync(app, "Ask", "x");

        Assert.Contains("orchestrationTrigger", _seen);
        Assert.Single(_seen, "activityTrigger");
    }

    [Fact]
    public async Task UseWhen_asks_before_each_invocation()
    {
        await using var app = await StartAsync(builder =>
        {
            builder.UseWhen(context => context.FunctionDefinition.Name == "Hi", Around("hi"));
            builder.UseWhen<Counting>(context => context.FunctionDefinition.Name != "Hi");
        });

        await app.TextAsync("/api/hi");
        await EndOfAsync(app, "Ask", "x");

        Assert.Equal(["hi in", "hi out"], _seen);
        Assert.True(app.Services.GetRequiredService<Counting>().Count >= 2);
    }

    [Fact]
    public async Task The_request_is_there_for_middleware_after_ConfigureFunctionsWebApplication_and_not_before()
    {
        await using var app = await EmbeddedApp.StartAsync(new AppUnderTest(typeof(Functions))
        {
            Configure = builder =>
            {
                builder.UseMiddleware(Noting("before"));
                builder.ConfigureFunctionsWebApplication();
                builder.UseMiddleware(Noting("after"));
            },
        });

        await app.TextAsync("/api/hi");

        Assert.Equal(["before: none", "after: /api/hi"], _seen);
    }

    [Fact]
    public async Task Middleware_may_answer_without_the_function()
    {
        await using var app = await StartAsync(builder => builder.UseMiddleware(async (context, _) =>
        {
            var response = context.GetHttpContext()!.Response;
            response.StatusCode = 418;
            await response.WriteAsync("no");
        }));

        var response = await app.GetAsync("/api/hi");

        Assert.Equal((HttpStatusCode)418, response.StatusCode);
        Assert.Equal("no", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Middleware_may_catch_what_the_function_throws()
    {
        await using var app = await StartAsync(builder => builder.UseMiddleware(async (context, next) =>
        {
            try
            {
                await next();
            }
            catch (InvalidOperationException error)
            {
                context.GetInvocationResult().Value = Results.Problem(error.Message, statusCode: 409);
            }
        }));

        var response = await app.GetAsync("/api/throw");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
    }

    [Fact]
    public async Task What_it_throws_itself_is_a_500_without_a_body()
    {
        await using var app = await StartAsync(builder => builder.UseMiddleware((_, _) => throw new InvalidOperationException("secret")));

        var response = await app.GetAsync("/api/hi");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task It_may_change_what_goes_in_and_what_comes_out()
    {
        await using var app = await StartAsync(builder => builder.UseWhen(context => context.FunctionDefinition.Name == "Answer", async (context, next) =>
        {
            var input = await context.BindInputAsync<string>(context.FunctionDefinition.InputBindings["question"]);
            input.Value += "!";
            await next();
            var result = context.GetInvocationResult<string>();
            result.Value = result.Value!.ToUpperInvariant();
        }));

        Assert.Equal("ABOUT X!", await EndOfAsync(app, "Ask", "x"));
    }

    [Fact]
    public async Task Items_and_features_reach_the_function()
    {
        await using var app = await StartAsync(builder => builder.UseMiddleware((context, next) =>
        {
            context.Items["a"] = "item";
            context.Features.Set("feature");
            return next();
        }));

        Assert.Equal("item feature", await app.TextAsync("/api/items"));
    }

    [Fact]
    public async Task The_output_binding_of_an_http_function_can_be_seen()
    {
        await using var app = await StartAsync(builder => builder.UseMiddleware(async (context, next) =>
        {
            await next();
            var output = context.GetOutputBindings<object>().Single();
            _seen.Enqueue($"{output.Name} {output.BindingType} {output.Value?.GetType().Name}");
        }));

        await app.TextAsync("/api/several");

        Assert.Equal(["Answer http ContentHttpResult"], _seen.Select(line => line.Replace("Utf8", "")));
    }

    [Fact]
    public void After_Build_nothing_can_be_added_and_nothing_built_again()
    {
        using var folder = new Support.TempFolder();
        using var logs = new Support.CapturedLogs();
        FunctionsApplicationBuilder? kept = null;
        using var host = new AppUnderTest(typeof(Functions)) { Configure = builder => kept = builder.ConfigureFunctionsWebApplication() }.Build(folder, logs);

        Assert.Throws<InvalidOperationException>(() => kept!.Use(next => next));
        Assert.Throws<InvalidOperationException>(() => kept!.Build());
    }

    private static Task<EmbeddedApp> StartAsync(Action<FunctionsApplicationBuilder> configure) => EmbeddedApp.StartAsync(new AppUnderTest(typeof(Functions))
    {
        Configure = builder => configure(builder.ConfigureFunctionsWebApplication()),
    });

    private static async Task<string?> EndOfAsync(EmbeddedApp app, string orchestrator, string input)
    {
        var id = await app.Durable.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, TestContext.Current.CancellationToken);
        return (await app.Durable.WaitForInstanceCompletionAsync(id, true, TestContext.Current.CancellationToken)).ReadOutputAs<string>();
    }

    private Func<FunctionContext, Func<Task>, Task> Around(string name) => async (_, next) =>
    {
        _seen.Enqueue($"{name} in");
        await next();
        _seen.Enqueue($"{name} out");
    };

    private Func<FunctionContext, Func<Task>, Task> Noting(string name) => (context, next) =>
    {
        _seen.Enqueue($"{name}: {context.GetHttpContext()?.Request.Path.Value ?? "none"}");
        return next();
    };

    internal sealed class Counting : IFunctionsWorkerMiddleware
    {
        private int _count;

        public int Count => _count;

        public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            Interlocked.Increment(ref _count);
            return next(context);
        }
    }

    internal sealed class Several
    {
        [HttpResult]
        public IResult? Answer { get; init; }
    }

    internal static class Functions
    {
        [Function("Hi")]
        public static IResult Hi([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hi")] HttpRequest request) => Results.Text("hi");

        [Function("Throw")]
        public static IResult Throw([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throw")] HttpRequest request) =>
            throw new InvalidOperationException("taken");

        [Function("Items")]
        public static IResult Items([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items")] HttpRequest request, FunctionContext context) =>
            Results.Text($"{context.Items["a"]} {context.Features.Get<string>()}");

        [Function("Several")]
        public static Several SeveralResults([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "several")] HttpRequest request) => new() { Answer = Results.Text("x") };

        [Function("Ask")]
        public static Task<string> Ask([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync<string>("Answer", context.GetInput<string>());

        [Function("Answer")]
        public static string Answer([ActivityTrigger] string question) => $"about {question}";
    }
}
