using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;
using FromRequestBody = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace VideoGen.Tests.Embedded.Golden;

/// <summary>The HTTP functions that the recorded requests call.</summary>
internal static class HttpSamples
{
    internal sealed record Item(string? Name, int Count, string? Note, DateTime? When, int[] Items);

    private static readonly Item Sample = new("n", 1, null, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), [1]);
    private static readonly byte[] Digits = Encoding.ASCII.GetBytes("0123456789");

    [Function("NoRoute")]
    public static IActionResult NoRoute([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => new OkObjectResult(new
    {
        path = request.Path.Value,
        pathBase = request.PathBase.Value,
        proto = request.Protocol,
        query = request.QueryString.Value,
    });

    [Function("IntRoute")]
    public static IActionResult IntRoute([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{id:int}")] HttpRequest request, int id) =>
        new OkObjectResult(new { id });

    [Function("GuidRoute")]
    public static IActionResult GuidRoute([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "g/{id}")] HttpRequest request, Guid id) =>
        new OkObjectResult(new { id });

    [Function("OptionalRoute")]
    public static IActionResult OptionalRoute([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "opt/{name?}")] HttpRequest request, string? name) =>
        new OkObjectResult(new { name });

    [Function("CatchAll")]
    public static IActionResult CatchAll([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{*path}")] HttpRequest request, string? path) =>
        new OkObjectResult(new { path });

    [Function("SameGet")]
    public static IActionResult SameGet([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "same")] HttpRequest request) => new OkObjectResult("get");

    [Function("SamePost")]
    public static IActionResult SamePost([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "same")] HttpRequest request) => new OkObjectResult("post");

    [Function("Any")]
    public static IActionResult Any([HttpTrigger(AuthorizationLevel.Anonymous, Route = "any")] HttpRequest request) => new OkObjectResult(new { method = request.Method });

    [Function("NoLevel")]
    public static IActionResult NoLevel([HttpTrigger("get", Route = "nolevel")] HttpRequest request) => new OkObjectResult("in");

    [Function("Throws")]
    public static IActionResult Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throws")] HttpRequest request) =>
        throw new InvalidOperationException("thrown");

    [Function("ThrowsAsync")]
    public static async Task<IActionResult> ThrowsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throws-async")] HttpRequest request)
    {
        await Task.Yield();
        throw new InvalidOperationException("thrown");
    }

    [Function("Poco")]
    public static Item Poco([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "poco")] HttpRequest request) => Sample;

    [Function("PocoTask")]
    public static Task<Item> PocoTask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "poco-task")] HttpRequest request) => Task.FromResult(Sample);

    [Function("Str")]
    public static string Str([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "str")] HttpRequest request) => "lost";

    [Function("Void")]
    public static void Void([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "void")] HttpRequest request)
    {
        // Nothing is written, nothing is returned.
    }

    [Function("NullAction")]
    public static IActionResult? NullAction([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "null-action")] HttpRequest request) => null;

    [Function("Direct")]
    public static async Task Direct([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "direct")] HttpRequest request)
    {
        var response = request.HttpContext.Response;
        response.StatusCode = 203;
        response.Headers["X-Own"] = "1";
        await response.WriteAsync("direct");
    }

    [Function("SyncWrite")]
    public static void SyncWrite([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sync-write")] HttpRequest request) =>
        request.HttpContext.Response.Body.Write(Digits);

    [Function("Multi")]
    public static Several Multi([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "multi")] HttpRequest request) =>
        new() { Answer = new OkObjectResult(new { a = 1 }) };

    internal sealed class Several
    {
        [HttpResult]
        public IActionResult? Answer { get; init; }

        public string Other { get; init; } = "other";
    }

    [Function("Action")]
    public static IActionResult Action([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "action/{kind}")] HttpRequest request, string kind) => kind switch
    {
        "ok" => new OkResult(),
        "object" => new OkObjectResult(Sample),
        "string" => new OkObjectResult("text"),
        "null" => new OkObjectResult(null),
        "json" => new JsonResult(new { FirstName = "x", Day = DayOfWeek.Friday }),
        "created" => new CreatedResult("/api/items/1", new { id = 1 }),
        "accepted" => new AcceptedResult("/api/items/1", new { id = 1 }),
        "nocontent" => new NoContentResult(),
        "notfound" => new NotFoundResult(),
        "notfoundobj" => new NotFoundObjectResult(new { error = "x" }),
        "bad" => new BadRequestResult(),
        "badobj" => new BadRequestObjectResult("text"),
        "problem" => new ObjectResult(new ProblemDetails { Title = "t", Status = 422, Detail = "d" }) { StatusCode = 422 },
        "status" => new StatusCodeResult(418),
        "redirect" => new RedirectResult("/api/x"),
        "unauth" => new UnauthorizedResult(),
        "conflict" => new ConflictObjectResult(new { a = 1 }),
        "content" => new ContentResult { Content = "<b>é</b>", ContentType = "text/html" },
        "file" => new FileContentResult(Digits, "application/octet-stream") { FileDownloadName = "a b.bin", EnableRangeProcessing = true, EntityTag = new EntityTagHeaderValue("\"e1\"") },
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    [Function("Result")]
    public static IResult Result([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "result/{kind}")] HttpRequest request, string kind) => kind switch
    {
        "ok" => Results.Ok(),
        "object" => Results.Ok(Sample),
        "string" => Results.Ok("text"),
        "text" => Results.Text("text é"),
        "json" => Results.Json(new { FirstName = "x", Day = DayOfWeek.Friday }, statusCode: 201),
        "created" => Results.Created("/api/items/1", new { id = 1 }),
        "nocontent" => Results.NoContent(),
        "notfound" => Results.NotFound(),
        "problem" => Results.Problem(title: "t", detail: "d", statusCode: 422),
        "validation" => Results.ValidationProblem(new Dictionary<string, string[]> { ["Field"] = ["bad"] }),
        "bytes" => Results.File(Digits, "application/octet-stream", "a b.bin", enableRangeProcessing: true),
        "stream" => Results.Stream(new MemoryStream(Digits), "text/plain"),
        "redirect" => Results.Redirect("/api/x"),
        "status" => Results.StatusCode(418),
        "bad" => Results.BadRequest(new { a = 1 }),
        "unauth" => Results.Unauthorized(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    [Function("KeyFunction")]
    public static IActionResult KeyFunction([HttpTrigger(AuthorizationLevel.Function, "get", Route = "key-function")] HttpRequest request) => new OkObjectResult(new
    {
        isAuthenticated = request.HttpContext.User.Identity?.IsAuthenticated ?? false,
        hasKeyHeader = request.Headers.ContainsKey("x-functions-key"),
        hasCode = request.Query.ContainsKey("code"),
    });

    [Function("KeyAdmin")]
    public static IActionResult KeyAdmin([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "key-admin")] HttpRequest request) => new OkObjectResult("in");

    [Function("KeySystem")]
    public static IActionResult KeySystem([HttpTrigger(AuthorizationLevel.System, "get", Route = "key-system")] HttpRequest request) => new OkObjectResult("in");

    [Function("Body")]
    public static async Task<IActionResult> Body([HttpTrigger(AuthorizationLevel.Anonymous, "post", "put", Route = "body")] HttpRequest request)
    {
        try
        {
            return new OkObjectResult(new { n = await CountAsync(request.Body), contentType = request.ContentType });
        }
        catch (Exception error)
        {
            return Shown(error);
        }
    }

    [Function("BodyRaw")]
    public static async Task<IActionResult> BodyRaw([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "body-raw")] HttpRequest request) =>
        new OkObjectResult(new { n = await CountAsync(request.Body) });

    [Function("FromBody")]
    public static IActionResult FromBodySample([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "frombody")] HttpRequest request, [FromRequestBody] Item item) =>
        new OkObjectResult(item);

    [Function("ReadJson")]
    public static async Task<IActionResult> ReadJson([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "readjson")] HttpRequest request)
    {
        try
        {
            return new OkObjectResult(await request.ReadFromJsonAsync<Item>());
        }
        catch (Exception error)
        {
            return Shown(error);
        }
    }

    [Function("Headers")]
    public static IActionResult Headers([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "headers")] HttpRequest request) => new OkObjectResult(new
    {
        names = request.Headers.Keys.Order(StringComparer.OrdinalIgnoreCase),
        scheme = request.Scheme,
        host = request.Host.Value,
        hasIp = request.HttpContext.Connection.RemoteIpAddress is not null,
    });

    private static async Task<long> CountAsync(Stream body)
    {
        var count = new CountingStream();
        await body.CopyToAsync(count);
        return count.Count;
    }

    internal static ContentResult Shown(Exception error) => new()
    {
        StatusCode = 500,
        ContentType = "application/json",
        Content = JsonSerializer.Serialize(new
        {
            exception = Chain(error).Select(one => $"{one.GetType()}: {one.Message}"),
            isInvalidOperation = error is InvalidOperationException,
            baseType = error.GetType().BaseType!.ToString(),
        }),
    };

    private static IEnumerable<Exception> Chain(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            yield return error;
        }
    }

    private sealed class CountingStream : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Count;

        public override long Position
        {
            get => Count;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Count += count;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
