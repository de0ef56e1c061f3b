using System.Net;
using System.Text.RegularExpressions;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

/// <summary>How the page is sent; what it does in a browser, the tests in Page show.</summary>
public sealed partial class PageDoorTests
{
    [Fact]
    public async Task The_page_is_at_the_root_for_everybody()
    {
        await using var app = await TestApp.StartAsync("API_KEY=one");

        using var page = await app.Http.GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_file_that_the_page_names_is_there_and_may_be_kept_for_good()
    {
        await using var app = await TestApp.StartAsync();
        var page = await app.Http.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        var named = Named().Matches(page).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(named);
        foreach (var file in named)
        {
            using var answer = await app.Http.GetAsync(file, TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, file);
            Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_page_speaks_the_language_that_the_browser_asks_for()
    {
        await using var app = await TestApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Accept-Language", "pt, ja;q=0.8, en;q=0.5" } } };

        using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("""<html lang="ja" data-auth="none">""", page, StringComparison.Ordinal);
        Assert.Contains("/words/ja.json", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task A_file_is_sent_small_to_whoever_can_read_that_and_not_again_to_whoever_has_it(string encoding)
    {
        await using var app = await TestApp.StartAsync();

        using var first = await GetAsync(app, "/page/any/router.js", ("Accept-Encoding", encoding));
        using var again = await GetAsync(app, "/page/any/router.js", ("Accept-Encoding", encoding), ("If-None-Match", first.Headers.ETag!.ToString()));
        using var whole = await GetAsync(app, "/page/any/router.js");

        Assert.Equal([encoding], first.Content.Headers.ContentEncoding);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.True((await first.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length * 2 < (await whole.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length);
        Assert.Equal("no-cache", first.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("/page/any/nothing.js")]
    [InlineData("/page/any/../../host.json")]
    [InlineData("/page/any/index")]
    public async Task There_is_nothing_beside_the_pages_own_files(string path)
    {
        await using var app = await TestApp.StartAsync();

        using var answer = await GetAsync(app, path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<HttpResponseMessage> GetAsync(TestApp app, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("\"(/page/[^\"]+)\"")]
    private static partial Regex Named();
}
