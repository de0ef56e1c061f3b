using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace VideoGen.Tests.Embedded.Hosting;

/// <summary>Which key opens what, beyond what the recordings show.</summary>
public sealed class KeyTests
{
    private static readonly Dictionary<string, string?> AllKeys = new()
    {
        ["EMBEDDED_KEY_MASTER"] = "master",
        ["EMBEDDED_KEY_HOST"] = "host",
        ["EMBEDDED_KEY_DURABLETASK"] = "durable",
        ["EMBEDDED_KEY_FUNCTION:one"] = "for-one",
    };

    [Theory]
    [InlineData("/api/One?code=for-one", HttpStatusCode.OK)]
    [InlineData("/api/Two?code=for-one", HttpStatusCode.Unauthorized)]
    [InlineData("/api/Two?code=host", HttpStatusCode.OK)]
    [InlineData("/api/Two", HttpStatusCode.Unauthorized)]
    [InlineData("/admin/functions?code=for-one", HttpStatusCode.Unauthorized)]
    [InlineData("/admin/functions?code=durable", HttpStatusCode.Forbidden)]
    [InlineData("/admin/functions?code=master", HttpStatusCode.OK)]
    [InlineData("/admin", HttpStatusCode.NotFound)]
    [InlineData("/runtime/webhooks/durabletask/instances?code=host", HttpStatusCode.Forbidden)]
    [InlineData("/runtime/webhooks/durabletask/instances?code=durable", HttpStatusCode.OK)]
    [InlineData("/runtime/webhooks/other?code=master", HttpStatusCode.NotFound)]
    [InlineData("/runtime/webhooks/other?code=durable", HttpStatusCode.Forbidden)]
    [InlineData("/RUNTIME/Webhooks/DurableTask/Instances", HttpStatusCode.Unauthorized)]
    public async Task A_key_opens_what_it_is_for(string path, HttpStatusCode expected)
    {
        await using var app = await StartAsync(AllKeys);

        Assert.Equal(expected, (await app.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task One_key_alone_closes_everything_that_asks_for_one()
    {
        await using var app = await StartAsync(new Dictionary<string, string?> { ["EMBEDDED_KEY_FUNCTION:One"] = "for-one" });

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("/api/Two")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("/admin/functions")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/api/One?code=for-one")).StatusCode);
    }

    [Fact]
    public async Task With_no_key_everything_is_open_on_loopback_and_the_start_says_so()
    {
        await using var app = await StartAsync([]);

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/api/One")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/admin/host/status")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/runtime/webhooks/durabletask/instances")).StatusCode);
        Assert.Contains($"No key is set: every function and the management API at {app.Address} are open to this machine", app.Logs.Lines);
    }

    [Fact]
    public async Task With_keys_it_may_listen_everywhere()
    {
        await using var app = await StartAsync(new Dictionary<string, string?>(AllKeys) { ["EMBEDDED_URL"] = "http://0.0.0.0:0" });

        Assert.StartsWith("http://0.0.0.0:", app.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_key_is_ever_logged()
    {
        await using var app = await StartAsync(AllKeys);

        await app.GetAsync("/api/One?code=for-one");
        await app.GetAsync("/runtime/webhooks/durabletask/instances?code=durable");

        Assert.DoesNotContain(app.Logs.Lines, line => line.Contains("for-one") || line.Contains("durable-"));
    }

    private static Task<EmbeddedApp> StartAsync(Dictionary<string, string?> settings) => EmbeddedApp.StartAsync(new AppUnderTest(typeof(Functions)) { Settings = settings });

    internal static class Functions
    {
        [Function("One")]
        public static IResult One([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => Results.Ok();

        [Function("Two")]
        public static IResult Two([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => Results.Ok();
    }
}
