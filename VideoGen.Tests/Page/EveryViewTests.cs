using Microsoft.Playwright;
using VideoGen.Tests.Sdk;

namespace VideoGen.Tests.Page;

/// <summary>What holds in each view of the page, of a studio at work.</summary>
public sealed class EveryViewTests(Chromium chromium, Populated studio) : PageTest(chromium), IClassFixture<Populated>
{
    public static TheoryData<string> Views => ["generator", "gallery", "operations", "completed", "simulated", "failed", "canceled", "unknown", "running"];

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_view_has_no_barrier_that_axe_can_tell_in_dark_and_in_light(string view)
    {
        await OfficialClient.PrepareAsync(TestContext.Current.CancellationToken);
        var page = await LookAsync(view, new() { ColorScheme = ColorScheme.Dark });
        Assert.Empty(await Axe.BarriersAsync(page));

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        Assert.Empty(await Axe.BarriersAsync(page));
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_view_fits_a_narrow_screen(string view)
    {
        var page = await LookAsync(view, new() { ViewportSize = new() { Width = 360, Height = 740 }, HasTouch = true, IsMobile = true });

        Assert.Empty(await page.EvaluateAsync<string[]>("""
            () => document.documentElement.scrollWidth <= 360 ? [] : [...document.querySelectorAll('body *')]
              .filter(element => element.getBoundingClientRect().right > 361)
              .map(element => `${element.tagName}.${element.className} reaches to ${Math.round(element.getBoundingClientRect().right)}`)
            """));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    [InlineData("ja")]
    [InlineData("zh")]
    public async Task All_views_speak_the_readers_language(string language)
    {
        var visit = await OpenAsync(studio.App.Http.BaseAddress!, "#/", new() { Locale = language });
        foreach (var view in Views)
        {
            await visit.GoAsync(AddressOf(view));
            await visit.UntilQuietAsync();

            Assert.Equal(language, await visit.Page.Locator("html").GetAttributeAsync("lang"));
            Assert.DoesNotMatch(Words.NameOfAText, await visit.Page.Locator("body").InnerTextAsync());
        }
    }

    private async Task<IPage> LookAsync(string view, BrowserNewContextOptions options)
    {
        var visit = await OpenAsync(studio.App.Http.BaseAddress!, AddressOf(view), options);
        await visit.UntilQuietAsync();
        return visit.Page;
    }

    private string AddressOf(string view) => view switch
    {
        "generator" => "#/",
        "gallery" or "operations" => $"#/{view}",
        "completed" => $"#/videos/{studio.Completed}",
        "simulated" => $"#/videos/{studio.Simulated}",
        "failed" => $"#/videos/{studio.Failed}",
        "canceled" => $"#/videos/{studio.Canceled}",
        "unknown" => $"#/videos/{studio.Unknown}",
        "running" => $"#/videos/{studio.Running}",
        _ => throw new ArgumentOutOfRangeException(nameof(view), view, null),
    };
}
