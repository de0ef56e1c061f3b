using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Accounts;

public sealed class AuthModeTests
{
    [Theory]
    [InlineData("Host", "localhost:80", HttpStatusCode.OK)]
    [InlineData("Host", "video.example", HttpStatusCode.Forbidden)]
    [InlineData("Host", "127.0.0.1.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("X-Forwarded-Host", "video.example", HttpStatusCode.Forbidden)]
    [InlineData("X-Forwarded-For", "203.0.113.7", HttpStatusCode.Forbidden)]
    [InlineData("X-Forwarded-For", "127.0.0.1, 203.0.113.7", HttpStatusCode.Forbidden)]
    [InlineData("X-Forwarded-For", "127.0.0.1", HttpStatusCode.OK)]
    [InlineData("Forwarded", "for=203.0.113.7", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    public async Task Without_a_mode_only_this_machine_is_answered(string header, string value, HttpStatusCode expected)
    {
        await using var app = await TestApp.StartAsync();

        var reply = await app.SendAsync(HttpMethod.Get, "/api/videos", null, (header, value));

        Assert.Equal(expected, reply.Status);
        Assert.Contains(app.Logs.Lines, line => line.Contains("only requests from this machine", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("x-functions-key", "one", HttpStatusCode.OK)]
    [InlineData("x-functions-key", "two", HttpStatusCode.OK)]
    [InlineData("x-functions-key", "the admin's", HttpStatusCode.OK)]
    [InlineData("x-functions-key", "three", HttpStatusCode.Unauthorized)]
    [InlineData("x-functions-key", "", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", "Bearer one", HttpStatusCode.OK)]
    [InlineData("Authorization", "Bearer other", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", "Basic one", HttpStatusCode.Unauthorized)]
    public async Task In_key_mode_a_key_opens(string header, string value, HttpStatusCode expected)
    {
        await using var app = await TestApp.StartAsync("API_KEY=one, two", "ADMIN_KEY=the admin's");

        var reply = await app.SendAsync(HttpMethod.Get, "/api/videos", null, (header, value));

        Assert.Equal(expected, reply.Status);
        Assert.Equal(expected == HttpStatusCode.OK ? [] : ["Bearer"], reply.Response.Headers.WwwAuthenticate.Select(way => way.Scheme));
    }

    [Fact]
    public async Task The_keys_of_the_embedded_host_open_too()
    {
        await using var app = await TestApp.StartAsync("AUTH_MODE=key", "EMBEDDED_KEY_HOST=one");

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/api/videos?code=one")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("/api/videos")).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/api/health")).Status);
    }

    [Theory]
    [InlineData("ann@example.com", HttpStatusCode.OK)]
    [InlineData("../bob", HttpStatusCode.BadRequest)]
    [InlineData("a/b", HttpStatusCode.BadRequest)]
    [InlineData("ann.", HttpStatusCode.BadRequest)]
    [InlineData("~hash", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    public async Task In_key_mode_the_program_says_for_whom_it_acts(string user, HttpStatusCode expected)
    {
        await using var app = await TestApp.StartAsync("API_KEY=one");

        var reply = await app.SendAsync(HttpMethod.Get, "/api/videos", null, ("x-functions-key", "one"), ("X-User-Id", user));

        Assert.Equal(expected, reply.Status);
    }

    [Fact]
    public async Task In_easyauth_mode_the_platform_says_who_calls()
    {
        await using var app = await TestApp.StartAsync("AUTH_MODE=easyauth", "WEBSITE_AUTH_ENABLED=True");

        await app.PostAsync("/api/videos", new { prompt = "A cat" }, ("X-MS-CLIENT-PRINCIPAL", Principal("ann")));

        Assert.Single((await WithAsync(Principal("ann"))).Json!["videos"]!.AsArray());
        Assert.Empty((await WithAsync(Principal("bob"))).Json!["videos"]!.AsArray());
        Assert.Equal(HttpStatusCode.Unauthorized, (await WithAsync("rubbish")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await WithAsync(Convert.ToBase64String("{}"u8))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("/api/videos")).Status);

        Task<Reply> WithAsync(string principal) => app.SendAsync(HttpMethod.Get, "/api/videos", null, ("X-MS-CLIENT-PRINCIPAL", principal));
    }

    [Theory]
    [InlineData("AUTH_MODE", "AUTH_MODE=open")]
    [InlineData("API_KEY", "AUTH_MODE=key")]
    [InlineData("JWT_SECRET", "AUTH_MODE=jwt", "JWT_ISSUER=i", "JWT_AUDIENCE=a")]
    [InlineData("JWT_SECRET", "AUTH_MODE=jwt", "JWT_ISSUER=i", "JWT_AUDIENCE=a", "JWT_SECRET=short")]
    [InlineData("JWT_ISSUER", "AUTH_MODE=jwt", "JWT_AUDIENCE=a", "JWT_SECRET=long enough for a secret of thirty-two bytes")]
    [InlineData("JWT_ALGORITHM", "AUTH_MODE=jwt", "JWT_ISSUER=i", "JWT_AUDIENCE=a", "JWT_ALGORITHM=HS256", "JWT_JWKS_URL=https://issuer.example/keys")]
    [InlineData("WEBSITE_AUTH_ENABLED", "AUTH_MODE=easyauth")]
    public async Task A_mode_that_cannot_hold_ends_the_start(string named, params string[] settings)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(settings));

        Assert.Contains(named, string.Join(' ', refused.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_user_has_a_limit_of_requests()
    {
        await using var app = await TestApp.StartAsync("API_KEY=one", "RATE_LIMIT=2");
        var first = await ByAsync("ann");
        await ByAsync("ann");

        var third = await ByAsync("ann");
        var other = await ByAsync("bob");
        app.Time.Advance(TimeSpan.FromMinutes(1));
        var later = await ByAsync("ann");

        Assert.Equal(("\"user\";q=2;w=60", "\"user\";r=1;t=60"), (first.Response.Headers.GetValues("RateLimit-Policy").Single(), first.Response.Headers.GetValues("RateLimit").Single()));
        Assert.Equal((HttpStatusCode.TooManyRequests, "API_LIMIT_EXCEEDED", "60"), (third.Status, (string?)third.Json!["code"], third.Response.Headers.RetryAfter?.ToString()));
        Assert.Equal("\"user\";r=0;t=60", third.Response.Headers.GetValues("RateLimit").Single());
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (other.Status, later.Status));

        Task<Reply> ByAsync(string user) => app.SendAsync(HttpMethod.Get, "/api/videos", null, ("x-functions-key", "one"), ("X-User-Id", user));
    }

    private static string Principal(string user) => Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
    {
        auth_typ = "aad",
        name_typ = "name",
        role_typ = "roles",
        claims = new[] { new { typ = "name", val = "A name" }, new { typ = "http://schemas.microsoft.com/identity/claims/objectidentifier", val = user } },
    })));
}
