using System.Diagnostics;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Rules;

/// <summary>A service that is deployed has a key that opens it.</summary>
public sealed class InfraKeyTests
{
    [Fact]
    public async Task Whoever_chose_no_key_gets_one() => Assert.Matches("^env set API_KEY [0-9a-f]{64}\n$", await RunAsync("SECRETS_IN_VAULT=[\"RUNWAY_API_KEY\"]"));

    [Theory]
    [InlineData("API_KEY=mine")]
    [InlineData("SECRETS_IN_VAULT=[\"RUNWAY_API_KEY\", \"API_KEY\"]")]
    [InlineData("APP_SETTINGS={\"AUTH_MODE\": \"jwt\"}")]
    public async Task Whoever_chose_how_callers_show_who_they_are_keeps_that(string chosen) => Assert.Empty(await RunAsync(chosen));

    /// <summary>What the script tells azd to do.</summary>
    private static async Task<string> RunAsync(string setting)
    {
        var start = new ProcessStartInfo("sh", ["-c", $"azd() {{ echo \"$@\"; }}; . '{Repository.File("infra", "key")}'"]) { RedirectStandardOutput = true };
        start.Environment[setting.Split('=', 2)[0]] = setting.Split('=', 2)[1];
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return said;
    }
}
