using Microsoft.Playwright;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Page;

/// <summary>Somebody's visit to the page, in a browser profile of its own. Notes what must never happen, whatever the visit is for.</summary>
/// <remarks>That is: an error or a warning on the console (a breach of the content security policy is one), an error nobody caught, a request to elsewhere, an answer that the service is at fault, a file of the page that is not there.</remarks>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _home;
    private readonly List<string> _faults = [];
    private readonly List<string> _requests = [];

    private Visit(IBrowserContext context, IPage page, Uri home)
    {
        (_context, Page, _home) = (context, page, home);
        page.PageError += (_, error) => Note($"uncaught: {error}");
        page.Console += (_, message) => Hear(message);
        context.Request += (_, request) => See(request);
        context.Response += (_, response) => Judge(response);
    }

    public IPage Page { get; }

    /// <summary>What must not have happened, and did.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_faults)
            {
                return [.. _faults];
            }
        }
    }

    /// <summary>All addresses that were asked for.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    /// <param name="chromium">The browser.</param>
    /// <param name="home">The service.</param>
    /// <param name="options">How the visitor likes things; by default 1440 pixels wide, in English, and without motion.</param>
    public static async Task<Visit> BeginAsync(Chromium chromium, Uri home, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.BaseURL = home.ToString();
        options.Locale ??= "en-GB";
        options.TimezoneId ??= "Europe/Paris";
        options.ReducedMotion ??= ReducedMotion.Reduce;
        options.ViewportSize ??= new() { Width = 1440, Height = 900 };
        var context = await chromium.NewContextAsync(options);
        return new(context, await context.NewPageAsync(), home);
    }

    /// <summary>Opens the page at a view.</summary>
    public Task GoAsync(string view = "#/") => Page.GotoAsync($"/{view}");

    /// <summary>Waits until the view is drawn and nothing is being fetched for it any more, but for what goes on for good.</summary>
    public async Task UntilQuietAsync()
    {
        await Assertions.Expect(Page.Locator("main")).Not.ToHaveAttributeAsync("aria-busy", "true");
        await Assertions.Expect(Page.Locator("main h1")).ToBeVisibleAsync();
        await Page.WaitForFunctionAsync("() => [...document.images].every(image => image.complete || image.loading === 'lazy')");
    }

    /// <summary>Leaves what the page shows with the test's output, and a picture of it in TestResults.</summary>
    public async Task TellAsync()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{Page.Url}\n{await Page.Locator("body").AriaSnapshotAsync()}");
        await Page.ScreenshotAsync(new() { Path = Repository.File("TestResults", $"{TestContext.Current.Test?.UniqueID}.png"), FullPage = true });
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    // What the browser itself says of an answer of 4xx, or of a server that is gone, is no message of the page's.
    private void Hear(IConsoleMessage message) =>
        Note(message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)
            ? $"console {message.Type}: {message.Text} ({message.Location})"
            : null);

    private void See(IRequest request)
    {
        lock (_requests)
        {
            _requests.Add(request.Url);
        }

        var address = new Uri(request.Url);
        Note(address.Scheme is "data" or "blob" || address.Authority == _home.Authority ? null : $"request to {request.Url}");
    }

    private void Judge(IResponse response) =>
        Note(response.Status >= 500 || (response.Status >= 400 && new Uri(response.Url).AbsolutePath.StartsWith("/page/", StringComparison.Ordinal))
            ? $"{response.Status} from {response.Url}"
            : null);

    private void Note(string? fault)
    {
        if (fault is null) return;

        lock (_faults)
        {
            _faults.Add(fault);
        }
    }
}
