using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.ProviderSim;

/// <summary>The provider simulator, in this process, on a free port and a clock that moves when told.</summary>
public sealed class Simulator : IAsyncDisposable
{
    public static readonly string Key = "key_" + new string('a', 128);

    private readonly WebApplication _app;

    private Simulator(WebApplication app, FakeTime time)
    {
        _app = app;
        Time = time;
        Address = new Uri(ProviderSimApp.Address(app));
        Http = Client(Key);
    }

    public FakeTime Time { get; }

    public Uri Address { get; }

    /// <summary>Speaks as Runway's clients do.</summary>
    public HttpClient Http { get; }

    public static async Task<Simulator> StartAsync(params string[] args)
    {
        var time = new FakeTime();
        var app = ProviderSimApp.Build(["--port", "0", .. args], builder => builder.Services.AddSingleton<TimeProvider>(time));
        await app.StartAsync();
        return new Simulator(app, time);
    }

    public HttpClient Client(string? key, string? version = "2024-11-06")
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new("Bearer", key);
        if (version is not null)
        {
            client.DefaultRequestHeaders.Add("X-Runway-Version", version);
        }

        return client;
    }

    public async Task<Reply> PostAsync(string path, [StringSyntax("Json")] string json, string? script = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, null, "application/json") };
        if (script is not null)
        {
            request.Headers.Add("X-Sim-Script", script);
        }

        return await Reply.OfAsync(await Http.SendAsync(request, TestContext.Current.CancellationToken));
    }

    public async Task<Reply> GetAsync(string path) => await Reply.OfAsync(await Http.GetAsync(path, TestContext.Current.CancellationToken));

    public async Task<Reply> DeleteAsync(string path) => await Reply.OfAsync(await Http.DeleteAsync(path, TestContext.Current.CancellationToken));

    /// <summary>Five seconds of <c>gen4_turbo</c>, which cost 25 credits; answers the task's id.</summary>
    public async Task<string> StartTaskAsync(string? script = null) =>
        (await PostAsync("/v1/image_to_video", Turbo, script)).Json!["id"]!.GetValue<string>();

    public const string Turbo = """{"model":"gen4_turbo","promptImage":"https://example.com/a.png","promptText":"A cat","ratio":"1280:720","duration":5}""";

    /// <summary>The task's states as a reader sees them who looks now and then every five seconds.</summary>
    public async Task<IReadOnlyList<string>> StatesAsync(string task, int looks)
    {
        var states = new List<string>();
        for (var look = 0; look < looks; look++)
        {
            var json = (await GetAsync($"/v1/tasks/{task}")).Json!;
            states.Add(json["progress"] is { } progress ? $"{json["status"]} {progress}" : $"{json["status"]}");
            Time.Advance(TimeSpan.FromSeconds(5));
        }

        return states;
    }

    public async Task ControlAsync(string path, object body) =>
        (await Http.PostAsJsonAsync($"/_sim/{path}", body, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

    public async Task<JsonNode> ReadAsync(string path) => (await GetAsync($"/_sim/{path}")).Json!;

    public async Task<long> BalanceAsync() => (await GetAsync("/v1/organization")).Json!["creditBalance"]!.GetValue<long>();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>An answer, read to its end.</summary>
public sealed record Reply(HttpStatusCode Status, string Body, HttpResponseMessage Response)
{
    public JsonNode? Json => JsonNode.Parse(Body);

    public static async Task<Reply> OfAsync(HttpResponseMessage response) =>
        new(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response);
}
