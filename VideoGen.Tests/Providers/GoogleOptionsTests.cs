using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using VideoGen.Functions.Providers.Google;

namespace VideoGen.Tests.Providers;

public sealed class GoogleOptionsTests
{
    [Fact]
    public void The_address_is_the_official_one_until_another_is_given()
    {
        Assert.Equal("https://generativelanguage.googleapis.com/", new GoogleOptions().Address.ToString());
        Assert.Equal("http://localhost:7072/", Bind("GEMINI_API_URL=http://localhost:7072").Address.ToString());
    }

    [Theory]
    [InlineData("https://gateway.example.com/google/v1beta/")]
    [InlineData("https://gateway.example.com/google/v1beta")]
    [InlineData("https://gateway.example.com/google")]
    public void The_version_may_be_in_the_address_and_counts_once(string address) =>
        Assert.Equal("https://gateway.example.com/google/", Bind($"GEMINI_API_URL={address}").Address.ToString());

    [Fact]
    public void Of_two_names_the_first_one_wins_and_an_empty_one_does_not_count()
    {
        Assert.Equal("one", Bind("GEMINI_API_KEY=one", "GOOGLE_API_KEY=two").Keys);
        Assert.Equal("two", Bind("GEMINI_API_KEY= ", "GOOGLE_API_KEY=two").Keys);
        Assert.Null(Bind("GEMINI_API_KEY=").Keys);
    }

    [Theory]
    [InlineData("GEMINI_API_URL=generativelanguage.googleapis.com")]
    [InlineData("GEMINI_API_URL=ftp://example.com")]
    [InlineData("GEMINI_TIMEOUT_SECONDS=0")]
    [InlineData("GEMINI_TIMEOUT_SECONDS=601")]
    [InlineData("GEMINI_WEBHOOK_SECRET=secret")]
    [InlineData("GEMINI_WEBHOOK_SECRET=whsec_AAAA")]
    public void A_bad_value_is_refused_by_its_name(string setting)
    {
        var options = Bind(setting);
        var faults = new List<ValidationResult>();

        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true));
        Assert.StartsWith(setting.Split('=')[0], Assert.Single(faults).ErrorMessage);
    }

    private static GoogleOptions Bind(params string[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create<string, string?>(pair[0], pair[1])))
        .Build()
        .Get<GoogleOptions>()!;
}
