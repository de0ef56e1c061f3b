using Microsoft.Playwright;

namespace VideoGen.Tests.Page;

/// <summary>The machine's own Chromium, headless; one for all tests of the page. Where there is none they are skipped, and say so.</summary>
[CollectionDefinition(nameof(Chromium))]
public sealed class Chromium : ICollectionFixture<Chromium>, IAsyncLifetime
{
    // A guard against what never comes; a slow machine has all the time it needs.
    private const float Patience = 60_000;

    private static readonly string[] _names = ["google-chrome", "chromium", "chromium-browser"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public bool IsThere => _browser is not null;

    /// <remarks>Skips the test that asks, where there is no browser.</remarks>
    public IBrowser Browser
    {
        get
        {
            Assert.SkipUnless(_browser is not null, "There is no Chromium: install the package chromium.");
            return _browser;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } program) return;

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program });
        Assertions.SetDefaultExpectTimeout(Patience);
    }

    /// <summary>A browser profile of its own, as another person's would be.</summary>
    public async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions options)
    {
        var context = await Browser.NewContextAsync(options);
        context.SetDefaultTimeout(Patience);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        _playwright?.Dispose();
    }

    private static string? Find() =>
        (from folder in Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? []
         from name in _names
         select Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
