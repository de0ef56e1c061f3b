using VideoGen.Tests.Support;

namespace VideoGen.Tests.Rules;

/// <summary>
/// Holds docs/configuration.md to the options classes. To write it anew:
/// <c>APPROVE_CONFIGURATION=1 dotnet run --project VideoGen.Tests -- -class VideoGen.Tests.Rules.ConfigurationPageTests</c>
/// </summary>
public sealed class ConfigurationPageTests
{
    private const string Begin = "<!-- From here on made from the options classes. -->";
    private const string End = "<!-- Up to here. -->";

    private static readonly string Page = Repository.File("docs", "configuration.md");

    [Fact]
    public void The_page_says_what_the_options_classes_say()
    {
        var lines = File.ReadAllLines(Page);
        var (begin, end) = (Array.IndexOf(lines, Begin), Array.IndexOf(lines, End));
        string[] made = [.. lines[..(begin + 1)], "", .. new ConfigurationPage().Lines(), .. lines[end..]];
        if (Environment.GetEnvironmentVariable("APPROVE_CONFIGURATION") is "1")
        {
            File.WriteAllLines(Page, made);
        }

        Assert.Equal(made, File.ReadAllLines(Page));
    }

    [Fact]
    public void Every_setting_says_what_it_is() => Assert.Empty(new ConfigurationPage().Undescribed);
}
