using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace VideoGen.Tests.Page;

/// <summary>What there is on the page, by the names that a screen reader tells.</summary>
internal static partial class Studio
{
    public static ILocator Prompt(this IPage page) => page.GetByRole(AriaRole.Textbox, new() { Name = "Prompt", Exact = true });

    public static ILocator Generate(this IPage page) => page.GetByRole(AriaRole.Button, new() { NameRegex = GenerateName() });

    public static ILocator Player(this IPage page) => page.GetByRole(AriaRole.Group, new() { Name = "Player" });

    public static ILocator Play(this IPage page) => page.Player().GetByRole(AriaRole.Button, new() { Name = "Play" });

    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Heading(this IPage page, string name) => page.GetByRole(AriaRole.Heading, new() { Name = name });

    /// <summary>A job's card in the gallery.</summary>
    public static ILocator Card(this IPage page, string prompt) =>
        page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { NameRegex = new Regex($"^{Regex.Escape(prompt)}") });

    /// <summary>The job that the address names.</summary>
    public static async Task<string> JobIdAsync(this IPage page)
    {
        await page.WaitForURLAsync(JobAddress());
        return JobAddress().Match(page.Url).Groups[1].Value;
    }

    /// <summary>Waits until the video's picture moves.</summary>
    public static Task IsPlayingAsync(this IPage page) => page.WaitForFunctionAsync("() => document.querySelector('video')?.currentTime > 0");

    [GeneratedRegex("^Generate")]
    private static partial Regex GenerateName();

    [GeneratedRegex("#/videos/(v[a-z0-9]+)")]
    private static partial Regex JobAddress();
}
