using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using VideoGen.Embedded.Hosting.Functions;

namespace VideoGen.Embedded.Hosting.Http;

/// <summary>The host's own routes below <c>/admin</c>.</summary>
internal sealed class AdminApi(IReadOnlyList<Function> functions, KeyRing keys, ManualRuns runs, IHostApplicationLifetime lifetime)
{
    private static readonly string Version = typeof(AdminApi).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private readonly long _started = Stopwatch.GetTimestamp();

    public static Task PingAsync(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsPost(http.Request.Method)) http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    public Task InvokeAsync(HttpContext http, PathString path)
    {
        string[] segments = path.Value!.Trim('/').Split('/');
        string[] lower = [.. segments.Select(segment => segment.ToLowerInvariant())];
        return (http.Request.Method, lower) switch
        {
            ("GET", ["host", "status"]) => http.Response.WriteAsJsonAsync(Status(), http.RequestAborted),
            ("GET", ["host", "keys"]) => http.Response.WriteAsJsonAsync(new { keys = Keys() }, http.RequestAborted),
            ("GET", ["functions"]) => http.Response.WriteAsJsonAsync(functions.Select(function => Describe(function, http.Request)), http.RequestAborted),
            ("GET", ["functions", _]) when Find(segments[1]) is { } function => http.Response.WriteAsJsonAsync(Describe(function, http.Request), http.RequestAborted),
            ("POST", ["functions", _]) when Find(segments[1]) is { } function => RunAsync(http, function),
            _ => NotFound(http),
        };
    }

    private object Status() => new
    {
        id = Environment.MachineName.ToLowerInvariant(),
        state = lifetime.ApplicationStopping.IsCancellationRequested ? "Stopping" : "Running",
        version = Version.Split('+')[0],
        versionDetails = Version,
        platformVersion = "",
        instanceId = "",
        computerName = "",
        processUptime = (long)Stopwatch.GetElapsedTime(_started).TotalMilliseconds,
        functionAppContentEditingState = "Unknown",
    };

    private IEnumerable<object> Keys() => keys.HostKey is { } key ? [new { name = "default", value = key }] : [];

    private static object Describe(Function function, HttpRequest request)
    {
        var origin = $"{request.Scheme}://{request.Host}";
        return new
        {
            name = function.Name,
            href = $"{origin}/admin/functions/{function.Name}",
            invoke_url_template = function.Trigger is HttpTrigger http ? $"{origin}/{http.Route.RawText}" : null,
            language = "dotnet-isolated",
            isDisabled = false,
            config = new
            {
                name = function.Name,
                entryPoint = function.EntryPoint,
                language = "dotnet-isolated",
                bindings = function.InputBindings.Values.Concat(function.OutputBindings.Values)
                    .Select(binding => new { name = binding.Name, type = binding.Type, direction = binding.Direction.ToString() }),
            },
        };
    }

    private async Task RunAsync(HttpContext http, Function function)
    {
        if (await InputAsync(http) is not { } input)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsJsonAsync(new { Message = "The body must be JSON like {\"input\":\"...\"}." }, http.RequestAborted);
            return;
        }

        if (runs.TryStart(function, input.Json))
        {
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        var message = string.Create(CultureInfo.InvariantCulture, $"'{function.Name}' is neither a timer nor an activity: call its route, or start the orchestration.");
        await http.Response.WriteAsJsonAsync(new { Message = message }, http.RequestAborted);
    }

    private static async Task<ManualInput?> InputAsync(HttpContext http)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<ManualInput>(http.Request.Body, JsonSerializerOptions.Web, http.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Function? Find(string name) => functions.FirstOrDefault(function => function.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static Task NotFound(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private sealed record ManualInput(JsonElement? Input)
    {
        public string? Json => Input is { ValueKind: not JsonValueKind.Null } input ? input.GetRawText() : null;
    }
}
