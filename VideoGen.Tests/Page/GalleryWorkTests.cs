using System.Net;
using Microsoft.Playwright;
using VideoGen.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace VideoGen.Tests.Page;

/// <summary>What is done with videos in the gallery.</summary>
public sealed class GalleryWorkTests(Chromium chromium) : AppTest(chromium, "FFMPEG_PATH=")
{
    [Fact]
    public async Task Variations_play_side_by_side_as_one()
    {
        var first = await AVideoAsync("A harbour", "anime");
        await App.JobWhenOverAsync((string)(await App.PostAsync($"/api/videos/{first}/variations", new { style = "watercolor" })).Json!["id"]!);
        var page = (await OpenAsync($"#/gallery?group={first}")).Page;

        await Expect(page.GetByText("Anime", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("Watercolour", new() { Exact = true })).ToBeVisibleAsync();
        await page.Button("Play all").ClickAsync();

        await page.WaitForFunctionAsync("""
            () => {
              const [one, other] = [...document.querySelectorAll('video')].map(video => video.currentTime);
              return one > 0.2 && Math.abs(one - other) < 0.2;
            }
            """);
    }

    [Fact]
    public async Task Several_get_a_tag_and_lose_one_at_once()
    {
        string[] ids = [await AVideoAsync("A harbour", "anime", "draft"), await AVideoAsync("A meadow", "anime", "spring")];
        var page = (await OpenAsync("#/gallery")).Page;

        await page.Card("A harbour").FocusAsync();
        await page.Keyboard.PressAsync("x");
        await page.Card("A meadow").FocusAsync();
        await page.Keyboard.PressAsync("x");
        await page.Button("Tags").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        // It is on one of them: first to all, then to none.
        await dialog.GetByLabel("draft").CheckAsync();
        await dialog.GetByLabel("draft").UncheckAsync();
        await dialog.GetByLabel("Add a tag").FillAsync("best");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(page.GetByText("Tags saved")).ToBeVisibleAsync();
        Assert.Equal(["best"], await TagsAsync(ids[0]));
        Assert.Equal(["spring", "best"], await TagsAsync(ids[1]));
    }

    [Fact]
    public async Task What_is_still_being_made_is_canceled_before_it_is_deleted()
    {
        var id = await App.AJobWaitingForRunwayAsync();
        var page = (await OpenAsync("#/gallery", beforehand: page => page.Clock.InstallAsync())).Page;
        var card = page.Card("A ");

        await card.FocusAsync();
        await page.Keyboard.PressAsync("Delete");
        await page.Button("Cancel and delete").ClickAsync();
        await UntilShownAsync(page.Button("Undo"), () => page.Clock.FastForwardAsync("5"));
        await Expect(card).ToHaveCountAsync(0);
        await page.RunAndWaitForResponseAsync(() => page.Clock.FastForwardAsync("20"), answer => answer.Request.Method == "DELETE");

        Assert.Equal(HttpStatusCode.NotFound, (await App.GetAsync($"/api/videos/{id}")).Status);
    }

    [Fact]
    public async Task A_new_video_comes_in_at_the_top_and_waits_where_it_would_move_what_one_looks_at()
    {
        await AVideoAsync("A harbour", "anime");
        var page = (await OpenAsync("#/gallery", beforehand: page => page.Clock.InstallAsync())).Page;
        await Expect(page.Card("A harbour")).ToBeVisibleAsync();

        await AVideoAsync("A meadow", "anime");
        await page.Clock.FastForwardAsync("15");
        await Expect(page.Card("A meadow")).ToBeVisibleAsync();

        await page.Card("A harbour").FocusAsync();
        await AVideoAsync("A tower", "anime");
        await page.Clock.FastForwardAsync("15");
        await page.Button("1 new video").ClickAsync();
        await Expect(page.Card("A tower")).ToBeFocusedAsync();
    }

    private async Task<string> AVideoAsync(string prompt, string style, params string[] tags)
    {
        var id = await App.AJobAsync(new { prompt, simulation = "always", style, tags });
        await App.JobWhenOverAsync(id);
        return id;
    }

    private async Task<string[]> TagsAsync(string id) => [.. (await App.GetAsync($"/api/videos/{id}")).Json!["tags"]!.AsArray().Select(tag => (string)tag!)];
}
