using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace VideoGen.Tests.Embedded.Hosting;

/// <summary>How much a request may bring: over the limit the caller gets a 500 without a body, whatever the function does.</summary>
public sealed class RequestBodyTests
{
    [Theory]
    [InlineData(1_000, false, HttpStatusCode.OK)]
    [InlineData(1_001, false, HttpStatusCode.InternalServerError)]
    [InlineData(1_000, true, HttpStatusCode.OK)]
    [InlineData(1_001, true, HttpStatusCode.InternalServerError)]
    public async Task The_hosts_limit_is_a_setting(int size, bool chunked, HttpStatusCode expected)
    {
        await using var app = await EmbeddedApp.StartAsync(new AppUnderTest(typeof(Functions)) { Settings = new Dictionary<string, string?> { ["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] = "1000" } });

        using var response = await SendAsync(app, size, chunked);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? $"{size}" : "", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(200, 200)]
    [InlineData(null, 104_857_600)]
    [InlineData(500_000_000, 104_857_600)]
    public async Task The_smaller_of_the_apps_and_the_hosts_limit_counts(int? configured, long expected)
    {
        await using var app = await EmbeddedApp.StartAsync(new AppUnderTest(typeof(Functions))
        {
            Configure = builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = configured);
            },
        });

        var options = app.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<KestrelServerOptions>>().Value;

        Assert.Equal(expected, options.Limits.MaxRequestBodySize);
    }

    private static async Task<HttpResponseMessage> SendAsync(EmbeddedApp app, int size, bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/count") { Content = new ByteArrayContent(new byte[size]) };
        request.Headers.TransferEncodingChunked = chunked;
        return await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    internal static class Functions
    {
        [Function("Count")]
        public static async Task<IResult> Count([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "count")] HttpRequest request)
        {
            try
            {
                using var memory = new MemoryStream();
                await request.Body.CopyToAsync(memory);
                return Results.Text($"{memory.Length}");
            }
            catch (Microsoft.AspNetCore.Http.BadHttpRequestException)
            {
                return Results.Text("caught");
            }
        }
    }
}
