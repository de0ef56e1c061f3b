using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Embedded.Hosting;

/// <summary>The host's own routes, beyond what the recordings show.</summary>
public sealed class HostRoutesTests
{
    private static int _ticks;
    private static string? _said;

    [Fact]
    public async Task The_functions_are_listed_with_their_bindings()
    {
        await using var app = await StartAsync();

        var listed = await app.Http.GetFromJsonAsync<JsonElement>("/admin/functions", TestContext.Current.CancellationToken);

        Assert.Equal(["Hi", "Tick", "Say", "Talk"], listed.EnumerateArray().Select(function => function.GetProperty("name").GetString()));
        Assert.Equal($"{app.Address}/api/hi/{{name?}}", listed[0].GetProperty("invoke_url_template").GetString());
        Assert.Equal("timerTrigger", listed[1].GetProperty("config").GetProperty("bindings")[0].GetProperty("type").GetString());
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/admin/functions/hi")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync("/admin/functions/nobody")).StatusCode);
    }

    [Fact]
    public async Task A_timer_can_be_run_by_hand()
    {
        await using var app = await StartAsync();
        var before = _ticks;

        Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync("/admin/functions/Tick", new { input = "" })).StatusCode);

        await Eventually.IsTrueAsync(() => Task.FromResult(_ticks == before + 1));
    }

    [Fact]
    public async Task An_activity_can_be_run_by_hand_with_its_input()
    {
        await using var app = await StartAsync();

        Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync("/admin/functions/Say", new { input = "by hand" })).StatusCode);

        await Eventually.IsTrueAsync(() => Task.FromResult(_said == "by hand"));
    }

    [Theory]
    [InlineData("Hi", HttpStatusCode.BadRequest)]
    [InlineData("Talk", HttpStatusCode.BadRequest)]
    [InlineData("Nobody", HttpStatusCode.NotFound)]
    public async Task Other_functions_cannot(string name, HttpStatusCode expected)
    {
        await using var app = await StartAsync();

        Assert.Equal(expected, (await app.PostAsync($"/admin/functions/{name}", new { input = "x" })).StatusCode);
    }

    [Fact]
    public async Task The_host_key_is_told_to_the_master_key()
    {
        await using var app = await StartAsync(new Dictionary<string, string?> { ["EMBEDDED_KEY_MASTER"] = "m", ["EMBEDDED_KEY_HOST"] = "h" });

        Assert.Equal("""{"keys":[{"name":"default","value":"h"}]}""", await app.TextAsync("/admin/host/keys?code=m"));
    }

    [Fact]
    public async Task The_landing_page_can_be_switched_off()
    {
        await using var app = await StartAsync(new Dictionary<string, string?> { ["AzureWebJobsDisableHomepage"] = "true" });

        Assert.Equal(HttpStatusCode.NoContent, (await app.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task A_function_at_the_root_goes_before_the_landing_page()
    {
        await using var app = await EmbeddedApp.StartAsync(new AppUnderTest(typeof(AtTheRoot)) { HostJson = """{ "extensions": { "http": { "routePrefix": "" } } }""" });

        Assert.Equal("mine", await app.TextAsync("/"));
    }

    private static Task<EmbeddedApp> StartAsync(Dictionary<string, string?>? settings = null) =>
        EmbeddedApp.StartAsync(new AppUnderTest(typeof(Functions)) { Settings = settings ?? [] });

    internal static class AtTheRoot
    {
        [Function("Root")]
        public static IResult Root([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "/")] HttpRequest request) => Results.Text("mine");
    }

    internal static class Functions
    {
        [Function("Hi")]
        public static IResult Hi([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hi/{name?}")] HttpRequest request) => Results.Ok();

        [Function("Tick")]
        public static void Tick([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer) => Interlocked.Increment(ref _ticks);

        [Function("Say")]
        public static void Say([ActivityTrigger] string text) => _said = text;

        [Function("Talk")]
        public static Task Talk([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync("Say", "x");
    }
}
