using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.DurableTask;
using VideoGen.Tests.Embedded.Golden;

namespace VideoGen.Tests.Embedded.Hosting;

/// <summary>Where newer versions of the management API differ from the recorded one, and what was not recorded.</summary>
public sealed class ManagementTests : IAsyncLifetime
{
    private const string Root = "/runtime/webhooks/durabletask";

    private EmbeddedApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await EmbeddedApp.StartAsync(new AppUnderTest(typeof(DurableSamples)));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("running")]
    [InlineData("pending")]
    [InlineData("suspended")]
    public async Task A_start_with_an_id_in_use_is_a_409(string state)
    {
        var id = await InstanceStates.CreateAsync(_app, state);

        Assert.Equal(HttpStatusCode.Conflict, (await _app.PostAsync($"{Root}/orchestrators/Echo/{id}", 1)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await _app.PostAsync($"{Root}/instances/{id}/restart?restartWithNewInstanceId=false")).StatusCode);
    }

    [Theory]
    [InlineData("running", HttpStatusCode.PreconditionFailed)]
    [InlineData("pending", HttpStatusCode.PreconditionFailed)]
    [InlineData("suspended", HttpStatusCode.PreconditionFailed)]
    [InlineData("failed", HttpStatusCode.OK)]
    public async Task Only_what_has_ended_is_purged(string state, HttpStatusCode expected)
    {
        var id = await InstanceStates.CreateAsync(_app, state);

        Assert.Equal(expected, (await _app.Http.DeleteAsync($"{Root}/instances/{id}", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("running", HttpStatusCode.PreconditionFailed)]
    [InlineData("completed", HttpStatusCode.PreconditionFailed)]
    [InlineData("failed", HttpStatusCode.NotImplemented)]
    [InlineData("unknown", HttpStatusCode.NotFound)]
    public async Task A_rewind_is_for_failed_instances_and_not_offered_by_this_storage(string state, HttpStatusCode expected)
    {
        var id = await InstanceStates.CreateAsync(_app, state);

        Assert.Equal(expected, (await _app.PostAsync($"{Root}/instances/{id}/rewind?reason=r")).StatusCode);
    }

    [Fact]
    public async Task An_unknown_orchestrator_is_accepted_and_the_instance_fails()
    {
        var started = await _app.PostAsync($"{Root}/orchestrators/Nobody/n1", 1);
        await _app.Engine.WhenIdleAsync();

        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.Equal("Failed", (await StatusAsync("n1")).GetProperty("runtimeStatus").GetString());
    }

    [Fact]
    public async Task The_urls_of_a_start_lead_where_they_say()
    {
        var started = await (await _app.PostAsync($"{Root}/orchestrators/Waiter/a%20b", 1)).Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        await _app.Engine.WhenIdleAsync();
        string Url(string name) => started.GetProperty(name).GetString()!;

        Assert.Equal(HttpStatusCode.Accepted, (await _app.GetAsync(Url("statusQueryGetUri"))).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await _app.PostAsync(Url("suspendPostUri").Replace("{text}", "hold"))).StatusCode);
        await _app.Engine.WhenIdleAsync();
        Assert.Equal("hold", (await StatusAsync("a%20b")).GetProperty("output").GetString());
        Assert.Equal(HttpStatusCode.Accepted, (await _app.PostAsync(Url("resumePostUri").Replace("{text}", "go"))).StatusCode);
        await _app.Engine.WhenIdleAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await _app.PostAsync(Url("sendEventPostUri").Replace("{eventName}", "Go"), new { a = 1 })).StatusCode);
        await _app.Engine.WhenIdleAsync();
        Assert.Equal(1, (await StatusAsync("a%20b")).GetProperty("output").GetProperty("a").GetInt32());
        Assert.Equal(HttpStatusCode.Accepted, (await _app.PostAsync(Url("restartPostUri"))).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await _app.PostAsync(Url("terminatePostUri"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _app.Http.DeleteAsync(Url("purgeHistoryDeleteUri"), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Without_keys_the_urls_carry_no_code()
    {
        var id = await InstanceStates.CreateAsync(_app, "running");

        var payload = await _app.Http.GetFromJsonAsync<JsonElement>($"/api/payload/{id}", TestContext.Current.CancellationToken);

        Assert.Equal($"{_app.Address}{Root}/instances/{id}", payload.GetProperty("statusQueryGetUri").GetString());
        Assert.Equal($"{_app.Address}{Root}/instances/{id}/terminate?reason={{{{text}}}}", payload.GetProperty("terminatePostUri").GetString());
    }

    [Fact]
    public async Task An_unfinished_call_is_shown_in_the_history()
    {
        await _app.Durable.ScheduleNewOrchestrationInstanceAsync("Waiter", null, new StartOrchestrationOptions("w1"), TestContext.Current.CancellationToken);
        await _app.Engine.WhenIdleAsync();

        var status = await StatusAsync("w1", "?showHistory=true&showInput=false");

        Assert.Equal(["ExecutionStarted"], status.GetProperty("historyEvents").EnumerateArray().Select(entry => entry.GetProperty("EventType").GetString()));
        Assert.False(status.GetProperty("historyEvents")[0].TryGetProperty("Input", out _));
    }

    [Fact]
    public async Task The_input_of_a_start_is_passed_on_as_JSON()
    {
        using var content = new StringContent("""{ "a" : [ 1, 2.5, "é" ] }""", Encoding.UTF8, "text/plain");
        await _app.Http.PostAsync($"{Root}/orchestrators/Echo/e1", content, TestContext.Current.CancellationToken);
        await _app.Engine.WhenIdleAsync();

        Assert.Equal("""{"a":[1,2.5,"é"]}""", JsonSerializer.Serialize((await StatusAsync("e1")).GetProperty("output"), new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    private async Task<JsonElement> StatusAsync(string id, string query = "") =>
        await (await _app.GetAsync($"{Root}/instances/{id}{query}")).Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
}
