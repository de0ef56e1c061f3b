using VideoGen.Functions.Providers.Kling;

namespace VideoGen.Tests.Providers;

public sealed class KlingTokenTests
{
    private static readonly DateTimeOffset _now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Fact]
    public void A_pair_makes_the_token_that_others_make_of_it() => Assert.Equal(
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJBS19URVNUIiwiZXhwIjoxNzAwMDAxODAwLCJuYmYiOjE2OTk5OTk5OTV9.6L4y5-2k74trk6jmaKXDAvqPATo_9aKYSk-HhIQYesk",
        KlingToken.Of("AK_TEST:SK_TEST", _now, KlingToken.UsualLead));

    [Fact]
    public void A_single_key_goes_as_it_is() =>
        Assert.Equal("api-key-kling-1", KlingToken.Of("api-key-kling-1", _now, KlingToken.UsualLead));

    [Theory]
    [InlineData("AK:SK", true)]
    [InlineData("api-key-kling-1", true)]
    [InlineData("AK", false)]
    [InlineData("AK:", false)]
    [InlineData(":SK", false)]
    [InlineData("AK:SK:more", false)]
    public void A_key_is_a_pair_or_a_single_one(string key, bool good) => Assert.Equal(good, KlingToken.CanBeMadeOf(key));
}
