using VideoGen.Cli;

namespace VideoGen.Tests.Cli;

public sealed class ArgumentsTests
{
    [Fact]
    public void A_text_and_options_come_in_any_order()
    {
        string[] either = ["--out", "a b", "A cat -- asleep", "--data=/tmp/x=y"];

        var arguments = Arguments.Parse(either, "out", "data");

        Assert.Equal(("A cat -- asleep", "a b", "/tmp/x=y"), (arguments.Text, arguments["out"], arguments["data"]));
    }

    [Fact]
    public void Nothing_is_fine_too()
    {
        var arguments = Arguments.Parse([], "out");

        Assert.Null(arguments.Text);
        Assert.Null(arguments["out"]);
    }

    [Theory]
    [InlineData("A cat asleep", "\"cat\" is one too many; put the prompt in quotes")]
    [InlineData("--ouT x", "there is no option --ouT; there is --out, --data")]
    [InlineData("cat --out", "--out needs a value")]
    public void What_makes_no_sense_is_said(string line, string complaint)
    {
        var refused = Assert.Throws<CliException>(() => Arguments.Parse(line.Split(' '), "out", "data"));

        Assert.Equal((ExitCode.WrongUsage, complaint), (refused.ExitCode, refused.Message));
    }
}
