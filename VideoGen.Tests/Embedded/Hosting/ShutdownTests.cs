using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Embedded.Hosting;

/// <summary>A stop takes no more requests, lets invocations end, and cancels those that do not.</summary>
public sealed class ShutdownTests
{
    private static TaskCompletionSource _entered = new();
    private static TaskCompletionSource _release = new();

    public ShutdownTests() => (_entered, _release) = (new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously));

    [Fact]
    public async Task An_invocation_under_way_may_end()
    {
        await using var app = await EmbeddedApp.StartAsync(new AppUnderTest(typeof(Functions)));
        var request = app.GetAsync("/api/wait");
        await _entered.Task;

        var stop = app.StopAsync();
        await Eventually.IsTrueAsync(() => RefusesAsync(app));
        _release.SetResult();

        Assert.Equal(HttpStatusCode.OK, (await request).StatusCode);
        await stop;
    }

    [Fact]
    public async Task One_that_does_not_end_is_cancelled_after_a_while()
    {
        await using var app = await EmbeddedApp.StartAsync(new AppUnderTest(typeof(Functions)));
        var request = app.GetAsync("/api/until-cancelled");
        await _entered.Task;

        await app.StopAsync();

        Assert.Equal("cancelled", await (await request).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<bool> RefusesAsync(EmbeddedApp app)
    {
        using var other = new HttpClient();
        try
        {
            await other.GetAsync($"{app.Address}/admin/host/ping", TestContext.Current.CancellationToken);
            return false;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }

    internal static class Functions
    {
        [Function("Wait")]
        public static async Task<IResult> Wait([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "wait")] HttpRequest request)
        {
            _entered.SetResult();
            await _release.Task;
            return Results.Ok();
        }

        [Function("UntilCancelled")]
        public static async Task<IResult> UntilCancelled([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "until-cancelled")] HttpRequest request, CancellationToken ct)
        {
            ct.Register(() => _release.TrySetResult());
            _entered.SetResult();
            await _release.Task;
            return Results.Text("cancelled");
        }
    }
}
