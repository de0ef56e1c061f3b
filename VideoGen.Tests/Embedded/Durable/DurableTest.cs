using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Embedded.Durable;

/// <summary>Where waiting orchestrators stay: every rule holds both ways.</summary>
public enum Memory
{
    /// <summary>In memory, the default.</summary>
    Kept,

    /// <summary>Nowhere: each episode replays the history from its start.</summary>
    Replayed,
}

/// <summary>A rule of the durable engine: tiny orchestrators, on a fresh data folder, under a clock that the test moves.</summary>
public abstract class DurableTest(Memory memory) : IAsyncLifetime
{
    private readonly DurableHost _host = new(memory);

    private protected DurableHost Host => _host;

    protected FakeTime Time => _host.Time;

    protected DurableTaskClient Client => _host.Client;

    protected bool IsReplayed => memory == Memory.Replayed;

    public ValueTask InitializeAsync()
    {
        _host.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected void Orchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> code) => _host.Functions.Orchestrator(name, code);

    protected void Orchestrator(string name, Func<TaskOrchestrationContext, Task> code) => _host.Functions.Orchestrator(name, async context =>
    {
        await code(context);
        return null;
    });

    protected void Activity<TInput, TResult>(string name, Func<TInput, TResult> code) =>
        _host.Functions.Activity<TInput, TResult>(name, (_, input, _) => Task.FromResult(code(input)));

    protected void ActivityAsync<TInput, TResult>(string name, Func<TInput, Task<TResult>> code) =>
        _host.Functions.Activity<TInput, TResult>(name, (_, input, _) => code(input));

    protected Task<string> Start(string name, object? input = null, string? id = null) =>
        Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id));

    /// <summary>Starts an instance and lets it go as far as it can without the clock moving.</summary>
    protected async Task<string> StartAndSettle(string name, object? input = null, string? id = null)
    {
        var started = await Start(name, input, id);
        await Settle();
        return started;
    }

    /// <summary>Lets everything go as far as it can without the clock moving.</summary>
    protected Task Settle() => _host.SettleAsync();

    protected async Task<OrchestrationMetadata> Get(string id) => (await Client.GetInstanceAsync(id, getInputsAndOutputs: true))!;

    protected async Task Raise(string id, string name, object? payload = null)
    {
        await Client.RaiseEventAsync(id, name, payload);
        await Settle();
    }

    protected async Task Advance(TimeSpan by)
    {
        await Settle();
        Time.Advance(by);
        await Settle();
    }

    /// <summary>Waits for what another thread is about to do.</summary>
    protected static Task Until(Func<Task<bool>> condition) => Eventually.IsTrueAsync(condition);

    /// <summary>Moves the clock from timer to timer until the instance has ended.</summary>
    protected Task<OrchestrationMetadata> Finish(string id) => _host.FinishAsync(id);

    protected async Task<OrchestrationMetadata> Run(string name, object? input = null, string? id = null) => await Finish(await Start(name, input, id));

    /// <summary>Runs an instance to its successful end and reads its output.</summary>
    protected async Task<T> Output<T>(string name, object? input = null)
    {
        var ended = await Run(name, input);
        Assert.True(ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed, ended.ToString());
        return ended.ReadOutputAs<T>()!;
    }
}
