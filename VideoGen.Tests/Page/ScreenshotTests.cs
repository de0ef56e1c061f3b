using System.Text.Json;
using Microsoft.Playwright;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Page;

/// <summary>Takes the pictures of docs/studio anew: <c>./videogen test Pictures_of_the_studio -explicit only</c>.</summary>
public sealed class ScreenshotTests(Chromium chromium) : AppTest(chromium, "FFMPEG_PATH=", "KLING_API_KEY=AK_TEST:SK_TEST")
{
    private const int Quality = 82;

    private static readonly object[] _made =
    [
        new { prompt = "Rain on the neon streets of Tokyo, seen from a slow taxi", style = "cinematic", camera = "tracking", tags = new[] { "city", "night" } },
        new { prompt = "A paper boat crosses a pond in the park", style = "paper_craft", theme = "friendship", tags = new[] { "kids" } },
        new { prompt = "Autumn forest at dawn, fog between the pines", style = "realistic", camera = "crane_up" },
        new { prompt = "Waves roll onto a beach at sunset", style = "watercolor", platform = "instagram", tags = new[] { "sea" } },
        new { prompt = "A fox looks over the snowy mountains", style = "anime", theme = "animals", camera = "orbit_left" },
        new { prompt = "The new espresso machine, steam in the morning light", style = "commercial", platform = "advertising", tags = new[] { "launch" } },
        new { prompt = "A lighthouse by the sea in a winter storm", style = "cinematic", camera = "dolly_in", tags = new[] { "sea" } },
        new { prompt = "Skyline of Paris, lights coming on", style = "artistic", format = "square" },
        new { prompt = "A castle above the clouds at night", style = "fairy_tale", theme = "magic" },
        new { prompt = "A jungle river, mist and first sun", style = "realistic", camera = "static", tags = new[] { "nature" } },
        new { prompt = "Rooftops of the old city under the moon", style = "cartoon", format = "landscape" },
        new { prompt = "A sailing ship leaves the harbour in golden light", style = "cinematic", camera = "pan_right", tags = new[] { "sea" } },
    ];

    [Fact(Explicit = true)]
    public async Task Pictures_of_the_studio()
    {
        foreach (var video in _made)
        {
            await App.JobWhenOverAsync(await StartSimulatedAsync(video));
            App.Time.Advance(TimeSpan.FromMinutes(11));
        }

        // The simulated provider's film is one of hills at sunset.
        var shown = await App.AJobAsync(new { prompt = "The sun goes down behind the hills", model = "gen4.5", style = "cinematic", camera = "dolly_in", tags = new[] { "nature" } });
        await App.JobWhenOverAsync(shown);
        await App.Sim.NoCreditsAsync();
        await App.Sim.ControlAsync("kling", new { units = 0 });
        await App.JobWhenOverAsync(await App.AJobAsync(new { prompt = "A drone over a futuristic city at sunset", style = "anime", camera = "zoom_out", tags = new[] { "city" } }));
        await App.Sim.ControlAsync("kling", new { units = 1000 });
        await App.PassAsync(TimeSpan.FromMinutes(3));
        await App.JobWhenAtAsync(await App.AJobAsync(new { prompt = "A tram climbs the hill in the evening rain", style = "cinematic", model = "kling-v2-5-turbo" }), "generating");

        foreach (var theme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await TakeAsync("generator", "#/?style=cinematic&camera=orbit_left&prompt=" + Uri.EscapeDataString("A lighthouse on a cliff, waves breaking below, the last light of the day"), "$0.", theme);
            await TakeAsync("job", $"#/videos/{shown}", "Dolly in", theme);
            await TakeAsync("gallery", "#/gallery", "Anime", theme);
            await TakeAsync("operations", "#/operations", "Out of credits", theme);
        }

        await TakeAsync("mobile", "#/gallery", "Anime", ColorScheme.Dark, new() { Width = 390, Height = 844 });
    }

    private Task<string> StartSimulatedAsync(object request)
    {
        var fields = JsonSerializer.SerializeToNode(request)!;
        fields["simulation"] = "always";
        return App.AJobAsync(fields);
    }

    /// <summary>Takes one once the view shows some words that come last.</summary>
    private async Task TakeAsync(string name, string view, string last, ColorScheme theme, ViewportSize? size = null)
    {
        var visit = await OpenAsync("api/health", new() { ColorScheme = theme, ViewportSize = size, IsMobile = size is not null, HasTouch = size is not null });
        await visit.Page.Clock.SetFixedTimeAsync(App.Time.GetUtcNow().UtcDateTime);
        await visit.GoAsync(view);
        await visit.UntilQuietAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Main).GetByText(last).Filter(new() { Visible = true }).First).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("Loading…")).ToHaveCountAsync(0);
        await visit.Page.ScreenshotAsync(new()
        {
            Path = Repository.File("docs", "studio", $"{name}-{theme.ToString().ToLowerInvariant()}.jpg"),
            Type = ScreenshotType.Jpeg,
            Quality = Quality,
        });
    }
}
