using System.Globalization;
using System.Text;
using VideoGen.Functions.Signatures;

namespace VideoGen.Tests.Signatures;

public sealed class StandardWebhooksTests
{
    private const long At = 1700000000;
    private const string Id = "msg_0001";
    private const string Body = """{"type":"job.completed","timestamp":"2023-11-14T22:13:20Z","data":{"id":"job_1"}}""";
    private const string Signature = "v1,TQ6vL4Uy4jQqE3rrHkcu28OALkXv7ip+TQjQnixaN98=";

    private static readonly WebhookSecret _secret = Secret("whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=");
    private static readonly WebhookSecret _other = Secret("whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=");

    [Fact]
    public void A_message_is_signed_as_others_sign_it() =>
        Assert.Equal(Signature, StandardWebhooks.Sign([_secret], Id, At, Encoding.UTF8.GetBytes(Body)));

    [Fact]
    public void Klings_own_example_verifies()
    {
        const string body = """{"id":"1234567890","status":"succeeded","message":"","create_time":1781080778802,"update_time":1781080794151}""";

        var check = StandardWebhooks.Verify([_other], "9876543210", "1781080794", "v1,UsKlJP00XoQyOn410NM9xv34sP+Gl0jnOO9Lcpr7NJ4=",
            Encoding.UTF8.GetBytes(body), DateTimeOffset.FromUnixTimeSeconds(1781080794));

        Assert.Equal(SignatureCheck.Valid, check);
    }

    [Fact]
    public void During_a_rotation_both_secrets_sign_and_a_holder_of_either_is_convinced()
    {
        var both = StandardWebhooks.Sign([_other, _secret], Id, At, Encoding.UTF8.GetBytes(Body));

        Assert.Equal(2, both.Split(' ').Length);
        Assert.Equal(SignatureCheck.Valid, Verify(both, secrets: [_secret]));
        Assert.Equal(SignatureCheck.Valid, Verify(both, secrets: [_other]));
        Assert.Equal(SignatureCheck.Valid, Verify(Signature, secrets: [_other, _secret]));
    }

    [Theory]
    [InlineData("v1a,AAAA v2,TQ6vL4Uy4jQqE3rrHkcu28OALkXv7ip+TQjQnixaN98= " + Signature)]
    [InlineData("v1,AAAA " + Signature)]
    [InlineData("v1,%%% " + Signature)]
    [InlineData("  " + Signature + "  ")]
    public void Signatures_that_say_nothing_to_us_are_passed_over(string signatures) =>
        Assert.Equal(SignatureCheck.Valid, Verify(signatures));

    [Theory]
    [InlineData("v1,UsKlJP00XoQyOn410NM9xv34sP+Gl0jnOO9Lcpr7NJ4=")]
    [InlineData("v2,TQ6vL4Uy4jQqE3rrHkcu28OALkXv7ip+TQjQnixaN98=")]
    [InlineData("TQ6vL4Uy4jQqE3rrHkcu28OALkXv7ip+TQjQnixaN98=")]
    [InlineData("v1,TQ6vL4Uy4jQqE3rrHkcu28OALkXv7ip")]
    [InlineData("v1,TQ6vL4Uy4jQqE3rrHkcu28OALkXv7ip+TQjQnixaN98=TQ6vL4Uy4jQqE3rrHkcu28OALkXv7ip+TQjQnixaN98=")]
    [InlineData("v1,")]
    [InlineData("nonsense")]
    public void A_signature_that_does_not_fit_is_refused(string signatures) =>
        Assert.Equal(SignatureCheck.Wrong, Verify(signatures));

    [Fact]
    public void Id_time_and_body_are_all_signed()
    {
        Assert.Equal(SignatureCheck.Wrong, Verify(Signature, id: "msg_0002"));
        Assert.Equal(SignatureCheck.Wrong, Verify(Signature, timestamp: "1700000001"));
        Assert.Equal(SignatureCheck.Wrong, Verify(Signature, body: Body + " "));
    }

    [Theory]
    [InlineData(-301, SignatureCheck.Untimely)]
    [InlineData(-300, SignatureCheck.Valid)]
    [InlineData(300, SignatureCheck.Valid)]
    [InlineData(301, SignatureCheck.Untimely)]
    public void A_message_is_good_for_five_minutes_either_way(int late, SignatureCheck expected) =>
        Assert.Equal(expected, Verify(Signature, late: late));

    [Theory]
    [InlineData("yesterday")]
    [InlineData("1700000000.5")]
    [InlineData("-1700000000")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807")]
    public void What_is_no_time_is_not_timely(string timestamp) =>
        Assert.Equal(SignatureCheck.Untimely, Verify(Signature, timestamp: timestamp));

    [Fact]
    public void A_message_without_the_headers_is_not_signed()
    {
        Assert.Equal(SignatureCheck.Missing, Verify(null));
        Assert.Equal(SignatureCheck.Missing, Verify(Signature, id: ""));
        Assert.Equal(SignatureCheck.Missing, Verify(Signature, timestamp: ""));
    }

    [Fact]
    public void Without_a_secret_nothing_verifies() =>
        Assert.Equal(SignatureCheck.Wrong, Verify(Signature, secrets: []));

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_secret_has_24_to_64_bytes(int bytes, bool good) =>
        Assert.Equal(good, WebhookSecret.Parse("whsec_" + Convert.ToBase64String(new byte[bytes])) is not null);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_not base64, but long enough to be one !!")]
    [InlineData("AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=")]
    [InlineData("whsk_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=")]
    public void What_is_no_secret_is_not_taken_for_one(string? text) => Assert.Null(WebhookSecret.Parse(text));

    [Fact]
    public void A_new_secret_can_be_read_back_and_is_told_only_on_demand()
    {
        var secret = WebhookSecret.Create();

        Assert.Equal(secret.Reveal(), WebhookSecret.Parse(secret.Reveal())!.Reveal());
        Assert.NotEqual(secret.Reveal(), WebhookSecret.Create().Reveal());
        Assert.DoesNotContain(secret.Reveal()["whsec_".Length..], $"{secret}", StringComparison.Ordinal);
    }

    private static SignatureCheck Verify(
        string? signatures, IReadOnlyList<WebhookSecret>? secrets = null, string id = Id, string? timestamp = null, string body = Body, int late = 0) =>
        StandardWebhooks.Verify(
            secrets ?? [_secret], id, timestamp ?? At.ToString(CultureInfo.InvariantCulture), signatures,
            Encoding.UTF8.GetBytes(body), DateTimeOffset.FromUnixTimeSeconds(At + late));

    private static WebhookSecret Secret(string text) => WebhookSecret.Parse(text)!;
}
