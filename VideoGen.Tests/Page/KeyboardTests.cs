using Microsoft.Playwright;

namespace VideoGen.Tests.Page;

public sealed class KeyboardTests(Chromium chromium) : AppTest(chromium)
{
    [Fact]
    public async Task From_the_prompt_to_the_playing_video_by_the_keyboard_alone()
    {
        var page = (await OpenAsync()).Page;
        await TabToAsync(page, page.Prompt());
        await page.Keyboard.TypeAsync("A lighthouse in a storm");
        await TabToAsync(page, page.Generate());
        await page.Keyboard.PressAsync("Enter");
        await UntilShownAsync(page.Player());

        await TabToAsync(page, page.Play());
        await page.Keyboard.PressAsync("Enter");

        await page.IsPlayingAsync();
    }

    [Fact]
    public async Task What_comes_first_leads_past_the_navigation()
    {
        var page = (await OpenAsync()).Page;
        await Assertions.Expect(page.Generate()).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        Assert.Equal("view", await page.EvaluateAsync<string>("() => document.activeElement.id"));
    }

    [Fact]
    public async Task A_new_view_has_the_focus_on_its_heading()
    {
        var page = (await OpenAsync()).Page;
        await TabToAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "Gallery" }));

        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Heading("Gallery")).ToBeFocusedAsync();
    }

    private static async Task TabToAsync(IPage page, ILocator target)
    {
        const int Most = 80;
        for (var tabs = 0; tabs < Most; tabs++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement")) return;

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"After {Most} tabs there is no {target}.");
    }
}
