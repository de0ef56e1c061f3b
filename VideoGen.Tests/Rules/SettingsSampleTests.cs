using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using VideoGen.Functions;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Rules;

/// <summary>The sample shows every setting of the app once, with its default.</summary>
public sealed class SettingsSampleTests
{
    // Read by the host, not by the app.
    private static readonly string[] OfTheHost = ["FUNCTIONS_WORKER_RUNTIME"];

    private static readonly Dictionary<string, string> Sample = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "local.settings.sample.json")))!["Values"]!
        .AsObject().ToDictionary(setting => setting.Key, setting => (string)setting.Value!);

    private static readonly List<(string Name, PropertyInfo Property)> Settings = [.. typeof(VideoGenApp).Assembly.GetTypes()
        .SelectMany(type => type.GetProperties())
        .Where(property => property.IsDefined(typeof(ConfigurationKeyNameAttribute)))
        .Select(property => (property.GetCustomAttribute<ConfigurationKeyNameAttribute>()!.Name.Replace(":", "__"), property))];

    [Fact]
    public void Every_setting_the_code_reads_is_in_the_sample_and_none_other() =>
        Assert.Equal(Settings.Select(setting => setting.Name).Order(), Sample.Keys.Except(OfTheHost).Order());

    [Fact]
    public void The_sample_shows_the_defaults() =>
        Assert.All(Settings.Where(setting => setting.Name != "AzureWebJobsStorage"), setting =>
            Assert.Equal((setting.Name, Default(setting.Property)), (setting.Name, Sample[setting.Name])));

    private static string Default(PropertyInfo property) =>
        Convert.ToString(property.GetValue(Activator.CreateInstance(property.DeclaringType!)), CultureInfo.InvariantCulture) ?? "";
}
