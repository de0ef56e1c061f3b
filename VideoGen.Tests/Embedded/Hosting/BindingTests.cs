using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace VideoGen.Tests.Embedded.Hosting;

/// <summary>What functions are given, and what becomes of what they return.</summary>
public sealed class BindingTests
{
    [Theory]
    [InlineData("/api/route/7/2f6d1f9e-7a0c-4b5e-8f3a-1c2d3e4f5a6b/Friday", "7 2f6d1f9e-7a0c-4b5e-8f3a-1c2d3e4f5a6b Friday 3")]
    [InlineData("/api/route/7/2f6d1f9e-7a0c-4b5e-8f3a-1c2d3e4f5a6b/Friday/5", "7 2f6d1f9e-7a0c-4b5e-8f3a-1c2d3e4f5a6b Friday 5")]
    public async Task Route_values_are_bound_by_name_and_converted(string path, string expected)
    {
        await using var app = await StartAsync();

        Assert.Equal(expected, await app.TextAsync(path));
    }

    [Fact]
    public async Task A_route_value_that_does_not_convert_is_a_500()
    {
        await using var app = await StartAsync();

        var response = await app.GetAsync("/api/route/seven/2f6d1f9e-7a0c-4b5e-8f3a-1c2d3e4f5a6b/Friday");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains(app.Logs.Lines, line => line.StartsWith("Function Route failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_literal_segment_wins_over_a_parameter()
    {
        await using var app = await StartAsync();

        Assert.Equal("the list", await app.TextAsync("/api/things/list"));
        Assert.Equal("thing 1", await app.TextAsync("/api/things/1"));
    }

    [Fact]
    public async Task A_literal_route_of_another_method_leaves_the_parameter_its_turn()
    {
        await using var app = await StartAsync();

        Assert.Equal("thing create", await app.TextAsync("/api/things/create"));
    }

    [Fact]
    public async Task An_instance_is_made_for_each_invocation_from_its_own_scope()
    {
        await using var app = await StartAsync();

        var first = (await app.TextAsync("/api/scope")).Split(' ');
        var second = (await app.TextAsync("/api/scope")).Split(' ');

        Assert.Equal(first[0], first[1]);
        Assert.NotEqual(first[0], second[0]);
        Assert.Equal(2, app.Services.GetRequiredService<ScopeLog>().Disposed);
    }

    [Fact]
    public async Task The_request_services_are_those_of_the_invocation()
    {
        await using var app = await StartAsync();

        Assert.Equal("same", await app.TextAsync("/api/services"));
    }

    [Fact]
    public async Task The_context_tells_of_the_invocation()
    {
        await using var app = await StartAsync();

        var told = (await app.TextAsync("/api/context/42?x=y")).Split('|');

        Assert.True(Guid.TryParse(told[0], out _));
        Assert.Equal(["Context", "httpTrigger In", "http Out", "request,id,context", "42", "y"], told[1..]);
    }

    [Fact]
    public async Task An_activity_is_told_its_instance_in_the_binding_data()
    {
        await using var app = await StartAsync();

        var id = await app.Durable.ScheduleNewOrchestrationInstanceAsync("AskInstance", TestContext.Current.CancellationToken);
        var ended = await app.Durable.WaitForInstanceCompletionAsync(id, true, TestContext.Current.CancellationToken);

        Assert.Equal(id, ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_orchestrator_may_take_its_input_as_a_parameter()
    {
        await using var app = await StartAsync();

        var id = await app.Durable.ScheduleNewOrchestrationInstanceAsync("WithInput", new Order("cat", 2), TestContext.Current.CancellationToken);
        var ended = await app.Durable.WaitForInstanceCompletionAsync(id, true, TestContext.Current.CancellationToken);

        Assert.Equal("cat 2", ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_client_that_has_gone_cancels_the_invocation()
    {
        await using var app = await StartAsync();
        using var gone = new CancellationTokenSource();
        var log = app.Services.GetRequiredService<ScopeLog>();

        var request = app.Http.GetAsync("/api/endless", gone.Token);
        await log.Entered.Task;
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await log.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private static Task<EmbeddedApp> StartAsync() => EmbeddedApp.StartAsync(new AppUnderTest(typeof(Functions), typeof(Scoped))
    {
        Configure = builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddSingleton<ScopeLog>().AddScoped<Unit>();
        },
    });

    internal sealed record Order(string What, int Count);

    internal sealed class ScopeLog
    {
        public int Disposed { get; set; }

        public TaskCompletionSource Entered { get; } = new();

        public TaskCompletionSource Cancelled { get; } = new();
    }

    internal sealed class Unit(ScopeLog log) : IDisposable
    {
        public Guid Id { get; } = Guid.NewGuid();

        public void Dispose() => log.Disposed++;
    }

    internal sealed class Scoped(Unit unit, ILogger<Scoped> log)
    {
        [Function("Scope")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "scope")] HttpRequest request, FunctionContext context)
        {
            log.LogInformation("asked for {Path}", request.Path);
            return Results.Text($"{unit.Id} {context.InstanceServices.GetRequiredService<Unit>().Id}");
        }
    }

    internal static class Functions
    {
        [Function("Route")]
        public static IResult Route(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "route/{number}/{id}/{day}/{count?}")] HttpRequest request,
            int number, Guid id, DayOfWeek day, int count = 3) => Results.Text($"{number} {id} {day} {count}");

        [Function("Thing")]
        public static IResult Thing([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{id}")] HttpRequest request, string id) => Results.Text($"thing {id}");

        [Function("Things")]
        public static IActionResult Things([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/list")] HttpRequest request) => new OkObjectResult("the list");

        [Function("CreateThing")]
        public static IActionResult CreateThing([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "things/create")] HttpRequest request) => new OkResult();

        [Function("Services")]
        public static IResult Services([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "services")] HttpRequest request, FunctionContext context) =>
            Results.Text(ReferenceEquals(request.HttpContext.RequestServices.GetRequiredService<Unit>(), context.InstanceServices.GetRequiredService<Unit>()) ? "same" : "different");

        [Function("Context")]
        public static IResult Context([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "context/{id}")] HttpRequest request, string id, FunctionContext context)
        {
            var definition = context.FunctionDefinition;
            var data = context.BindingContext.BindingData;
            return Results.Text(string.Join('|',
                context.InvocationId,
                definition.Name,
                string.Join(',', definition.InputBindings.Values.Select(binding => $"{binding.Type} {binding.Direction}")),
                string.Join(',', definition.OutputBindings.Values.Select(binding => $"{binding.Type} {binding.Direction}")),
                string.Join(',', definition.Parameters.Select(parameter => parameter.Name)),
                data["id"],
                data["x"]));
        }

        [Function("Endless")]
        public static async Task Endless([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "endless")] HttpRequest request, FunctionContext context, CancellationToken ct)
        {
            var log = context.InstanceServices.GetRequiredService<ScopeLog>();
            ct.Register(() => log.Cancelled.TrySetResult());
            log.Entered.SetResult();
            await log.Cancelled.Task;
        }

        [Function("AskInstance")]
        public static Task<string> AskInstance([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync<string>("TellInstance");

        [Function("TellInstance")]
        public static string TellInstance([ActivityTrigger] object? input, FunctionContext context) => (string)context.BindingContext.BindingData["instanceId"]!;

        [Function("WithInput")]
        public static Task<string> WithInput([OrchestrationTrigger] TaskOrchestrationContext context, Order? order) => Task.FromResult($"{order?.What} {order?.Count}");
    }
}
