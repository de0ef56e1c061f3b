using Microsoft.Playwright;
using VideoGen.Tests.Media;
using VideoGen.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace VideoGen.Tests.Page;

public sealed class GeneratorTests(Chromium chromium) : AppTest(chromium)
{
    private const string Scene = "A lighthouse in a storm";

    [Fact]
    public async Task A_prompt_becomes_a_video_that_plays_and_lies_in_the_gallery()
    {
        var page = (await OpenAsync()).Page;
        await page.Prompt().FillAsync(Scene);
        await page.GetByRole(AriaRole.Radio, new() { Name = "Cinematic" }).CheckAsync();
        await page.Generate().ClickAsync();
        var id = await page.JobIdAsync();
        await UntilShownAsync(page.Player());
        await page.Play().ClickAsync();
        await page.IsPlayingAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Gallery" }).ClickAsync();
        await page.Card(Scene).ClickAsync();

        Assert.Equal(id, await page.JobIdAsync());
        Assert.Equal("cinematic", (string?)(await App.JobAsync(id))["style"]);
    }

    [Fact]
    public async Task A_picture_is_picked_and_made_into_a_video()
    {
        using var folder = new TempFolder();
        await Pictures.MakeAsync(folder["storm.png"]);
        var page = (await OpenAsync()).Page;

        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.Button("Image or video").ClickAsync());
        await chooser.SetFilesAsync(folder["storm.png"]);

        await AssertStartsFromThePictureAsync(page);
    }

    [Fact]
    public async Task A_picture_is_dropped_and_made_into_a_video()
    {
        using var folder = new TempFolder();
        var picture = Convert.ToBase64String(await Pictures.MakeAsync(folder["storm.png"]));
        var page = (await OpenAsync()).Page;

        await using var files = await page.EvaluateHandleAsync(
            """
            picture => {
              const files = new DataTransfer();
              files.items.add(new File([Uint8Array.from(atob(picture), letter => letter.charCodeAt(0))], 'storm.png', { type: 'image/png' }));
              return files;
            }
            """, picture);
        // The field is there before what takes files is.
        await Expect(page.Generate()).ToBeVisibleAsync();
        await page.Prompt().DispatchEventAsync("drop", new { dataTransfer = files });

        await AssertStartsFromThePictureAsync(page);
    }

    [Fact]
    public async Task A_file_that_is_no_picture_is_refused_in_plain_words()
    {
        var page = (await OpenAsync()).Page;

        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.Button("Image or video").ClickAsync());
        await chooser.SetFilesAsync(new FilePayload { Name = "storm.png", MimeType = "image/png", Buffer = "no picture"u8.ToArray() });

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This file cannot be used.");
    }

    [Fact]
    public async Task Without_a_prompt_nothing_starts_and_the_page_says_what_is_missing()
    {
        var page = (await OpenAsync()).Page;

        await page.Generate().ClickAsync();

        await Expect(page.GetByText("Say what the video shows.")).ToBeVisibleAsync();
        await Expect(page.Prompt()).ToBeFocusedAsync();
        Assert.Empty((await App.GetAsync("/api/videos")).Json!["videos"]!.AsArray());
    }

    [Fact]
    public async Task A_draft_outlives_a_reload()
    {
        var page = (await OpenAsync()).Page;
        await page.Prompt().FillAsync(Scene);

        await page.ReloadAsync();

        await Expect(page.Prompt()).ToHaveValueAsync(Scene);
    }

    [Fact]
    public async Task What_is_typed_while_the_page_is_on_its_way_is_kept()
    {
        var typed = new TaskCompletionSource();
        var page = (await OpenAsync("api/health")).Page;
        await page.RouteAsync("**/generator/generator.js", async route =>
        {
            await typed.Task;
            await route.ContinueAsync();
        });

        await page.GotoAsync("/#/", new() { WaitUntil = WaitUntilState.Commit });
        await page.Prompt().FillAsync(Scene);
        typed.SetResult();

        await Expect(page.Generate()).ToBeVisibleAsync();
        await Expect(page.Prompt()).ToHaveValueAsync(Scene);
        await Expect(page.Prompt()).ToBeFocusedAsync();
    }

    private async Task AssertStartsFromThePictureAsync(IPage page)
    {
        await Expect(page.GetByText("Image to video: starts from this picture")).ToBeVisibleAsync();
        await page.Prompt().FillAsync(Scene);
        await page.Generate().ClickAsync();
        var job = await App.JobAsync(await page.JobIdAsync());

        Assert.Equal("image-to-video", (string?)job["kind"]);
        await UntilShownAsync(page.Player());
    }
}
