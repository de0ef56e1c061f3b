using System.Globalization;
using System.Text.Json.Nodes;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Rules;

/// <summary>The sample shows every setting of the app once, with its default.</summary>
public sealed class SettingsSampleTests
{
    // Read by the host, not by the app.
    private static readonly string[] OfTheHost = ["FUNCTIONS_WORKER_RUNTIME"];

    private static readonly Dictionary<string, string> Sample = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "local.settings.sample.json")))!["Values"]!
        .AsObject().ToDictionary(setting => setting.Key, setting => (string)setting.Value!);

    [Fact]
    public void Every_setting_the_code_reads_is_in_the_sample_and_none_other() =>
        Assert.Equal(AppSetting.All.Select(setting => setting.Name).Order(), Sample.Keys.Except(OfTheHost).Order());

    [Fact]
    public void The_sample_shows_the_defaults() =>
        Assert.All(AppSetting.All.Where(setting => setting.Name != "AzureWebJobsStorage"), setting =>
            Assert.Equal((setting.Name, Convert.ToString(setting.Default, CultureInfo.InvariantCulture) ?? ""), (setting.Name, Sample[setting.Name])));
}
