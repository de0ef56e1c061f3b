using System.Text.Json;
using Microsoft.Playwright;

namespace VideoGen.Tests.Page;

/// <summary>The checker of accessibility, axe, in the page as it stands.</summary>
internal static class Axe
{
    // Colours that have just been changed are seen with the frame after the next.
    private const string Run = """
        async () => {
          await new Promise(shown => requestAnimationFrame(() => requestAnimationFrame(shown)));
          return (await axe.run(document, { resultTypes: ['violations'] })).violations.flatMap(rule =>
            rule.nodes.map(node => ({ rule: rule.id, impact: rule.impact, where: node.target.join(' '), why: node.failureSummary })));
        }
        """;

    /// <summary>It finds nothing that is serious or critical.</summary>
    public static async Task AssertNoBarrierAsync(IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(Web.Npm, "axe-core", "axe.min.js"), TestContext.Current.CancellationToken));
        var findings = await page.EvaluateAsync<JsonElement>(Run);
        var barriers =
            from finding in findings.EnumerateArray()
            where finding.GetProperty("impact").GetString() is "serious" or "critical"
            select $"{finding.GetProperty("rule")} at {finding.GetProperty("where")}: {finding.GetProperty("why")}";
        Assert.True(!barriers.Any(), string.Join('\n', barriers));
    }
}
