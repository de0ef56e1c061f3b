using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace VideoGen.ProviderSim.Stage;

/// <summary>Lets a request through to its provider, or spoils the exchange as planned.</summary>
internal sealed class FaultGate(SimClock clock, ScriptBook scripts, IEnumerable<ISimulatedProvider> providers, IHostApplicationLifetime lifetime)
{
    private const string GatewayPage = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";

    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Operation>() is not { } operation)
        {
            await next(context);
            return;
        }

        try
        {
            var entry = LogEntry.Of(context);
            entry.Key = RequestLog.Fingerprint(Of(operation)?.KeyOf(context.Request.Headers.Authorization.ToString())) ?? entry.Key;
            var fault = await FindAsync(context, operation);
            entry.Fault = fault is null ? null : (fault.AfterTheFact ? "created-" : "") + fault.Kind;
            await (fault is null ? next(context) : SpoilAsync(fault, operation, context, next));
        }
        catch (FormatException wrong)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsJsonAsync(new { error = $"The simulator cannot play this script: {wrong.Message}" });
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private async Task<Fault?> FindAsync(HttpContext context, Operation operation)
    {
        // Faults for whoever comes next are looked at before the body is read: "close" then leaves the request unread.
        if (scripts.Next.Take(operation.Name) is { } fault)
        {
            return fault;
        }

        return operation.Name == Operation.Submit ? scripts.TakeForSubmit(context, await RequestLog.ReadBodyAsync(context))
            : operation.TaskOf(context) is { } task ? scripts.TakeForTask(task, operation.Name)
            : null;
    }

    private async Task SpoilAsync(Fault fault, Operation operation, HttpContext context, RequestDelegate next)
    {
        if (fault.AfterTheFact)
        {
            await CarryOutAsync(context, next);
            context.Response.Clear();
        }

        switch (fault.Kind)
        {
            case "close":
                context.Abort();
                break;
            case "hang":
                using (var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping))
                {
                    await Task.Delay(Timeout.Infinite, ended.Token);
                }

                break;
            case "html":
                context.Response.StatusCode = StatusCodes.Status502BadGateway;
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync(GatewayPage);
                break;
            case "cut":
                var whole = await CarryOutAsync(context, next);
                await context.Response.Body.WriteAsync(whole.AsMemory(0, whole.Length / 2));
                break;
            case "extra":
                var body = JsonNode.Parse(await CarryOutAsync(context, next))!.AsObject();
                body["introducedYesterday"] = new JsonObject { ["nested"] = new JsonArray(1, null, "text") };
                body["alsoNew"] = null;
                await context.Response.WriteAsync(body.ToJsonString());
                break;
            case "slow":
                await clock.DelayAsync(TimeSpan.FromSeconds(fault.Number), context.RequestAborted);
                await next(context);
                break;
            case "drip" or "reset" or "short":
                context.Response.Body = new FaultyBody(context, fault, clock);
                await next(context);
                break;
            default:
                await RefuseAsync(context.Response, fault, operation);
                break;
        }
    }

    /// <summary>Runs the provider's own handler, but keeps its answer back.</summary>
    private static async Task<byte[]> CarryOutAsync(HttpContext context, RequestDelegate next)
    {
        var wire = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        await next(context);
        context.Response.Body = wire;
        context.Response.ContentLength = null;
        return answer.ToArray();
    }

    private async Task RefuseAsync(HttpResponse response, Fault fault, Operation operation)
    {
        response.StatusCode = fault.Status!.Value;
        string? code = null;
        foreach (var part in fault.Argument?.Split(':') ?? [])
        {
            if (part.Split('=', 2) is [var form, var seconds])
            {
                response.Headers.RetryAfter = form == "date"
                    ? (clock.RealNow + TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture))).ToString("R", CultureInfo.InvariantCulture)
                    : seconds;
            }
            else
            {
                code = part;
            }
        }

        response.ContentType = "application/json";
        var words = Of(operation)?.Refusal(response.StatusCode, code) ?? [];
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(words.ToJsonString()));
    }

    private ISimulatedProvider? Of(Operation operation) => providers.FirstOrDefault(provider => provider.Name == operation.Provider);
}
