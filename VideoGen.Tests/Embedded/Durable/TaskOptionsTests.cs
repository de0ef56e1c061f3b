using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace VideoGen.Tests.Embedded.Durable;

public sealed class TaskOptionsTests
{
    private static readonly RetryPolicy Policy = new(2, TimeSpan.FromSeconds(1));

    [Fact]
    public void An_instance_id_is_added_to_options_without_losing_the_rest()
    {
        var options = new TaskOptions(Policy, new Dictionary<string, string> { ["k"] = "v" }) { Version = "1.0" };

        var withId = options.WithInstanceId("child");

        Assert.Equal("child", withId.InstanceId);
        Assert.Same(Policy, withId.Retry!.Policy);
        Assert.Equal("v", withId.Tags!["k"]);
        Assert.Equal("1.0", withId.Version!.Value.Version);
    }

    [Fact]
    public void A_copy_of_sub_orchestration_options_keeps_the_instance_id_unless_a_new_one_is_given()
    {
        TaskOptions options = new SubOrchestrationOptions(instanceId: "first");

        Assert.Equal("first", new SubOrchestrationOptions(options).InstanceId);
        Assert.Equal("second", new SubOrchestrationOptions(options, "second").InstanceId);
    }

    [Fact]
    public void A_copy_of_start_options_is_equal_to_them()
    {
        var options = new StartOrchestrationOptions(InstanceId: "id", StartAt: DateTimeOffset.UnixEpoch) { Version = "2" }
            .WithDedupeStatuses(OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending);

        var copy = new StartOrchestrationOptions(options);

        Assert.Equal(options, copy);
        Assert.Equal(["Running", "Pending"], copy.DedupeStatuses!);
        Assert.Empty(copy.Tags);
    }

    [Fact]
    public void Seven_statuses_may_forbid_a_start() =>
        Assert.Equal(
            ["Completed", "Failed", "Terminated", "Canceled", "Pending", "Running", "Suspended"],
            StartOrchestrationOptionsExtensions.ValidDedupeStatuses.Select(status => status.ToString()));

    [Theory]
    [InlineData("Running", 0)]
    [InlineData("Completed", 1)]
    [InlineData("ContinuedAsNew", 2)]
    [InlineData("Failed", 3)]
    [InlineData("Canceled", 4)]
    [InlineData("Terminated", 5)]
    [InlineData("Pending", 6)]
    [InlineData("Suspended", 7)]
    public void Statuses_have_the_numbers_of_the_real_ones(string name, int number) =>
        Assert.Equal(number, (int)Enum.Parse<OrchestrationRuntimeStatus>(name));
}
