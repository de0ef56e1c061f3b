using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using VideoGen.Functions.Providers.Fal;

namespace VideoGen.Tests.Providers;

public sealed class FalOptionsTests
{
    [Fact]
    public void The_addresses_are_the_official_ones_until_others_are_given()
    {
        var official = new FalOptions();
        Assert.Equal(("https://queue.fal.run/", "https://api.fal.ai/", "https://rest.fal.ai/.well-known/jwks.json"), (official.Queue.ToString(), official.Api.ToString(), official.KeySet.ToString()));

        var own = Bind("FAL_QUEUE_URL=http://localhost:1/queue", "FAL_API_URL=http://localhost:2/", "FAL_JWKS_URL=http://localhost:3/keys");
        Assert.Equal(("http://localhost:1/queue/", "http://localhost:2/", "http://localhost:3/keys"), (own.Queue.ToString(), own.Api.ToString(), own.KeySet.ToString()));
    }

    [Fact]
    public void Of_two_names_the_products_wins_and_an_empty_one_does_not_count()
    {
        Assert.Equal("a:1", Bind("PIKA_API_KEY=a:1", "FAL_KEY=b:2").Keys);
        Assert.Equal("b:2", Bind("PIKA_API_KEY= ", "FAL_KEY=b:2").Keys);
        Assert.Null(Bind("FAL_ADMIN_KEY= ").Admin);
    }

    [Theory]
    [InlineData("FAL_QUEUE_URL=queue.fal.run")]
    [InlineData("FAL_API_URL=ftp://api.fal.ai")]
    [InlineData("FAL_JWKS_URL=/.well-known/jwks.json")]
    [InlineData("FAL_TIMEOUT_SECONDS=0")]
    public void A_bad_value_is_named(string setting)
    {
        var options = Bind(setting);
        var faults = new List<ValidationResult>();

        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true));
        Assert.StartsWith(setting.Split('=')[0], faults.Single().ErrorMessage);
    }

    private static FalOptions Bind(params string[] settings)
    {
        var options = new FalOptions();
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create<string, string?>(pair[0], pair[1])))
            .Build()
            .Bind(options);
        return options;
    }
}
