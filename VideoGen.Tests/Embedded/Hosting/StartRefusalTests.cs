using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using VideoGen.Embedded.Hosting;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Embedded.Hosting;

/// <summary>What stops the start, each with one line that says what to mend.</summary>
public sealed class StartRefusalTests
{
    [Theory]
    [InlineData(typeof(TwoOfOneName), "Two functions have the name 'Same'; names are compared ignoring case.")]
    [InlineData(typeof(BadName), "The function name 'no spaces' may have letters, digits, '_' and '-' only, and must start with a letter.")]
    [InlineData(typeof(NoTrigger), "Function 'F' has 0 triggers; it needs exactly one.")]
    [InlineData(typeof(TwoTriggers), "Function 'F' has 2 triggers; it needs exactly one.")]
    [InlineData(typeof(SameRoute), "The functions 'A' and 'B' have the same route 'api/x/{other}' and a method in common.")]
    [InlineData(typeof(SameRouteForAllMethods), "The functions 'A' and 'B' have the same route 'api/x' and a method in common.")]
    [InlineData(typeof(BadRoute), "Function 'F': the route 'a/{b' is not valid: There is an incomplete parameter in the route template. Check that each '{' character has a matching '}' character.")]
    [InlineData(typeof(BadSchedule), "Function 'F': the schedule '0 0 25 * * *' is not valid: the hour '25' is not within 0 to 23.")]
    [InlineData(typeof(FiveFields), "Function 'F': the schedule '*/5 * * * *' is not valid: it has 5 fields instead of the six {second} {minute} {hour} {day} {month} {day-of-week}.")]
    [InlineData(typeof(NeverDue), "Function 'F': the schedule '0 0 0 31 2 *' is not valid: it never comes due.")]
    [InlineData(typeof(ScheduleSettingMissing), "Function 'F': the schedule names the setting Nowhere, which is not there.")]
    [InlineData(typeof(UserLevel), "Function 'F': AuthorizationLevel.User is not supported.")]
    [InlineData(typeof(UnboundParameter), "Function 'F': nothing binds the parameter 'id'; the route is 'api/F'.")]
    [InlineData(typeof(WrongHttpType), "Function 'F': [HttpTrigger] binds HttpRequest only.")]
    [InlineData(typeof(WrongOrchestrationType), "Function 'F': [OrchestrationTrigger] binds TaskOrchestrationContext only.")]
    [InlineData(typeof(WrongTimerType), "Function 'F': [TimerTrigger] binds TimerInfo only.")]
    [InlineData(typeof(WrongClientType), "Function 'F': [DurableClient] binds DurableTaskClient only.")]
    [InlineData(typeof(TwoActivityParameters), "Function 'F': nothing binds the parameter 'second'.")]
    [InlineData(typeof(AsyncVoid), "Function 'F' is async and returns void, so nobody could await it: return a Task.")]
    [InlineData(typeof(ValueTaskResult), "Function 'F' returns a ValueTask, which the worker does not await: return a Task.")]
    public void A_wrong_function_is_refused(Type functions, string line) => Assert.Equal(line, Refusal(new AppUnderTest(functions)));

    [Theory]
    [InlineData("admin")]
    [InlineData("Runtime")]
    public void With_no_route_prefix_the_hosts_own_prefixes_are_refused(string prefix)
    {
        var app = new AppUnderTest(prefix == "admin" ? typeof(AdminRoute) : typeof(RuntimeRoute)) { HostJson = """{ "extensions": { "http": { "routePrefix": "" } } }""" };

        Assert.Equal($"Function 'F': a route may not start with '{prefix}', which the host keeps for itself.", Refusal(app));
    }

    [Fact]
    public void Http_functions_need_the_web_application() =>
        Assert.Equal(
            "Function 'A' needs the HTTP integration: call ConfigureFunctionsWebApplication() on the builder.",
            Refusal(new AppUnderTest(typeof(SharedRoute)) { Configure = _ => { } }));

    [Fact]
    public async Task Two_functions_may_share_a_route_with_different_methods()
    {
        await using var app = await EmbeddedApp.StartAsync(new AppUnderTest(typeof(SharedRoute)));

        Assert.Equal("get", await app.TextAsync("/api/x"));
    }

