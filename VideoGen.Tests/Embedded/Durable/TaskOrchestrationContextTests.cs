using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Embedded.Durable;

public sealed class TaskOrchestrationContextTests
{
    [Theory]
    [InlineData("1.1", "1.0", 1)]
    [InlineData("1.9", "1.10", -1)]
    [InlineData("1.0", "1.0", 0)]
    [InlineData("", "1.0", -1)]
    [InlineData("1.0", "", 1)]
    [InlineData("", " ", 0)]
    [InlineData("alpha", "BETA", -1)]
    [InlineData("alpha", "ALPHA", 0)]
    public void Versions_compare_as_numbers_where_they_are_some_else_as_text(string own, string other, int sign) =>
        Assert.Equal(sign, Math.Sign(new Context { OwnVersion = own }.CompareVersionTo(other)));

    [Fact]
    public void A_replay_safe_logger_is_silent_during_replay()
    {
        var context = new Context();
        var loggers = new[]
        {
            context.CreateReplaySafeLogger("by name"),
            context.CreateReplaySafeLogger(context.GetType()),
            context.CreateReplaySafeLogger<Context>(),
            context.ReplaySafeLoggerFactory.CreateLogger("by factory"),
        };

        context.Replaying = true;
        Array.ForEach(loggers, logger => logger.Log(LogLevel.Information, "again"));
        context.Replaying = false;
        Array.ForEach(loggers, logger => logger.Log(LogLevel.Information, "once"));

        Assert.Equal(Enumerable.Repeat("once", 4), context.Logs.Lines);
    }

    [Fact]
    public void The_replay_safe_factory_takes_no_providers_and_disposes_nothing()
    {
        var context = new Context();
        var factory = context.ReplaySafeLoggerFactory;

        Assert.Throws<NotSupportedException>(() => factory.AddProvider(context.Logs));
        factory.Dispose();
        factory.CreateLogger("x").Log(LogLevel.Information, "still here");

        Assert.Equal(["still here"], context.Logs.Lines);
        Assert.Same(factory, context.ReplaySafeLoggerFactory);
    }

    [Fact]
    public void A_delay_is_counted_from_the_time_of_the_episode()
    {
        var context = new Context();

        _ = context.CreateTimer(TimeSpan.FromMinutes(2), CancellationToken.None);

        Assert.Equal(context.CurrentUtcDateTime.AddMinutes(2), context.TimerDue);
    }

    [Fact]
    public async Task A_wait_whose_timer_fires_first_is_cancelled()
    {
        var context = new Context();
        var wait = context.WaitForExternalEvent<string>("Go", TimeSpan.FromSeconds(1));

        context.Timer.SetResult();

        await Assert.ThrowsAsync<TaskCanceledException>(() => wait);
        Assert.True(context.EventToken.IsCancellationRequested);
    }

    [Fact]
    public async Task A_wait_that_gets_its_event_cancels_the_timer()
    {
        var context = new Context();
        var wait = context.WaitForExternalEvent<string>("Go", TimeSpan.FromSeconds(1));

        context.Event.SetResult("payload");

        Assert.Equal("payload", await wait);
        Assert.True(context.TimerToken.IsCancellationRequested);
    }

    [Fact]
    public void Continue_as_new_options_forward_input_and_event_handling()
    {
        var context = new Context();

        context.ContinueAsNew(new ContinueAsNewOptions { NewInput = 7, PreserveUnprocessedEvents = false });

        Assert.Equal((7, false), context.Continued);
    }

    private sealed class Context : TaskOrchestrationContext
    {
        public TaskCompletionSource Timer { get; } = new();

        public TaskCompletionSource<string> Event { get; } = new();

        public CapturedLogs Logs { get; } = new();

        public CancellationToken TimerToken { get; private set; }

        public CancellationToken EventToken { get; private set; }

        public DateTime TimerDue { get; private set; }

        public (object?, bool) Continued { get; private set; }

        public string OwnVersion { get; init; } = "";

        public bool Replaying { get; set; }

        public override TaskName Name => "Test";

        public override string InstanceId => "test";

        public override ParentOrchestrationInstance? Parent => null;

        public override DateTime CurrentUtcDateTime { get; } = new(2026, 11, 21, 10, 0, 0, DateTimeKind.Utc);

        public override bool IsReplaying => Replaying;

        public override string Version => OwnVersion;

        protected override ILoggerFactory LoggerFactory => Logs.Factory;

        public override T? GetInput<T>() where T : default => default;

        public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
            throw new NotSupportedException();

        public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
            throw new NotSupportedException();

        public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
        {
            (TimerDue, TimerToken) = (fireAt, cancellationToken);
            return Timer.Task;
        }

        public override async Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
        {
            EventToken = cancellationToken;
            return (T)(object)await Event.Task.WaitAsync(cancellationToken);
        }

        public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

        public override void SetCustomStatus(object? customStatus) => throw new NotSupportedException();

        public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
            Continued = (newInput, preserveUnprocessedEvents);

        public override Guid NewGuid() => throw new NotSupportedException();
    }
}
