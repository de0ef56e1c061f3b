using Microsoft.Playwright;
using VideoGen.Tests.Sdk;

namespace VideoGen.Tests.Page;

/// <summary>What holds in each view of the page, of a studio at work.</summary>
public sealed class EveryViewTests(Chromium chromium, Populated studio) : PageTest(chromium), IClassFixture<Populated>
{
    private const string TooWide = """
        () => document.documentElement.scrollWidth <= 360 ? [] : [...document.querySelectorAll('body *')]
          .filter(element => element.getBoundingClientRect().right > 361)
          .map(element => `${location.hash} ${element.tagName}.${element.className} reaches to ${Math.round(element.getBoundingClientRect().right)}`)
        """;

    public static TheoryData<string> Views => ["generator", "gallery", "operations", "completed", "simulated", "failed", "canceled", "unknown", "running"];

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_view_has_no_barrier_that_axe_can_tell_in_dark_and_in_light(string view)
    {
        await OfficialClient.PrepareAsync(TestContext.Current.CancellationToken);
        var page = await LookAsync(view, new() { ColorScheme = ColorScheme.Dark });
        await Axe.AssertNoBarrierAsync(page);

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await Axe.AssertNoBarrierAsync(page);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    [InlineData("ja")]
    [InlineData("zh")]
    public async Task All_views_speak_the_readers_language_and_fit_a_narrow_screen(string language)
    {
        var visit = await OpenAsync(studio.App.Http.BaseAddress!, "#/", new() { Locale = language, ViewportSize = new() { Width = 360, Height = 740 }, HasTouch = true, IsMobile = true });
        Assert.Equal(language, await visit.Page.Locator("html").GetAttributeAsync("lang"));
        foreach (var view in Views)
        {
            await visit.GoAsync(AddressOf(view));
            await visit.UntilQuietAsync();

            Assert.DoesNotMatch(Words.NameOfAText, await visit.Page.Locator("body").InnerTextAsync());
            Assert.Empty(await visit.Page.EvaluateAsync<string[]>(TooWide));
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
