using System.Text.Json;
using Microsoft.DurableTask.Client;
using VideoGen.Embedded.Durable;
using VideoGen.Embedded.Storage;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Embedded.Durable;

/// <summary>The durable engine on a temporary data folder, without HTTP and without the discovery of functions.</summary>
internal sealed class DurableHost(EngineOptions options) : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("videogen-durable-");
    private DataFolder? _data;

    public DurableHost(Memory memory)
        : this(memory == Memory.Replayed ? new EngineOptions { MaxLiveInstances = 0 } : new EngineOptions())
    {
    }

    public string Folder => _folder.FullName;

    public FakeTime Time { get; } = new();

    public CapturedLogs Logs { get; } = new();

    public LambdaFunctions Functions { get; } = new();

    public Engine Engine { get; private set; } = null!;

    public DurableTaskClient Client { get; private set; } = null!;

    public void Start()
    {
        _data = DataFolder.Open(_folder.FullName, Time);
        var converter = new PayloadSerializer(JsonSerializerOptions.Default);
        Engine = new Engine(_data.Database, Functions, converter, Time, Logs.Factory, options, error => throw error);
        Client = new EngineClient(Engine, converter);
        Engine.Start();
    }

    /// <summary>Lets everything go as far as it can without the clock moving.</summary>
    public Task SettleAsync() => Engine.WhenIdleAsync().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Moves the clock from timer to timer until the instance has ended.</summary>
    public async Task<OrchestrationMetadata> FinishAsync(string id)
    {
        while (true)
        {
            await SettleAsync();
            var instance = (await Client.GetInstanceAsync(id, getInputsAndOutputs: true))!;
            if (instance.IsCompleted)
            {
                return instance;
            }

            Assert.True(Time.AdvanceToNextDue(), $"The instance is not finished and waits for no timer: {instance}");
        }
    }

    /// <summary>The history of an instance, each event as its kind and name.</summary>
    public IReadOnlyList<string> History(string id) =>
        [.. Engine.History(Engine.Get(id)!).SelectMany(row => row.Events).Select(e => e.IsAction ? $"{e.Kind} {e.Name}".TrimEnd() : e.Kind.ToString())];

    /// <summary>Puts into the folder of another host what a crash after the last commit would leave.</summary>
    public void CopyTo(DurableHost other)
    {
        other.Time.AdvanceTo(Time.GetUtcNow());
        _data!.Database.Read(reader =>
        {
            reader.Execute($"VACUUM INTO '{Path.Combine(other.Folder, "embedded.db")}'");
            return 0;
        });
    }

    /// <summary>Ends the engine where it stands, as a killed process does.</summary>
    public async Task CrashAsync()
    {
        await Engine.DisposeAsync();
        _data?.Dispose();
        _data = null;
    }

    public async Task RestartAsync()
    {
        await CrashAsync();
        Start();
        await SettleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CrashAsync();
        _folder.Delete(recursive: true);
    }
}
