using Microsoft.Playwright;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Page;

/// <summary>A test of the page against an app of its own, on a clock that moves when told.</summary>
public abstract class AppTest(Chromium chromium, params string[] settings) : PageTest(chromium)
{
    protected TestApp App { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        App = await TestApp.StartAsync(settings);
    }

    protected Task<Visit> OpenAsync(string view = "#/", BrowserNewContextOptions? options = null, Func<IPage, Task>? beforehand = null) =>
        OpenAsync(App.Http.BaseAddress!, view, options, beforehand);

    /// <summary>Lets the app's time pass until the page shows something; what the page needs done <paramref name="meanwhile"/> is done again and again.</summary>
    protected Task UntilShownAsync(ILocator what, Func<Task>? meanwhile = null) => Eventually.IsTrueAsync(
        async () =>
        {
            if (await what.IsVisibleAsync()) return true;

            await App.PassAsync(TimeSpan.FromSeconds(1));
            if (meanwhile is not null) await meanwhile();
            return false;
        },
        TimeSpan.FromMinutes(2));

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            if (App is not null) await App.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
