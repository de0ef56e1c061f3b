using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using VideoGen.Functions.Providers.Runway;

namespace VideoGen.Tests.Providers;

public sealed class RunwayOptionsTests
{
    [Fact]
    public void The_address_is_the_official_one_until_another_is_given()
    {
        Assert.Equal("https://api.dev.runwayml.com/", new RunwayOptions().Address.ToString());
        Assert.Equal("http://localhost:7072/runway/", Bind("RUNWAYML_BASE_URL=http://localhost:7072/runway").Address.ToString());
    }

    [Fact]
    public void Of_several_names_the_shorter_one_wins_and_an_empty_one_does_not_count()
    {
        Assert.Equal("http://a/", Bind("RUNWAY_API_URL=http://a", "RUNWAY_BASE_URL=http://b", "RUNWAYML_BASE_URL=http://c").Address.ToString());
        Assert.Equal("one", Bind("RUNWAY_API_KEY=one", "RUNWAYML_API_SECRET=two").Keys);
        Assert.Equal("two", Bind("RUNWAY_API_KEY= ", "RUNWAYML_API_SECRET=two").Keys);
        Assert.Null(Bind("RUNWAY_API_KEY=").Keys);
    }

    [Theory]
    [InlineData("RUNWAY_API_URL=api.dev.runwayml.com")]
    [InlineData("RUNWAY_API_URL=http://")]
    [InlineData("RUNWAY_BASE_URL=ftp://example.com")]
    [InlineData("RUNWAYML_BASE_URL=/v1")]
    [InlineData("RUNWAY_TIMEOUT_SECONDS=0")]
    [InlineData("RUNWAY_TIMEOUT_SECONDS=601")]
    public void A_bad_value_is_refused_by_its_name(string setting)
    {
        var options = Bind(setting);
        var faults = new List<ValidationResult>();

        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true));
        Assert.StartsWith(setting.Split('=')[0], Assert.Single(faults).ErrorMessage);
    }

    private static RunwayOptions Bind(params string[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create<string, string?>(pair[0], pair[1])))
        .Build()
        .Get<RunwayOptions>()!;
}
