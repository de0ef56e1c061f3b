using System.Buffers.Text;
using System.Text;
using VideoGen.Functions.Providers.Fal;
using VideoGen.Tests.Sdk;

namespace VideoGen.Tests.Providers;

public sealed class Ed25519Tests
{
    /// <summary>Public key, message and signature, as in RFC 8032, section 7.1.</summary>
    public static TheoryData<string, string, string> Published => new()
    {
        {
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        },
        {
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        },
        {
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void A_published_signature_is_good_and_no_other_is(string key, string message, string signature)
    {
        var (k, m, s) = (Convert.FromHexString(key), Convert.FromHexString(message), Convert.FromHexString(signature));

        Assert.True(Ed25519.Verify(k, m, s));
        Assert.False(Ed25519.Verify(k, [.. m, 0], s));
        Assert.All(new[] { 0, 31, 32, 63 }, at => Assert.False(Ed25519.Verify(k, m, Changed(s, at))));
        Assert.False(Ed25519.Verify(Changed(k, 0), m, s));
    }

    [Fact]
    public async Task What_OpenSSL_signs_is_good()
    {
        var signed = await OfficialClient.FalAsync("sign", new Uri("http://127.0.0.1"), "", TestContext.Current.CancellationToken);

        Assert.All(signed.AsArray(), one =>
        {
            var (key, message, signature) = (Base64Url.DecodeFromChars((string)one!["x"]!), Convert.FromHexString((string)one["message"]!), Convert.FromHexString((string)one["signature"]!));
            Assert.True(Ed25519.Verify(key, message, signature));
            Assert.False(Ed25519.Verify(key, [.. message, 1], signature));
        });
    }

    [Fact]
    public void A_signature_has_one_spelling_only()
    {
        var (key, signature) = (Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"), Convert.FromHexString(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"));
        var order = Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        byte[] other = [.. signature];
        for (var (at, carry) = (0, 0); at < 32; at++, carry >>= 8)
        {
            carry += signature[32 + at] + order[at];
            other[32 + at] = (byte)carry;
        }

        Assert.False(Ed25519.Verify(key, [], other));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000080")]
    public void What_is_no_key_verifies_nothing(string key) =>
        Assert.False(Ed25519.Verify(Convert.FromHexString(key), Encoding.UTF8.GetBytes("message"), new byte[64]));

    private static byte[] Changed(byte[] bytes, int at)
    {
        byte[] changed = [.. bytes];
        changed[at] ^= 1;
        return changed;
    }
}
