using Microsoft.Playwright;
using VideoGen.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace VideoGen.Tests.Page;

public sealed class JobViewTests(Chromium chromium) : AppTest(chromium)
{
    [Fact]
    public async Task A_job_is_canceled_after_a_question()
    {
        var id = await App.AJobWaitingForRunwayAsync("PENDING*100");
        var page = await WatchAsync(id);

        await page.Button("Cancel").ClickAsync();
        await page.Button("Cancel the job").ClickAsync();
        await UntilShownAsync(page.Heading("You called it off"));

        Assert.Equal("canceled", (string?)(await App.JobAsync(id))["status"]);
    }

    [Fact]
    public async Task Without_credits_the_page_says_in_the_open_that_it_is_a_simulation()
    {
        await App.Sim.NoCreditsAsync();
        var page = await WatchAsync(await App.AOneStepJobAsync());

        await UntilShownAsync(page.Player());

        await Expect(page.GetByText("Not made by a provider: this is a simulation.")).ToBeVisibleAsync();
        await Expect(page.GetByText("The account has no credits for it.").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_page_that_is_reloaded_goes_on_where_it_was()
    {
        var page = await WatchAsync(await App.AJobWaitingForRunwayAsync());
        await Expect(page.Heading("Generating")).ToBeVisibleAsync();

        await page.ReloadAsync();

        await Expect(page.Heading("Generating")).ToBeVisibleAsync();
        await UntilShownAsync(page.Player());
    }

    [Fact]
    public async Task A_page_that_was_cut_off_says_so_and_catches_up_by_itself()
    {
        var id = await App.AJobWaitingForRunwayAsync();
        var page = await WatchAsync(id, beforehand: page => page.Clock.InstallAsync());
        await Expect(page.Heading("Generating")).ToBeVisibleAsync();

        await page.Context.SetOfflineAsync(true);
        await Expect(page.GetByText("The service does not answer. Reconnecting…")).ToBeVisibleAsync();
        await App.JobWhenOverAsync(id);
        await page.Context.SetOfflineAsync(false);

        await UntilShownAsync(page.Player(), meanwhile: () => page.Clock.FastForwardAsync("05"));
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("held back")]
    public async Task Where_the_stream_of_events_does_not_come_through_the_page_asks(string how)
    {
        var id = await App.AJobWaitingForRunwayAsync();
        var page = await WatchAsync(id, async page =>
        {
            await page.Clock.InstallAsync();
            await page.RouteAsync("**/events", route => how == "refused" ? route.AbortAsync() : Task.CompletedTask);
        });
        await Expect(page.Heading("Generating")).ToBeVisibleAsync();

        await UntilShownAsync(page.Player(), meanwhile: () => page.Clock.FastForwardAsync("05"));

        await Expect(page.GetByText("Reconnecting")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_lost_answer_is_explained_and_its_task_is_taken_over()
    {
        var (page, id) = await WatchALostAnswerAsync();
        var task = (string)(await App.Sim.ReadAsync("runway/bill"))["tasks"]![0]!["task"]!;

        await page.GetByLabel("Id of the task").FillAsync(task);
        await page.Button("Take it over").ClickAsync();

        await UntilShownAsync(page.Player());
        Assert.Equal(("completed", 1), ((string?)(await App.JobAsync(id))["status"], await App.Sim.SubmitsAsync()));
    }

    [Fact]
    public async Task A_lost_answer_is_explained_and_the_request_is_sent_again()
    {
        var (page, id) = await WatchALostAnswerAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();

        await UntilShownAsync(page.Player());
        Assert.Equal(("completed", 2), ((string?)(await App.JobAsync(id))["status"], await App.Sim.SubmitsAsync()));
    }

    [Fact]
    public async Task A_lost_answer_is_explained_and_let_be()
    {
        var (page, id) = await WatchALostAnswerAsync();

        await page.Button("End the job").ClickAsync();

        await UntilShownAsync(page.Heading("It stayed unknown whether the provider took it."));
        Assert.Equal(("failed", 1), ((string?)(await App.JobAsync(id))["status"], await App.Sim.SubmitsAsync()));
    }

    [Fact]
    public async Task A_job_that_is_not_there_is_said_to_be_missing()
    {
        var page = await WatchAsync("v00000000000000000000000");

        await Expect(page.Heading("There is no such video")).ToBeVisibleAsync();
    }

    private async Task<IPage> WatchAsync(string id, Func<IPage, Task>? beforehand = null) => (await OpenAsync($"#/videos/{id}", beforehand: beforehand)).Page;

    private async Task<(IPage Page, string Id)> WatchALostAnswerAsync()
    {
        var id = await App.AJobOfUnknownSubmissionAsync();
        var page = await WatchAsync(id);
        await Expect(page.Heading("The answer to a paid request was lost")).ToBeVisibleAsync();
        return (page, id);
    }
}
