using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Embedded.Durable;

namespace VideoGen.Tests.Embedded.Hosting;

/// <summary>Activities as the engine runs them: JSON in, JSON out.</summary>
public sealed class InvokerTests
{
    [Theory]
    [InlineData("Square", "4", "16")]
    [InlineData("SQUARE", "4", "16")]
    [InlineData("Square", null, "0")]
    [InlineData("Describe", """{"NAME":"cat","count":2}""", """{"Name":"cat 2","Day":5,"Nothing":null}""")]
    [InlineData("Describe", null, """{"Name":"nobody","Day":5,"Nothing":null}""")]
    [InlineData("Nothing", "1", null)]
    [InlineData("NullResult", "1", null)]
    [InlineData("Tuple", "1", "{}")]
    [InlineData("Derived", "1", """{"Extra":1,"Name":"n"}""")]
    [InlineData("Later", "2", "3")]
    [InlineData("OnlyContext", "ignored, so never read", "\"i1\"")]
    public async Task Input_and_output_are_JSON_as_the_worker_writes_it(string activity, string? input, string? expected)
    {
        await using var app = await StartAsync();

        Assert.Equal(expected, await Invoker(app).RunActivityAsync(activity, "i1", input, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_JSON_options_of_the_app_count()
    {
        await using var app = await StartAsync(builder => builder.Services.Configure<JsonSerializerOptions>(options => options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase));

        Assert.Equal("""{"name":"cat 2","day":5,"nothing":null}""", await Invoker(app).RunActivityAsync("Describe", "i1", """{"name":"cat","count":2}""", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_input_that_cannot_be_read_is_an_InvalidOperationException_around_the_serializers()
    {
        await using var app = await StartAsync();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Invoker(app).RunActivityAsync("Square", "i1", "\"four\"", TestContext.Current.CancellationToken));

        Assert.IsType<JsonException>(error.InnerException);
        Assert.StartsWith("The input of activity 'Square' cannot be read as System.Int32: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_of_the_activity_comes_out_as_it_is()
    {
        await using var app = await StartAsync();

        var error = await Assert.ThrowsAsync<NotSupportedException>(() => Invoker(app).RunActivityAsync("Throws", "i1", null, TestContext.Current.CancellationToken));

        Assert.Equal("on purpose", error.Message);
    }

    [Fact]
    public async Task An_unknown_activity_is_told_by_name()
    {
        await using var app = await StartAsync();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Invoker(app).RunActivityAsync("Nobody", "i1", null, TestContext.Current.CancellationToken));

        Assert.Equal("The function 'Nobody' doesn't exist, is disabled, or is not an activity function.", error.Message);
        Assert.False(Invoker(app).HasActivity("Nobody"));
        Assert.True(Invoker(app).HasActivity("square"));
    }

    [Fact]
    public async Task An_activity_that_runs_out_of_time_is_run_again()
    {
        await using var app = await EmbeddedApp.StartAsync(new AppUnderTest(typeof(Impatient)) { HostJson = """{ "functionTimeout": "00:00:00.050" }""" });

        var result = await Invoker(app).RunActivityAsync("Impatient", "i1", null, TestContext.Current.CancellationToken);

        Assert.Equal("2", result);
        Assert.Contains(app.Logs.Lines, line => line.StartsWith("Activity Impatient of i1 exceeded the function timeout", StringComparison.Ordinal));
    }

    private static IFunctionInvoker Invoker(EmbeddedApp app) => app.Services.GetRequiredService<IFunctionInvoker>();

    private static Task<EmbeddedApp> StartAsync(Action<FunctionsApplicationBuilder>? configure = null) =>
        EmbeddedApp.StartAsync(new AppUnderTest(typeof(Functions)) { Configure = configure ?? (_ => { }) });

    internal sealed record Order(string Name, int Count);

    internal record Base(string Name);

    internal sealed record Extended(string Name, int Extra) : Base(Name);

    internal static class Functions
    {
        [Function("Square")]
        public static int Square([ActivityTrigger] int number) => number * number;

        [Function("Describe")]
        public static object Describe([ActivityTrigger] Order? order) => new { Name = order is null ? "nobody" : $"{order.Name} {order.Count}", Day = DayOfWeek.Friday, Nothing = (string?)null };

        [Function("Nothing")]
        public static void Nothing([ActivityTrigger] int number) => _ = number;

        [Function("NullResult")]
        public static Task<string?> NullResult([ActivityTrigger] int number) => Task.FromResult<string?>(null);

        [Function("Tuple")]
        public static (int, int) Tuple([ActivityTrigger] int number) => (number, number);

        [Function("Derived")]
        public static Base Derived([ActivityTrigger] int number) => new Extended("n", number);

        [Function("Later")]
        public static async Task<int> Later([ActivityTrigger] int number)
        {
            await Task.Yield();
            return number + 1;
        }

        [Function("OnlyContext")]
        public static string OnlyContext([ActivityTrigger] FunctionContext context) => (string)context.BindingContext.BindingData["instanceId"]!;

        [Function("Throws")]
        public static Task Throws([ActivityTrigger] object? input) => throw new NotSupportedException("on purpose");
    }

    internal static class Impatient
    {
        private static int _runs;

        [Function("Impatient")]
        public static async Task<int> Run([ActivityTrigger] object? input, CancellationToken ct)
        {
            if (++_runs == 1) await new TaskCompletionSource().Task.WaitAsync(ct);
            return _runs;
        }
    }
}
