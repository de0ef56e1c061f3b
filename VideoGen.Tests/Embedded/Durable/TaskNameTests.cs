using Microsoft.DurableTask;

namespace VideoGen.Tests.Embedded.Durable;

public sealed class TaskNameTests
{
    [Fact]
    public void Names_are_equal_ignoring_case()
    {
        TaskName upper = "MAKEVIDEO", mixed = "MakeVideo";

        Assert.True(upper == mixed);
        Assert.True(upper.Equals((object)mixed));
        Assert.Equal(upper.GetHashCode(), mixed.GetHashCode());
        Assert.True(mixed != "Other");
    }

    [Fact]
    public void A_name_converts_to_text_and_back_as_written()
    {
        TaskName name = "MakeVideo";
        string text = name;

        Assert.Equal("MakeVideo", text);
        Assert.Equal("MakeVideo", name.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void No_text_is_no_name(string? text)
    {
        TaskName name = text!;

        Assert.Equal(default, name);
        Assert.Equal(0, name.GetHashCode());
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void No_text_is_no_version(string? text)
    {
        Assert.Equal(TaskVersion.Unversioned, new TaskVersion(text));
        Assert.Equal("", new TaskVersion(text).Version);
        Assert.Equal(TaskVersion.Unversioned.GetHashCode(), new TaskVersion(text).GetHashCode());
    }

    [Fact]
    public void A_blank_version_is_refused() =>
        Assert.Throws<ArgumentException>("version", () => new TaskVersion("  "));

    [Fact]
    public void Versions_are_equal_ignoring_case()
    {
        TaskVersion lower = "v1-beta";

        Assert.True(lower == "V1-BETA");
        Assert.Equal("v1-beta", (string)lower);
    }
}
