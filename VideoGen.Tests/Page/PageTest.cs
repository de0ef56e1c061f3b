using Microsoft.Playwright;

namespace VideoGen.Tests.Page;

/// <summary>A test of the page, in Chromium, against a running app. Fails too when a <see cref="Visit"/> has seen what must never happen.</summary>
[Collection(nameof(Chromium))]
public abstract class PageTest(Chromium chromium) : IAsyncLifetime
{
    private readonly List<Visit> _visits = [];

    public virtual ValueTask InitializeAsync()
    {
        _ = chromium.Browser;
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens the page at a view, in a profile of its own, with <paramref name="beforehand"/> done before.</summary>
    protected async Task<Visit> OpenAsync(Uri home, string view, BrowserNewContextOptions? options = null, Func<IPage, Task>? beforehand = null)
    {
        var visit = await Visit.BeginAsync(chromium, home, options);
        _visits.Add(visit);
        if (beforehand is not null) await beforehand(visit.Page);
        await visit.GoAsync(view);
        return visit;
    }

    public virtual async ValueTask DisposeAsync()
    {
        var faults = _visits.SelectMany(visit => visit.Faults).ToList();
        foreach (var visit in _visits)
        {
            if (faults.Count > 0 || TestContext.Current.TestState?.Result == TestResult.Failed) await visit.TellAsync();
            await visit.DisposeAsync();
        }

        Assert.Empty(faults);
        GC.SuppressFinalize(this);
    }
}