    private static string Refusal(AppUnderTest app)
    {
        using var folder = new TempFolder();
        using var logs = new CapturedLogs();
        return Assert.Throws<StartupException>(() => app.Build(folder, logs)).Message;
    }

    internal static class TwoOfOneName
    {
        [Function("Same")]
        public static void A([ActivityTrigger] string input) => _ = input;

        [Function("same")]
        public static void B([ActivityTrigger] string input) => _ = input;
    }

    internal static class BadName
    {
        [Function("no spaces")]
        public static void F([ActivityTrigger] string input) => _ = input;
    }

    internal static class NoTrigger
    {
        [Function("F")]
        public static void F(string input) => _ = input;
    }

    internal static class TwoTriggers
    {
        [Function("F")]
        public static void F([ActivityTrigger] string a, [TimerTrigger("0 * * * * *")] TimerInfo b) => _ = (a, b);
    }

    internal static class SameRoute
    {
        [Function("A")]
        public static void A([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "x/{id}")] HttpRequest request, string id) => _ = (request, id);

        [Function("B")]
        public static void B([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "x/{other}")] HttpRequest request, string other) => _ = (request, other);
    }

    internal static class SameRouteForAllMethods
    {
        [Function("A")]
        public static void A([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] HttpRequest request) => _ = request;

        [Function("B")]
        public static void B([HttpTrigger(AuthorizationLevel.Anonymous, Route = "x")] HttpRequest request) => _ = request;
    }

    internal static class SharedRoute
    {
        [Function("A")]
        public static IResult A([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] HttpRequest request) => Results.Text("get");

        [Function("B")]
        public static IResult B([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "x")] HttpRequest request) => Results.Text("post");
    }

    internal static class BadRoute
    {
        [Function("F")]
        public static void F([HttpTrigger(AuthorizationLevel.Anonymous, Route = "a/{b")] HttpRequest request) => _ = request;
    }

    internal static class AdminRoute
    {
        [Function("F")]
        public static void F([HttpTrigger(AuthorizationLevel.Anonymous, Route = "admin/x")] HttpRequest request) => _ = request;
    }

    internal static class RuntimeRoute
    {
        [Function("F")]
        public static void F([HttpTrigger(AuthorizationLevel.Anonymous, Route = "Runtime")] HttpRequest request) => _ = request;
    }

    internal static class BadSchedule
    {
        [Function("F")]
        public static void F([TimerTrigger("0 0 25 * * *")] TimerInfo timer) => _ = timer;
    }

    internal static class FiveFields
    {
        [Function("F")]
        public static void F([TimerTrigger("*/5 * * * *")] TimerInfo timer) => _ = timer;
    }

    internal static class NeverDue
    {
        [Function("F")]
        public static void F([TimerTrigger("0 0 0 31 2 *")] TimerInfo timer) => _ = timer;
    }

    internal static class ScheduleSettingMissing
    {
        [Function("F")]
        public static void F([TimerTrigger("%Nowhere%")] TimerInfo timer) => _ = timer;
    }

    internal static class UserLevel
    {
        [Function("F")]
        public static void F([HttpTrigger(AuthorizationLevel.User)] HttpRequest request) => _ = request;
    }

    internal static class UnboundParameter
    {
        [Function("F")]
        public static void F([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, string id) => _ = (request, id);
    }

    internal static class WrongHttpType
    {
        [Function("F")]
        public static void F([HttpTrigger(AuthorizationLevel.Anonymous)] string request) => _ = request;
    }

    internal static class WrongOrchestrationType
    {
        [Function("F")]
        public static void F([OrchestrationTrigger] string context) => _ = context;
    }

    internal static class WrongTimerType
    {
        [Function("F")]
        public static void F([TimerTrigger("0 * * * * *")] string timer) => _ = timer;
    }

    internal static class WrongClientType
    {
        [Function("F")]
        public static void F([TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] OrchestrationMetadata client) => _ = (timer, client);
    }

    internal static class TwoActivityParameters
    {
        [Function("F")]
        public static void F([ActivityTrigger] string first, string second) => _ = (first, second);
    }

    internal static class AsyncVoid
    {
        [Function("F")]
        public static async void F([ActivityTrigger] string input) => await Task.FromResult(input);
    }

    internal static class ValueTaskResult
    {
        [Function("F")]
        public static ValueTask F([ActivityTrigger] TaskName input) => ValueTask.CompletedTask;
    }
}
