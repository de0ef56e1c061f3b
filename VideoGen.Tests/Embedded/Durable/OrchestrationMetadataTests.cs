using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace VideoGen.Tests.Embedded.Durable;

public sealed class OrchestrationMetadataTests
{
    private static readonly OrchestrationMetadata Fetched = new("Make", "id")
    {
        DataConverter = new Json(),
        RuntimeStatus = OrchestrationRuntimeStatus.Completed,
        SerializedInput = "[1,2]",
        SerializedOutput = "\"done\"",
    };

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running, true, false)]
    [InlineData(OrchestrationRuntimeStatus.Pending, false, false)]
    [InlineData(OrchestrationRuntimeStatus.Suspended, false, false)]
    [InlineData(OrchestrationRuntimeStatus.Completed, false, true)]
    [InlineData(OrchestrationRuntimeStatus.Failed, false, true)]
    [InlineData(OrchestrationRuntimeStatus.Terminated, false, true)]
    public void Only_running_runs_and_three_statuses_are_final(OrchestrationRuntimeStatus status, bool running, bool completed)
    {
        var metadata = new OrchestrationMetadata("Make", "id") { RuntimeStatus = status };

        Assert.Equal(running, metadata.IsRunning);
        Assert.Equal(completed, metadata.IsCompleted);
    }

    [Fact]
    public void Payloads_are_read_by_the_converter()
    {
        Assert.Equal([1, 2], Fetched.ReadInputAs<int[]>()!);
        Assert.Equal("done", Fetched.ReadOutputAs<string>());
        Assert.Null(Fetched.ReadCustomStatusAs<string>());
        Assert.Equal(0, Fetched.ReadCustomStatusAs<int>());
    }

    [Fact]
    public void Payloads_that_were_not_asked_for_cannot_be_read()
    {
        var metadata = new OrchestrationMetadata("Make", "id");

        Assert.Contains("ReadInputAs", Assert.Throws<InvalidOperationException>(() => metadata.ReadInputAs<int>()).Message, StringComparison.Ordinal);
        Assert.Contains("ReadOutputAs", Assert.Throws<InvalidOperationException>(() => metadata.ReadOutputAs<int>()).Message, StringComparison.Ordinal);
        Assert.Contains("ReadCustomStatusAs", Assert.Throws<InvalidOperationException>(() => metadata.ReadCustomStatusAs<int>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void As_text_it_names_the_instance_and_the_head_of_its_payloads()
    {
        var metadata = new OrchestrationMetadata("Make", "id")
        {
            RuntimeStatus = OrchestrationRuntimeStatus.Failed,
            SerializedInput = new string('x', 51),
            FailureDetails = new("Some.Type", "why", null, null, null),
        };

        Assert.Equal(
            $"[Name: 'Make', ID: 'id', RuntimeStatus: Failed, CreatedAt: 0001-01-01T00:00:00, LastUpdatedAt: 0001-01-01T00:00:00, Input: '{new string('x', 50)}...', FailureDetails: 'Some.Type - why']",
            metadata.ToString());
    }

    [Fact]
    public void A_purge_cannot_have_removed_fewer_than_none()
    {
        Assert.Throws<ArgumentException>("count", () => new PurgeResult(-1));
        Assert.Null(new PurgeResult(1).IsComplete);
        Assert.True(new PurgeResult(1, true).IsComplete);
    }

    private sealed class Json : DataConverter
    {
        public override string? Serialize(object? value) => value is null ? null : JsonSerializer.Serialize(value);

        public override object? Deserialize(string? data, Type targetType) => data is null ? null : JsonSerializer.Deserialize(data, targetType);
    }
}
