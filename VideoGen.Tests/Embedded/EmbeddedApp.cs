using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoGen.Embedded.Durable;
using VideoGen.Embedded.Hosting;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Embedded;

/// <summary>The embedded host with functions of a test, on a free port and in a folder of its own.</summary>
internal sealed class EmbeddedApp : IAsyncDisposable
{
    private readonly TempFolder? _ownFolder;
    private readonly IHost _host;
    private bool _stopped;

    private EmbeddedApp(IHost host, FakeTime clock, CapturedLogs logs, TempFolder? ownFolder)
    {
        Clock = clock;
        _host = host;
        _ownFolder = ownFolder;
        Logs = logs;
        Address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, Expect100ContinueTimeout = TimeSpan.FromSeconds(5) }) { BaseAddress = new Uri(Address) };
    }

    public string Address { get; }

    public HttpClient Http { get; }

    public FakeTime Clock { get; }

    public CapturedLogs Logs { get; }

    public IServiceProvider Services => _host.Services;

    public DurableTaskClient Durable => Services.GetRequiredService<DurableTaskClient>();

    public Engine Engine => Services.GetRequiredService<Engine>();

    public static async Task<EmbeddedApp> StartAsync(AppUnderTest app)
    {
        var ownFolder = app.Folder is null ? new TempFolder() : null;
        try
        {
            var logs = new CapturedLogs();
            var host = app.Build(app.Folder ?? ownFolder!, logs);
            try
            {
                await host.StartAsync(TestContext.Current.CancellationToken);
                return new EmbeddedApp(host, app.Clock, logs, ownFolder);
            }
            catch
            {
                await ((IAsyncDisposable)host).DisposeAsync();
                throw;
            }
        }
        catch
        {
            ownFolder?.Dispose();
            throw;
        }
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(path, TestContext.Current.CancellationToken);

    public async Task<string> TextAsync(string path) => await Http.GetStringAsync(path, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) =>
        Http.PostAsync(path, body is null ? null : JsonContent.Create(body), TestContext.Current.CancellationToken);

    public async Task StopAsync()
    {
        if (_stopped) return;
        _stopped = true;
        await _host.StopAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _ownFolder?.Dispose();
    }
}

/// <summary>What a test wants to be started.</summary>
internal sealed record AppUnderTest(params Type[] Functions)
{
    public string HostJson { get; init; } = "{}";

    /// <summary>The data folder; one of its own when null.</summary>
    public TempFolder? Folder { get; init; }

    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    public Action<FunctionsApplicationBuilder> Configure { get; init; } = builder => builder.ConfigureFunctionsWebApplication();

    public FakeTime Clock { get; init; } = new();

    public TextWriter Output { get; init; } = TextWriter.Null;

    public IHost Build(TempFolder folder, CapturedLogs logs)
    {
        var directory = Directory.CreateDirectory(folder["app"]).FullName;
        File.WriteAllText(Path.Combine(directory, "host.json"), HostJson);
        var options = new EmbeddedOptions { FunctionTypes = Functions, Directory = directory, Output = Output, DrainTime = TimeSpan.FromSeconds(1) };
        var builder = FunctionsApplication.CreateBuilder([], options);
        builder.Configuration["EMBEDDED_URL"] = "http://127.0.0.1:0";
        builder.Configuration["EMBEDDED_DATA"] = folder["data"];
        foreach (var (name, value) in Settings)
        {
            builder.Configuration[name] = value;
        }

        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(logs);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        Configure(builder);
        return builder.Build();
    }
}
