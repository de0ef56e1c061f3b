using Microsoft.DurableTask;

namespace VideoGen.Tests.Embedded.Durable;

/// <summary>The custom status that an orchestrator shows.</summary>
public abstract class StatusRules(Memory memory) : DurableTest(memory)
{
    [Fact]
    public async Task The_last_status_set_in_an_episode_is_shown_while_it_waits_and_after_its_end()
    {
        Orchestrator("Status", async context =>
        {
            context.SetCustomStatus(new { Step = 1 });
            context.SetCustomStatus(new { Step = 2, nested = new { A = "b" } });
            return await context.WaitForExternalEvent<int>("Go");
        });
        var id = await StartAndSettle("Status");
        var waiting = await Get(id);

        await Raise(id, "Go", 1);

        Assert.Equal("""{"Step":2,"nested":{"A":"b"}}""", waiting.SerializedCustomStatus);
        Assert.Equal(waiting.SerializedCustomStatus, (await Get(id)).SerializedCustomStatus);
    }

    [Fact]
    public async Task A_status_never_set_is_absent_before_the_first_episode_and_the_text_null_after_it()
    {
        Orchestrator("Status", async context => await context.WaitForExternalEvent<int>("Go"));
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Status", new StartOrchestrationOptions(StartAt: Time.GetUtcNow().AddHours(1)));

        Assert.Null((await Get(id)).SerializedCustomStatus);
        await Advance(TimeSpan.FromHours(1));

        var running = await Get(id);
        Assert.Equal("null", running.SerializedCustomStatus);
        Assert.Null(running.ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task A_status_can_be_cleared()
    {
        Orchestrator("Status", async context =>
        {
            context.SetCustomStatus("plain \"text\" é");
            await context.WaitForExternalEvent<int>("Go");
            context.SetCustomStatus(null);
            return await context.WaitForExternalEvent<int>("Go");
        });
        var id = await StartAndSettle("Status");
        Assert.Equal("plain \"text\" é", (await Get(id)).ReadCustomStatusAs<string>());

        await Raise(id, "Go", 1);

        Assert.Equal("null", (await Get(id)).SerializedCustomStatus);
    }

    [Fact]
    public async Task A_status_survives_episodes_that_do_not_set_it()
    {
        Orchestrator("Status", async context =>
        {
            context.SetCustomStatus("set once");
            await context.WaitForExternalEvent<int>("Go");
            return await context.WaitForExternalEvent<int>("Go");
        });
        var id = await StartAndSettle("Status");

        await Raise(id, "Go", 1);

        Assert.Equal("\"set once\"", (await Get(id)).SerializedCustomStatus);
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(20_000)]
    public async Task A_status_that_Azure_could_store_is_accepted(int length)
    {
        Orchestrator("Big", context =>
        {
            context.SetCustomStatus(new string('s', length));
            return Task.FromResult<object?>("done");
        });

        var ended = await Run("Big");

        Assert.Equal(length, ended.ReadCustomStatusAs<string>()!.Length);
    }

    [Fact]
    public async Task A_status_that_Azure_could_not_store_is_refused()
    {
        Orchestrator("TooBig", context =>
        {
            var refusal = Assert.Throws<ArgumentException>(() => context.SetCustomStatus(new string('s', 40_000)));
            return Task.FromResult<object?>(refusal.ParamName);
        });

        Assert.Equal("customStatus", await Output<string>("TooBig"));
    }

    [Fact]
    public async Task A_status_changes_the_time_of_the_last_update_and_not_that_of_creation()
    {
        Orchestrator("Status", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(5), CancellationToken.None);
            context.SetCustomStatus("later");
            return await context.WaitForExternalEvent<int>("Go");
        });
        var began = Time.GetUtcNow();
        var id = await StartAndSettle("Status");

        await Advance(TimeSpan.FromMinutes(5));

        var later = await Get(id);
        Assert.Equal((began, began.AddMinutes(5)), (later.CreatedAt, later.LastUpdatedAt));
    }

    public sealed class InMemory() : StatusRules(Memory.Kept);

    public sealed class FromHistory() : StatusRules(Memory.Replayed);
}
