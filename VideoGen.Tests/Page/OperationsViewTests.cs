using System.Text.RegularExpressions;
using Microsoft.Playwright;
using VideoGen.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace VideoGen.Tests.Page;

public sealed partial class OperationsViewTests(Chromium chromium) : AppTest(chromium, "ALLOW_PRIVATE_URLS=true")
{
    private const string Forbidden = """{"status":403,"code":"FORBIDDEN","title":"Not allowed","detail":"Not for you."}""";

    [Fact]
    public async Task A_jobs_history_tells_each_step_with_its_money_and_its_events()
    {
        var id = await App.AOneStepJobAsync("submit=503*1");
        await App.JobWhenOverAsync(id);
        var page = (await OpenAsync($"#/operations?job={id}")).Page;

        await Expect(Step(page, "Submitted to Runway gen4.5").First).ToContainTextAsync("not available");
        await Expect(Step(page, "Rest before the next try")).ToBeVisibleAsync();
        await Expect(Step(page, "Runway gen4.5 at work")).ToContainTextAsync(LookedAndPaid());
        await Expect(Step(page, "In all")).ToContainTextAsync("0.60");
        await Step(page, "File stored").GetByText("1 event as recorded").ClickAsync();
        await Expect(Step(page, "File stored")).ToContainTextAsync("\"FunctionName\": \"StoreVideo\"");
    }

    [Fact]
    public async Task Where_the_durable_history_is_refused_the_record_tells()
    {
        var id = await App.AOneStepJobAsync();
        await App.JobWhenOverAsync(id);
        var page = (await OpenAsync($"#/operations?job={id}", beforehand: page => ForbidAsync(page, "**/management"))).Page;

        await Expect(page.GetByText("Your account may not see the durable history.")).ToBeVisibleAsync();

        await Expect(Step(page, "Runway gen4.5 at work")).ToContainTextAsync("0.60");
        await Expect(Step(page, "Job closed")).ToContainTextAsync("Completed");
    }

    [Fact]
    public async Task A_part_that_is_refused_says_so_and_the_others_are_shown()
    {
        await App.AJobWaitingForRunwayAsync();
        var page = (await OpenAsync("#/operations", beforehand: page => ForbidAsync(page, "**/api/providers"))).Page;

        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Providers and keys" })).ToContainTextAsync("Your account may not see this.");
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Under way: 1" })).ToContainTextAsync("Generating");
    }

    [Fact]
    public async Task A_key_without_credits_is_seen_and_a_job_is_canceled_from_the_queue()
    {
        await App.Sim.NoCreditsAsync();
        var waiting = await App.AJobOfUnknownSubmissionAsync();
        await App.JobWhenOverAsync(await App.AOneStepJobAsync());
        var page = (await OpenAsync("#/operations")).Page;
        await Expect(page.GetByText("Out of credits")).ToBeVisibleAsync();
        await Expect(page.GetByText("You do not have enough credits to run this task.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { NameRegex = CancelName() }).ClickAsync();
        await page.Button("Cancel the video").ClickAsync();

        await Eventually.IsTrueAsync(async () => (string?)(await App.JobWhenOverAsync(waiting))["status"] == "canceled", TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_subscriptions_secret_is_told_once_and_what_never_arrived_is_sent_again()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Always(500);
        var page = (await OpenAsync("#/operations?section=webhooks")).Page;
        await page.Button("New subscription").ClickAsync();
        await page.GetByLabel("Address (https)").FillAsync($"{receiver.Url}/hook");
        await page.Button("Subscribe").ClickAsync();
        var secret = await page.GetByText(Secret()).InnerTextAsync();
        await page.Button("I have kept it").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Subscriptions" })).ToContainTextAsync("/hook");
        Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);

        await page.Button($"Test: {receiver.Url}/hook").ClickAsync();
        var deliveries = page.GetByRole(AriaRole.Table, new() { Name = "Deliveries" });
        await UntilShownAsync(deliveries.GetByText("Failed"), meanwhile: () => page.Button("Refresh").ClickAsync());
        await deliveries.GetByRole(AriaRole.Button, new() { Name = "Details" }).First.ClickAsync();
        await Expect(deliveries.GetByText("webhook-id")).ToBeVisibleAsync();

        receiver.Always(204);
        await deliveries.GetByRole(AriaRole.Button, new() { NameRegex = AgainName() }).ClickAsync();
        await UntilShownAsync(deliveries.GetByText("Delivered"), meanwhile: () => page.Button("Refresh").ClickAsync());

        await Expect(deliveries.GetByText("webhook-id")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Numbers_tell_in_words_what_their_bars_show()
    {
        await App.JobWhenOverAsync(await App.AOneStepJobAsync());
        await App.JobWhenOverAsync(await App.AJobAsync(new { prompt = "A dog", simulation = "always", style = "anime" }));
        var page = (await OpenAsync("#/operations?section=numbers")).Page;

        await Expect(page.GetByRole(AriaRole.Row, new() { NameRegex = RunwayRow() })).ToContainTextAsync("1 made by a provider");
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "By style" }).GetByRole(AriaRole.Row, new() { NameRegex = AnimeRow() })).ToContainTextAsync("1 simulated");
    }

    private static ILocator Step(IPage page, string title) => page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = title });

    private static async Task ForbidAsync(IPage page, string address) =>
        await page.RouteAsync(address, route => route.FulfillAsync(new() { Status = 403, ContentType = "application/problem+json", Body = Forbidden }));

    [GeneratedRegex(@"looked \d+ times?.*\$?0\.60", RegexOptions.Singleline)]
    private static partial Regex LookedAndPaid();

    [GeneratedRegex("^Cancel: ")]
    private static partial Regex CancelName();

    [GeneratedRegex("^Send again: ")]
    private static partial Regex AgainName();

    [GeneratedRegex("^whsec_")]
    private static partial Regex Secret();

    [GeneratedRegex("^Runway ")]
    private static partial Regex RunwayRow();

    [GeneratedRegex("^Anime ")]
    private static partial Regex AnimeRow();
}
