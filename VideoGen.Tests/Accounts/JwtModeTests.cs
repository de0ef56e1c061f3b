using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Accounts;

public sealed class JwtModeTests
{
    private const string Secret = "a secret of the tests, long enough for HS256, and for HS512 as well";
    private const string Issuer = "https://issuer.example";
    private const string Audience = "videogen";

    private static readonly string[] Settings = ["AUTH_MODE=jwt", $"JWT_SECRET={Secret}", $"JWT_ISSUER={Issuer}", $"JWT_AUDIENCE={Audience}"];

    private static readonly SigningCredentials ByTheSecret = By(Secret);

    [Fact]
    public async Task A_token_of_the_issuer_opens_and_says_who_calls()
    {
        await using var app = await TestApp.StartAsync(Settings);

        var started = await AskAsync(app, Bearer(Token(app)), HttpMethod.Post, "/api/videos", new { prompt = "A cat" });
        var own = await AskAsync(app, Bearer(Token(app)), HttpMethod.Get, "/api/videos");
        var other = Bearer(Token(app, user: "auth0|bo/b", minutes: 30));
        var others = await AskAsync(app, other, HttpMethod.Get, "/api/videos");
        var theirs = (string)(await AskAsync(app, other, HttpMethod.Post, "/api/videos", new { prompt = "A dog", model = "gen4.5" })).Json!["id"]!;
        await app.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(HttpStatusCode.Accepted, started.Status);
        // They hold the host's key, which opens the jobs of everybody.
        Assert.Null(started.Json!["management"]);
        Assert.Single(own.Json!["videos"]!.AsArray());
        Assert.Empty(others.Json!["videos"]!.AsArray());
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(app, other, HttpMethod.Get, $"/api/videos/{theirs}/content")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(app, Bearer(Token(app)), HttpMethod.Get, $"/api/videos/{theirs}/content")).Status);
    }

    [Fact]
    public async Task The_operators_own_receiver_is_no_business_of_users()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var app = await TestApp.StartAsync([.. Settings, $"WEBHOOK_URL_VIDEO={receiver.Url}/operator"]);
        await AskAsync(app, Bearer(Token(app)), HttpMethod.Post, "/api/videos", new { prompt = "A cat", simulation = "always" });
        await app.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Single(receiver.Received);

        var admin = Bearer(Token(app, roles: ["admin"]));
        var id = (string)Assert.Single((await AskAsync(app, admin, HttpMethod.Get, "/api/webhooks/deliveries")).Json!["deliveries"]!.AsArray())!["id"]!;

        Assert.Empty((await AskAsync(app, Bearer(Token(app)), HttpMethod.Get, "/api/webhooks/deliveries")).Json!["deliveries"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(app, Bearer(Token(app)), HttpMethod.Get, $"/api/webhooks/deliveries/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(app, Bearer(Token(app)), HttpMethod.Post, $"/api/webhooks/deliveries/{id}/redeliver")).Status);
    }

    [Fact]
    public async Task A_role_makes_an_administrator()
    {
        await using var app = await TestApp.StartAsync(Settings);

        var admin = await AskAsync(app, Bearer(Token(app, roles: ["editor", "admin"])), HttpMethod.Get, "/api/users/bob/usage");
        var editor = await AskAsync(app, Bearer(Token(app, roles: ["editor"])), HttpMethod.Get, "/api/users/bob/usage");

        Assert.Equal(("bob", HttpStatusCode.Forbidden), ((string?)admin.Json!["user"], editor.Status));
    }

    [Fact]
    public async Task Only_an_administrator_is_told_the_durable_addresses_of_a_job_and_only_of_their_own()
    {
        await using var app = await TestApp.StartAsync(Settings);
        var (user, admin) = (Bearer(Token(app)), Bearer(Token(app, user: "bob", roles: ["admin"])));
        var (usersJob, adminsJob) = (await StartAsync(user), await StartAsync(admin));

        var refused = await AskAsync(app, user, HttpMethod.Get, $"/api/videos/{usersJob}/management");
        var hidden = await AskAsync(app, admin, HttpMethod.Get, $"/api/videos/{usersJob}/management");
        var told = await AskAsync(app, admin, HttpMethod.Get, $"/api/videos/{adminsJob}/management");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (refused.Status, hidden.Status));
        Assert.Equal((HttpStatusCode.OK, true), (told.Status, told.Response.Headers.CacheControl?.NoStore));
        var status = await app.Http.GetAsync(new Uri((string)told.Json!["statusQueryGetUri"]!).PathAndQuery, TestContext.Current.CancellationToken);
        Assert.Contains(adminsJob, await status.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        async Task<string> StartAsync(string by) => (string)(await AskAsync(app, by, HttpMethod.Post, "/api/videos", new { prompt = "A cat" })).Json!["id"]!;
    }

    [Fact]
    public async Task A_followed_link_is_taken_with_its_cookie_and_a_frame_is_not()
    {
        await using var app = await TestApp.StartAsync(Settings);

        Assert.Equal(HttpStatusCode.OK, await ToAsync("document"));
        Assert.Equal(HttpStatusCode.Forbidden, await ToAsync("iframe"));

        async Task<HttpStatusCode> ToAsync(string destination) => (await app.SendAsync(
            HttpMethod.Get, "/api/videos", null, ("Cookie", $"token={Token(app)}"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", destination))).Status;
    }

    [Theory]
    [InlineData("none")]
    [InlineData("no token")]
    [InlineData("not a token")]
    [InlineData("another scheme")]
    [InlineData("another algorithm")]
    [InlineData("expired")]
    [InlineData("without an end")]
    [InlineData("not yet valid")]
    [InlineData("another audience")]
    [InlineData("another issuer")]
    [InlineData("another key")]
    [InlineData("changed payload")]
    [InlineData("without a user")]
    public async Task Any_other_is_refused(string fault)
    {
        await using var app = await TestApp.StartAsync(Settings);
        using var rsa = RSA.Create(2048);
        var good = Token(app);
        var header = fault switch
        {
            "none" => Bearer($"{Part("""{"alg":"none","typ":"JWT"}""")}.{good.Split('.')[1]}."),
            "no token" => "",
            "not a token" => Bearer("a.b.c"),
            "another scheme" => $"Basic {good}",
            "another algorithm" => Bearer(Token(app, by: new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Secret)), SecurityAlgorithms.HmacSha512))),
            "expired" => Bearer(Token(app, minutes: -2)),
            "without an end" => Bearer($"{Signed("""{"alg":"HS256","typ":"JWT"}""", $$"""{"sub":"ann","iss":"{{Issuer}}","aud":"{{Audience}}"}""")}"),
            "not yet valid" => Bearer(Token(app, from: 5)),
            "another audience" => Bearer(Token(app, audience: "others")),
            "another issuer" => Bearer(Token(app, issuer: "https://evil.example")),
            "another key" => Bearer(Token(app, by: By("another secret of the tests, just as long"))),
            "changed payload" => Bearer($"{good.Split('.')[0]}.{Token(app, user: "eve").Split('.')[1]}.{good.Split('.')[2]}"),
            "without a user" => Bearer(Token(app, user: "")),
            _ => throw new ArgumentOutOfRangeException(nameof(fault)),
        };

        var reply = await AskAsync(app, header, HttpMethod.Get, "/api/videos");

        Assert.Equal((HttpStatusCode.Unauthorized, "UNAUTHORIZED"), (reply.Status, (string?)reply.Json!["code"]));
        Assert.Equal("application/problem+json", reply.Response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.OK)]
    [InlineData("same-origin", null, HttpStatusCode.OK)]
    [InlineData("same-site", null, HttpStatusCode.OK)]
    [InlineData("cross-site", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData(null, "null", HttpStatusCode.Forbidden)]
    [InlineData(null, "http://127.0.0.1:3000", HttpStatusCode.OK)]
    public async Task A_cookie_is_taken_unless_another_site_sent_it(string? site, string? origin, HttpStatusCode expected)
    {
        await using var app = await TestApp.StartAsync(Settings);
        (string, string)[] headers =
        [
            ("Cookie", $"token={Token(app)}"), .. site is null ? [] : new[] { ("Sec-Fetch-Site", site) }, .. origin is null ? [] : new[] { ("Origin", origin) },
        ];

        var reply = await app.SendAsync(HttpMethod.Get, "/api/videos", null, headers);

        Assert.Equal(expected, reply.Status);
    }

    [Fact]
    public async Task Published_keys_are_fetched_and_a_new_one_is_found()
    {
        using var first = RSA.Create(2048);
        using var second = RSA.Create(2048);
        await using var issuer = await Receiver.StartAsync();
        issuer.Answer = (context, number) => context.Response.WriteAsync(number == 1 ? Jwks(("1", first)) : Jwks(("1", first), ("2", second)));
        await using var app = await TestApp.StartAsync([.. Settings[..1], $"JWT_JWKS_URL={issuer.Url}/keys", .. Settings[2..]]);
        var published = new SigningCredentials(new SymmetricSecurityKey(first.ExportSubjectPublicKeyInfo()), SecurityAlgorithms.HmacSha256);

        Assert.Equal(HttpStatusCode.OK, await WithAsync(By(first, "1")));
        Assert.Equal(HttpStatusCode.Unauthorized, await WithAsync(published));
        Assert.Equal(HttpStatusCode.Unauthorized, await WithAsync(By(second, "2")));
        app.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.OK, await WithAsync(By(second, "2")));
        Assert.Equal(HttpStatusCode.OK, await WithAsync(By(first, "1")));
        Assert.Equal(HttpStatusCode.Unauthorized, await WithAsync(By(second, "1")));

        async Task<HttpStatusCode> WithAsync(SigningCredentials by) => (await AskAsync(app, Bearer(Token(app, by: by)), HttpMethod.Get, "/api/videos")).Status;
    }

    [Fact]
    public async Task An_issuer_that_does_not_answer_lets_nobody_in()
    {
        await using var issuer = await Receiver.StartAsync();
        issuer.Always(500);
        await using var app = await TestApp.StartAsync([.. Settings[..1], $"JWT_JWKS_URL={issuer.Url}/keys", .. Settings[2..]]);

        var reply = await AskAsync(app, Bearer(Token(app)), HttpMethod.Get, "/api/videos");
        await AskAsync(app, Bearer(Token(app)), HttpMethod.Get, "/api/videos");

        Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
        Assert.Single(issuer.Received);
    }

    private static Task<Reply> AskAsync(TestApp app, string authorization, HttpMethod method, string path, object? body = null) =>
        app.SendAsync(method, path, body, authorization.Length == 0 ? [] : [("Authorization", authorization)]);

    private static string Bearer(string token) => $"Bearer {token}";

    private static string Token(
        TestApp app, string user = "ann", string issuer = Issuer, string audience = Audience, int from = -10, int minutes = 5, SigningCredentials? by = null, string[]? roles = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            NotBefore = app.Time.GetUtcNow().UtcDateTime.AddMinutes(from),
            Expires = app.Time.GetUtcNow().UtcDateTime.AddMinutes(minutes < from ? from + 1 : minutes + Math.Max(0, from)),
            Claims = user.Length == 0 ? [] : new Dictionary<string, object> { ["sub"] = user, ["roles"] = roles ?? [] },
            SigningCredentials = by ?? ByTheSecret,
        });

    private static SigningCredentials By(string secret) => new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)), SecurityAlgorithms.HmacSha256);

    private static SigningCredentials By(RSA key, string id) => new(new RsaSecurityKey(key) { KeyId = id }, SecurityAlgorithms.RsaSha256);

    private static string Part(string json) => Base64UrlEncoder.Encode(json);

    private static string Signed(string header, string payload)
    {
        var text = $"{Part(header)}.{Part(payload)}";
        return $"{text}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(text)))}";
    }

    private static string Jwks(params (string Id, RSA Key)[] keys) => $$"""{"keys":[{{string.Join(',', keys.Select(key => Jwk(key.Id, key.Key.ExportParameters(false))))}}]}""";

    private static string Jwk(string id, RSAParameters key) =>
        $$"""{"kty":"RSA","use":"sig","kid":"{{id}}","n":"{{Base64UrlEncoder.Encode(key.Modulus)}}","e":"{{Base64UrlEncoder.Encode(key.Exponent)}}"}""";
}
