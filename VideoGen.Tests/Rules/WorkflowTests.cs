using System.Text.RegularExpressions;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Rules;

/// <summary>What runs elsewhere on our behalf is what we looked at.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string[] Workflows = [.. Directory.EnumerateFiles(Repository.File(".github", "workflows")).Select(File.ReadAllText)];

    [Fact]
    public void Every_action_is_pinned_to_a_commit_and_says_its_version()
    {
        var uses = Workflows.SelectMany(text => Uses().Matches(text)).Select(match => match.Groups[1].Value.Trim()).ToList();

        Assert.NotEmpty(uses);
        Assert.All(uses, action => Assert.Matches(@"^[\w-]+(/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", action));
    }

    [Fact]
    public void Nothing_may_do_more_than_read_unless_it_says_so() =>
        Assert.All(Workflows, text => Assert.Contains("\npermissions:\n  contents: read\n", text));

    [Fact]
    public void A_developer_has_the_versions_that_the_workflow_has()
    {
        var workflow = Tools().Matches(string.Concat(Workflows)).Select(match => match.Value).Order();
        var developer = Tools().Matches(File.ReadAllText(Repository.File(".devcontainer", "install"))).Select(match => match.Value).Order();

        Assert.Equal(2, developer.Count());
        Assert.Equal(developer, workflow);
    }

    [GeneratedRegex(@"\buses:(.*)")]
    private static partial Regex Uses();

    [GeneratedRegex(@"(azure-functions-core-tools|azurite)@[\d.]+")]
    private static partial Regex Tools();
}
