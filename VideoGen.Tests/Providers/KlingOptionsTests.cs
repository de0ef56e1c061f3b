using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using VideoGen.Functions.Providers.Kling;

namespace VideoGen.Tests.Providers;

public sealed class KlingOptionsTests
{
    private const string Secret = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";

    [Fact]
    public void The_address_is_the_global_one_until_another_is_given()
    {
        Assert.Equal("https://api-singapore.klingai.com/", new KlingOptions().Address.ToString());
        Assert.Equal("http://localhost:7072/", Bind("KLING_API_URL=http://localhost:7072").Address.ToString());
    }

    [Theory]
    [InlineData("KLING_API_KEY=AK:SK, api-key-kling-1")]
    [InlineData("KLING_API_KEY=")]
    [InlineData("KLING_WEBHOOK_SECRET=" + Secret + "," + Secret)]
    [InlineData("KLING_UNIT_USD=0.126")]
    public void A_good_value_is_taken(string setting) => Assert.Empty(FaultsOf(setting));

    [Theory]
    [InlineData("KLING_API_KEY=half-a-pair")]
    [InlineData("KLING_API_KEY=AK:SK,half-a-pair")]
    [InlineData("KLING_API_URL=api-singapore.klingai.com")]
    [InlineData("KLING_API_URL=ftp://example.com")]
    [InlineData("KLING_WEBHOOK_SECRET=half-a-secret")]
    [InlineData("KLING_WEBHOOK_SECRET=" + Secret + ",half-a-secret")]
    [InlineData("KLING_TIMEOUT_SECONDS=0")]
    [InlineData("KLING_UNIT_USD=-1")]
    public void A_bad_value_is_refused_by_its_name_and_not_repeated(string setting)
    {
        var fault = Assert.Single(FaultsOf(setting)).ErrorMessage!;

        Assert.StartsWith(setting.Split('=')[0], fault);
        Assert.DoesNotContain("half-a", fault);
    }

    private static List<ValidationResult> FaultsOf(string setting)
    {
        var (options, faults) = (Bind(setting), new List<ValidationResult>());
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        return faults;
    }

    private static KlingOptions Bind(string setting) => new ConfigurationBuilder()
        .AddInMemoryCollection([KeyValuePair.Create<string, string?>(setting.Split('=', 2)[0], setting.Split('=', 2)[1])])
        .Build()
        .Get<KlingOptions>()!;
}
