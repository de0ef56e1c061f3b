using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace VideoGen.Tests.Page;

public sealed class UsersTests(Chromium chromium) : AppTest(chromium, $"API_KEY={Key}", "FFMPEG_PATH=")
{
    private const string Key = "the-key-of-the-team";

    [Fact]
    public async Task Two_users_see_each_their_own_and_the_key_stays_with_the_tab()
    {
        var ann = await SignInAsync("ann");
        await ann.Page.Prompt().FillAsync("Ann's garden");
        await ann.Page.Generate().ClickAsync();
        var id = await ann.Page.JobIdAsync();
        await UntilShownAsync(ann.Page.Player());
        await ann.Page.Play().ClickAsync();
        await ann.Page.IsPlayingAsync();

        var bob = await SignInAsync("bob");
        await bob.GoAsync("#/gallery");
        await Expect(bob.Page.GetByText("No videos yet")).ToBeVisibleAsync();
        await bob.GoAsync($"#/videos/{id}");
        await Expect(bob.Page.Heading("There is no such video")).ToBeVisibleAsync();

        await ann.GoAsync("#/gallery");
        await Expect(ann.Page.Card("Ann's garden")).ToBeVisibleAsync();
        await ann.Page.WaitForFunctionAsync("() => document.querySelector('main li img')?.naturalWidth > 0");
        Assert.DoesNotContain(ann.Requests, address => address.Contains(Key, StringComparison.Ordinal));
        Assert.DoesNotContain(Key, await ann.Page.EvaluateAsync<string>("() => location + document.cookie + JSON.stringify(localStorage) + document.documentElement.outerHTML"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signs_out_leaves_nothing_behind()
    {
        var ann = await SignInAsync("ann");

        await ann.Page.Button("Sign out").ClickAsync();

        await Expect(ann.Page.Heading("Sign in")).ToBeVisibleAsync();
        Assert.DoesNotContain(Key, await ann.Page.EvaluateAsync<string>("() => JSON.stringify([sessionStorage, localStorage])"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_asked_for_again()
    {
        var visit = await OpenAsync();
        await FillAsync(visit.Page, "ann", "some-other-key");

        await Expect(visit.Page.Heading("Sign in")).ToBeVisibleAsync();
        await FillAsync(visit.Page, "ann", Key);

        await Expect(visit.Page.Generate()).ToBeVisibleAsync();
    }

    private async Task<Visit> SignInAsync(string user)
    {
        var visit = await OpenAsync();
        await FillAsync(visit.Page, user, Key);
        await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        return visit;
    }

    private static async Task FillAsync(IPage page, string user, string key)
    {
        await page.GetByLabel("Key of the service").FillAsync(key);
        await page.GetByLabel("User").FillAsync(user);
        await page.Button("Sign in").ClickAsync();
    }
}
