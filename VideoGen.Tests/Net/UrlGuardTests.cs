using System.Net;
using Microsoft.Extensions.Options;
using VideoGen.Functions.Net;

namespace VideoGen.Tests.Net;

public sealed class UrlGuardTests
{
    // In the order: other schemes, credentials, ports, loopback, private, metadata, spellings of IPv4, IPv6, names, tricks.
    public static TheoryData<string> HostileUrls { get; } =
    [
        "http://example.com/hook",
        "file:///etc/passwd",
        "ftp://example.com/a.png",
        "gopher://example.com:70/_x",
        "javascript:alert(1)",
        "data:text/plain,hello",
        "//example.com/hook",
        "/hook",
        "example.com/hook",
        "",
        "https://",
        "https://user:secret@example.com/",
        "https://user@example.com/",
        "https://@example.com/",
        "https://example.com%2f@127.0.0.1/",
        "https://example.com:secret@169.254.169.254/latest/meta-data/",
        "https://example.com:22/",
        "https://example.com:80/",
        "https://example.com:6379/",
        "https://example.com:0/",
        "https://example.com:99999/",
        "https://127.0.0.1/",
        "https://127.255.255.254/",
        "https://0.0.0.0/",
        "https://0/",
        "https://0.1.2.3/",
        "https://10.0.0.1/",
        "https://172.16.0.1/",
        "https://172.31.255.255/",
        "https://192.168.1.1/",
        "https://100.64.0.1/",
        "https://100.100.100.200/latest/meta-data/",
        "https://169.254.169.254/latest/meta-data/",
        "https://169.254.170.2/v2/credentials",
        "https://168.63.129.16/machine",
        "https://192.0.0.192/",
        "https://192.0.2.1/",
        "https://192.88.99.1/",
        "https://198.18.0.1/",
        "https://198.19.255.255/",
        "https://198.51.100.7/",
        "https://203.0.113.9/",
        "https://224.0.0.1/",
        "https://239.255.255.250/",
        "https://240.0.0.1/",
        "https://255.255.255.255/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0x0.0x0.0x1/",
        "https://017700000001/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://127.0.1/",
        "https://0xa9fea9fe/",
        "https://2852039166/",
        "https://4294967296/",
        "https://0xffffffff1/",
        "https://256.256.256.256/",
        "https://09.0.0.1/",
        "https://1.2.3.4.5/",
        "https://127.0.0.1./",
        "https://[::]/",
        "https://[::1]/",
        "https://[0:0:0:0:0:0:0:1]/",
        "https://[::127.0.0.1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:a9fe:a9fe]/",
        "https://[0:0:0:0:0:ffff:0a00:1]/",
        "https://[::ffff:0:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[64:ff9b::169.254.169.254]/",
        "https://[64:ff9b:1::1]/",
        "https://[100::1]/",
        "https://[2001::7f00:1]/",
        "https://[2001:2::1]/",
        "https://[2001:db8::1]/",
        "https://[2002:7f00:1::]/",
        "https://[3fff::1]/",
        "https://[5f00::1]/",
        "https://[fc00::1]/",
        "https://[fd12:3456::1]/",
        "https://[fd00:ec2::254]/latest/meta-data/",
        "https://[fe80::1]/",
        "https://[fe80::1%25eth0]/",
        "https://[fec0::1]/",
        "https://[ff02::1]/",
        "https://localhost/",
        "https://LOCALHOST/",
        "https://localhost./",
        "https://hooks.localhost/",
        "https://metadata/",
        "https://metadata.google.internal/computeMetadata/v1/",
        "https://printer.local/",
        "https://router.home.arpa/",
        "https://example.com./",
        "https://１２７.０.０.１/",
        "https://①②⑦.⓪.⓪.①/",
        "https://127。0。0。1/",
        "https://１２７。１/",
        "https://ⓛocalhost/",
        "https://bücher.example/",
        "https://lo\u00adcalhost/",
        "https://\u200blocalhost/",
        "https://%6c%6fcalhost/",
        "https:\\\\127.0.0.1\\",
        "https://example.com\\@127.0.0.1/",
        "https://exa\tmple.com/",
        " https://example.com/",
        "https://example.com/\r\nHost: localhost",
        $"https://example.com/{new string('a', 2048)}",
    ];

    /// <summary>Innocent names, and where they lead.</summary>
    public static TheoryData<string> HostileAddresses { get; } =
    [
        "127.0.0.1", "10.1.2.3", "172.20.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "168.63.129.16", "::1",
        "::ffff:10.0.0.1", "64:ff9b::a00:1", "fd00:ec2::254", "fe80::1%1", "2002:a00:1::", "ff02::1",
    ];

    [Theory]
    [MemberData(nameof(HostileUrls))]
    public void A_hostile_address_is_refused(string url) => Assert.NotNull(Guard().CheckUrl(url));

    [Theory]
    [MemberData(nameof(HostileAddresses))]
    public async Task A_name_that_leads_to_a_hostile_address_is_refused(string address)
    {
        var guard = Guard(address);

        Assert.Null(guard.CheckUrl("https://innocent.example.com/"));
        await Assert.ThrowsAsync<RefusedUrlException>(() => guard.ResolveAsync("innocent.example.com", Ct));
    }

    [Theory]
    [InlineData("https://example.com/hook?token=a@b")]
    [InlineData("https://example.com:8443/hook")]
    [InlineData("HTTPS://Hooks.Example.COM/")]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://100.63.255.255/")]
    [InlineData("https://172.32.0.1/")]
    [InlineData("https://[2606:4700:4700::1111]/")]
    [InlineData("https://[::ffff:8.8.8.8]/")]
    [InlineData("https://[64:ff9b::808:808]/")]
    [InlineData("https://xn--bcher-kva.example/")]
    [InlineData("https://127.0.0.1.example.com/")]
    [InlineData("https://localhost.example.com/")]
    public void An_ordinary_address_is_allowed(string url) => Assert.Null(Guard().CheckUrl(url));

    [Fact]
    public async Task A_name_with_one_bad_address_among_good_ones_is_refused() =>
        await Assert.ThrowsAsync<RefusedUrlException>(() => Guard("93.184.216.34", "127.0.0.1").ResolveAsync("both.example.com", Ct));

    [Theory]
    [InlineData("http://localhost:3000/hook")]
    [InlineData("http://127.0.0.1:49152/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("http://[::1]:8080/")]
    [InlineData("http://receiver:80/")]
    public void In_development_private_addresses_are_allowed(string url)
    {
        Assert.NotNull(Guard().CheckUrl(url));
        Assert.Null(Guard(allowPrivate: true).CheckUrl(url));
    }

    [Theory]
    [InlineData("http://169.254.169.254/")]
    [InlineData("http://[fd00:ec2::254]/")]
    [InlineData("http://168.63.129.16/")]
    [InlineData("http://0.0.0.0:7071/")]
    [InlineData("http://224.0.0.1/")]
    [InlineData("http://user:secret@localhost/")]
    [InlineData("file:///etc/passwd")]
    public void Some_are_refused_in_development_too(string url) => Assert.NotNull(Guard(allowPrivate: true).CheckUrl(url));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static UrlGuard Guard(params string[] answers) => new(Options.Create(new NetOptions()), Answers(answers));

    private static UrlGuard Guard(bool allowPrivate) => new(Options.Create(new NetOptions { AllowPrivateUrls = allowPrivate }), Answers([]));

    private static NameResolver Answers(string[] answers) => (_, _) => Task.FromResult(Array.ConvertAll(answers, IPAddress.Parse));
}
