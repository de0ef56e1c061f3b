using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace VideoGen.Embedded.Hosting.Http;

/// <summary>What the root shows when no function answers there; anything else nobody answers is 404.</summary>
internal sealed class LandingPage(IConfiguration configuration)
{
    private const string Page = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Functions</title></head>
        <body style="font-family: system-ui; margin: 4rem"><h1>Your functions app is up and running</h1></body></html>
        """;

    public Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Path.Value is not ("" or "/"))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        if (bool.TryParse(configuration["AzureWebJobsDisableHomepage"], out var disabled) && disabled)
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        http.Response.ContentType = "text/html";
        return http.Response.WriteAsync(Page, http.RequestAborted);
    }
}
