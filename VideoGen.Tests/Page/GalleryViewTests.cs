using System.Net;
using Microsoft.Playwright;
using VideoGen.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace VideoGen.Tests.Page;

public sealed class GalleryViewTests(Chromium chromium) : AppTest(chromium)
{
    [Fact]
    public async Task What_is_deleted_can_be_had_back_for_a_while()
    {
        var id = await AVideoAsync("A lighthouse in a storm");
        var page = (await OpenAsync("#/gallery", beforehand: page => page.Clock.InstallAsync())).Page;
        var card = page.Card("A lighthouse in a storm");

        await DeleteAsync(page, card);
        await page.Button("Undo").ClickAsync();
        await Expect(card).ToBeVisibleAsync();
        await page.Clock.FastForwardAsync("20");
        Assert.Equal(HttpStatusCode.OK, (await App.GetAsync($"/api/videos/{id}")).Status);

        await DeleteAsync(page, card);
        await page.RunAndWaitForResponseAsync(() => page.Clock.FastForwardAsync("20"), answer => answer.Request.Method == "DELETE");
        Assert.Equal(HttpStatusCode.NotFound, (await App.GetAsync($"/api/videos/{id}")).Status);
    }

    [Fact]
    public async Task The_way_back_leads_to_the_same_filters_and_the_same_place()
    {
        await AVideoAsync("The very first");
        var items = Enumerable.Range(1, 40).Select(n => new { prompt = $"Wave {n:00}", simulation = "always", style = n % 2 == 0 ? "anime" : "cinematic" });
        Assert.Equal(HttpStatusCode.Accepted, (await App.PostAsync("/api/videos/batch", new { items })).Status);
        var page = (await OpenAsync("#/gallery", new() { ViewportSize = new() { Width = 1280, Height = 500 } })).Page;

        await page.GetByLabel("Style").SelectOptionAsync("anime");
        await page.WaitForURLAsync("**/#/gallery?style=anime");
        await Expect(page.Card("The very first")).ToHaveCountAsync(0);
        await page.Card("Wave 02").ScrollIntoViewIfNeededAsync();
        await page.Card("Wave 02").ClickAsync();
        await page.JobIdAsync();
        await page.GoBackAsync();

        Assert.EndsWith("#/gallery?style=anime", page.Url, StringComparison.Ordinal);
        await Expect(page.Card("Wave 02")).ToBeInViewportAsync();
        await page.GoBackAsync();
        await Expect(page.GetByLabel("Style")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task A_filter_that_is_chosen_while_the_list_comes_along_counts()
    {
        await AVideoAsync("The very first");
        var chosen = new TaskCompletionSource();
        var page = (await OpenAsync("#/gallery", beforehand: page => page.RouteAsync("**/api/videos?*", async route =>
        {
            await chosen.Task;
            await route.ContinueAsync();
        }))).Page;

        await page.GetByLabel("Style").SelectOptionAsync("anime");
        chosen.SetResult();

        await Expect(page.GetByText("Nothing matches")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Style" })).ToHaveValueAsync("anime");
    }

    [Fact]
    public async Task A_quick_look_opens_and_closes_by_the_space_bar()
    {
        await AVideoAsync("A lighthouse in a storm");
        var page = (await OpenAsync("#/gallery")).Page;
        await page.Card("A lighthouse in a storm").FocusAsync();

        await page.Keyboard.PressAsync(" ");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("A lighthouse in a storm");
        await page.Keyboard.PressAsync("Escape");

        await Expect(page.Card("A lighthouse in a storm")).ToBeFocusedAsync();
    }

    private async Task<string> AVideoAsync(string prompt)
    {
        var id = await App.AJobAsync(new { prompt, simulation = "always" });
        await App.JobWhenOverAsync(id);
        return id;
    }

    private static async Task DeleteAsync(IPage page, ILocator card)
    {
        await card.FocusAsync();
        await page.Keyboard.PressAsync("Delete");
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Video deleted" })).ToBeVisibleAsync();
        await Expect(card).ToHaveCountAsync(0);
    }
}
