using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VideoGen.ProviderSim.Stage;

namespace VideoGen.ProviderSim.Fal;

/// <summary>fal's queue with Pika's models, its billing, and its signed callbacks.</summary>
/// <remarks>Keys are of fal's own form, an id and a secret with a colon between; all belong to one account. <c>--any-key</c> takes others too.</remarks>
internal sealed partial class FalSim : ISimulatedProvider
{
    private const string ExhaustedBalance = "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.";
    private const string OutputFile = "output.mp4";

    private static readonly TimeSpan _urlLifetime = TimeSpan.FromDays(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, FalRequest> _requests = [];
    private readonly HashSet<string> _admins = [];
    private readonly FalQueue _queue;
    private readonly FalWebhooks _webhooks;
    private readonly SimClock _clock;
    private readonly ScriptBook _scripts;
    private readonly MediaHost _media;
    private readonly bool _anyKey;
    private readonly decimal _firstBalance;

    private decimal _balance;
    private string? _locked;
    private bool _retired;
    private string? _urls;

    public FalSim(SimClock clock, ScriptBook scripts, MediaHost media, IConfiguration configuration)
    {
        (_clock, _scripts, _media) = (clock, scripts, media);
        _anyKey = configuration.GetValue("any-key", false);
        _balance = _firstBalance = configuration.GetValue<long?>("credits") is { } credits ? credits / 100m : 1000;
        _queue = new FalQueue(End);
        _webhooks = new FalWebhooks(clock);
    }

    public string Name => "fal";

    public void Map(IEndpointRouteBuilder routes)
    {
        var queue = routes.MapGroup("/fal-ai/{app}").AddEndpointFilter(AdmitAsync);
        queue.MapPost("/{**path}", SubmitAsync).As(this, Operation.Submit);
        queue.MapGet("/requests/{task}/status", Look).As(this, Operation.Poll);
        queue.MapGet("/requests/{task}", Fetch).As(this, Operation.Result);
        queue.MapPut("/requests/{task}/cancel", Cancel).As(this, Operation.Delete);
        // Whoever keeps the sub-path of the model in a follow-up address.
        queue.MapMethods("/{**path}", ["GET", "PUT", "DELETE"], () => Refuse(StatusCodes.Status405MethodNotAllowed, "Method Not Allowed"));
        routes.MapGet("/v1/account/billing", Billing).AddEndpointFilter(AdmitAsync).As(this, Operation.Account);
        routes.MapGet("/.well-known/jwks.json", () => Results.Json(_webhooks.KeySet())).As(this, Operation.Keys);
        routes.MapPost("/_sim/fal/webhook", PostWebhookAsync);
    }

    public void Configure(JsonObject settings)
    {
        lock (_gate)
        {
            _queue.Advance(_clock.Now);
            foreach (var (name, value) in settings)
            {
                switch (name)
                {
                    case "credits": _balance = value!.GetValue<decimal>(); break;
                    case "concurrent": _queue.Concurrent = value?.GetValue<int>(); break;
                    case "locked": _locked = value?.GetValue<string>(); break;
                    case "retired": _retired = value!.GetValue<bool>(); break;
                    case "admin": _admins.Add(value!.GetValue<string>()); break;
                    case "urls": _urls = value?.GetValue<string>(); break;
                    case "signingKeys": _webhooks.Rotate(value!.GetValue<int>()); break;
                    default: throw new FormatException($"fal has no setting \"{name}\".");
                }
            }

            _queue.LetIn(_clock.Now);
        }
    }

    public Bill Bill()
    {
        lock (_gate)
        {
            _queue.Advance(_clock.Now);
            var tasks = _requests.Values.Select(request => new BilledTask(request.Id, request.Model.Id, request.Status, request.Charged, request.CreatedAt)).ToList();
            return new Bill(tasks.Count, tasks.Sum(task => task.Charged), "USD", tasks);
        }
    }

    public bool CancelElsewhere(string taskId)
    {
        lock (_gate)
        {
            _queue.Advance(_clock.Now);
            if (!_requests.TryGetValue(taskId, out var request) || request.IsOver || request.IsGone)
            {
                return false;
            }

            _queue.End(request, _clock.Now);
            return true;
        }
    }

    public JsonObject Refusal(int status) => Refusal(status, null);

    public JsonObject Refusal(int status, string? code) => status switch
    {
        403 when code == "balance" => Detail(ExhaustedBalance),
        403 => Detail("You do not have access to this application."),
        401 => Detail("No user found for Key ID and Secret"),
        404 => Detail("Request not found"),
        429 => Detail("Too many requests"),
        422 => FalEnding.Parse(code ?? "content_policy_violation").Body,
        _ when code is not null => FalEnding.Parse(code).Body,
        _ => Detail("The service is temporarily unavailable."),
    };

    public void Reset()
    {
        lock (_gate)
        {
            _requests.Clear();
            _queue.Clear();
            _admins.Clear();
            (_balance, _queue.Concurrent, _locked, _retired, _urls) = (_firstBalance, null, null, false, null);
            _webhooks.Rotate(1);
        }
    }

    private async ValueTask<object?> AdmitAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next) =>
        Key(invocation.HttpContext) is not { } key ? Refuse(401, "Authentication is required to access this application.")
        : _anyKey || KeyForm().IsMatch(key) ? await next(invocation)
        : Refuse(401, "No user found for Key ID and Secret");

    private async Task<IResult> SubmitAsync(HttpContext context, string app, string? path)
    {
        var text = await RequestLog.ReadBodyAsync(context);
        lock (_gate)
        {
            _queue.Advance(_clock.Now);
            if (_locked is not null || _balance <= 0)
            {
                return Refuse(403, _locked ?? ExhaustedBalance);
            }

            if (_retired || FalModel.Find($"fal-ai/{app}/{path}") is not { } model)
            {
                return Refuse(404, $"Path /{path} not found");
            }

            return TryParse(text, out var body) ? Accept(context, text, body, model) : Refuse(422, "Invalid JSON in request body");
        }
    }

    private IResult Accept(HttpContext context, string text, JsonElement body, FalModel model)
    {
        var id = Guid.NewGuid().ToString();
        var request = new FalRequest(id, model, body, _scripts.Assign(context, text, id), _clock.Now)
        {
            Origin = $"{context.Request.Scheme}://{context.Request.Host}",
            Webhook = Uri.TryCreate(context.Request.Query["fal_webhook"], UriKind.Absolute, out var webhook) ? webhook : null,
        };
        _requests[id] = request;
        LogEntry.Of(context).Task = id;
        _media.Keep(id, OutputFile, FalModel.Make(body, id, request.Script.OutputBytes, request.CreatedAt));
        _queue.Begin(request);
        _ = WatchAsync(request);
        return Results.Json(Describe(request, withLogs: false));
    }

    // Perhaps nobody looks, and yet who asked for a callback shall have it in time.
    private async Task WatchAsync(FalRequest request)
    {
        while (NextMoment(request) is { } next)
        {
            await _clock.DelayAsync((next - _clock.Now) / _clock.Speed, CancellationToken.None);
        }
    }

    private DateTimeOffset? NextMoment(FalRequest request)
    {
        lock (_gate)
        {
            _queue.Advance(_clock.Now);
            return request.Webhook is null || request.IsOver || request.IsGone || !_requests.ContainsKey(request.Id) ? null
                : request.Due ?? _clock.Now + request.Script.StepTime;
        }
    }

    private void End(FalRequest request)
    {
        request.Charged = request.Price();
        _balance -= request.Charged;
        if (request.Webhook is not null)
        {
            _ = _webhooks.DeliverAsync(request.Webhook, request.Id, Report(request), request.Script.Callbacks);
        }
    }

    private IResult Look(HttpContext context, string task)
    {
        lock (_gate)
        {
            if (Find(task) is not { } request)
            {
                return Refuse(404, "Request not found");
            }

            if (request.Script.AdvanceByPoll && request.Looks++ > 0)
            {
                _queue.Step(request, _clock.Now);
            }

            var answer = Describe(request, withLogs: context.Request.Query["logs"] == "1");
            return Results.Json(answer, statusCode: request.IsOver ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
        }
    }

    private IResult Fetch(HttpContext context, string task)
    {
        lock (_gate)
        {
            if (Find(task) is not { } request)
            {
                return Refuse(404, "Request not found");
            }

            if (!request.IsOver)
            {
                return Refuse(400, "Request is still in progress");
            }

            context.Response.Headers["x-fal-request-id"] = task;
            context.Response.Headers["X-Fal-Billable-Units"] = request.Charged > 0 ? "1" : "0";
            return request.Ending?.Answer(context.Response) ?? Results.Json(Output(request));
        }
    }

    private IResult Cancel(string task)
    {
        lock (_gate)
        {
            var request = Find(task);
            if (request is { IsOver: false, HoldsSlot: false })
            {
                _queue.Remove(request);
                request.IsGone = true;
            }

            // What runs already runs on, and is paid for.
            return request is null ? Results.Json(new { status = "NOT_FOUND" }, statusCode: 404)
                : request.IsOver ? Results.Json(new { status = "ALREADY_COMPLETED" }, statusCode: 400)
                : Results.Json(new { status = "CANCELLATION_REQUESTED" }, statusCode: 202);
        }
    }

    private IResult Billing(HttpContext context)
    {
        lock (_gate)
        {
            _queue.Advance(_clock.Now);
            return _admins.Contains(Key(context)!)
                ? Results.Json(new { username = "simulated", credits = new { current_balance = _balance, currency = "USD" } })
                : Refuse(401, "This endpoint requires an admin key.");
        }
    }

    /// <summary>A callback at once, whatever the request's state: <c>{task, callback?, url?}</c>. Answers what it was met with.</summary>
    private async Task<IResult> PostWebhookAsync(JsonObject body)
    {
        FalRequest? request;
        lock (_gate)
        {
            request = Find(body["task"]?.GetValue<string>() ?? "");
        }

        var url = Uri.TryCreate(body["url"]?.GetValue<string>(), UriKind.Absolute, out var given) ? given : request?.Webhook;
        if (request is null || url is null) return Results.NotFound();

        var odd = (body["callback"]?.GetValue<string>() ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Results.Json(new { status = await _webhooks.PostAsync(url, request.Id, Report(request), odd) });
    }

    private FalRequest? Find(string task)
    {
        _queue.Advance(_clock.Now);
        return _requests.TryGetValue(task, out var request) && !request.IsGone ? request : null;
    }

    private JsonObject Describe(FalRequest request, bool withLogs)
    {
        var below = $"{_urls ?? request.Origin}/{string.Join('/', request.Model.Id.Split('/').Take(2))}/requests/{request.Id}";
        var answer = new JsonObject
        {
            ["status"] = request.Status,
            ["request_id"] = request.Id,
            ["response_url"] = below,
            ["status_url"] = $"{below}/status",
            ["cancel_url"] = $"{below}/cancel",
        };
        if (request.Status == "IN_QUEUE")
        {
            answer["queue_position"] = _queue.Position(request);
            return answer;
        }

        answer["logs"] = withLogs ? new JsonArray(new JsonObject
        {
            ["message"] = "Generating",
            ["timestamp"] = request.CreatedAt.UtcDateTime.ToString("O"),
            ["level"] = "INFO",
            ["source"] = "USER",
        }) : null;
        if (request.IsOver)
        {
            answer["metrics"] = new JsonObject { ["inference_time"] = 41.2 };
        }

        if (request is { IsOver: true, Ending: { IsReported: true } ending })
        {
            (answer["error"], answer["error_type"]) = (ending.Type.Replace('_', ' '), ending.Type);
        }

        return answer;
    }

    private JsonObject Report(FalRequest request)
    {
        var report = new JsonObject { ["request_id"] = request.Id, ["gateway_request_id"] = request.Id, ["status"] = request.Ending is null ? "OK" : "ERROR" };
        if (request.Script.Callbacks.Contains("null"))
        {
            (report["payload"], report["payload_error"]) = (null, "Response payload is not JSON serializable.");
            return report;
        }

        if (request.Ending is { } ending)
        {
            report["error"] = $"Invalid status code: {ending.Status}";
        }

        report["payload"] = request.Ending?.Body.DeepClone() ?? Output(request);
        return report;
    }

    private JsonObject Output(FalRequest request)
    {
        using var content = _media.Find(request.Id, OutputFile)!.Open();
        return new()
        {
            ["video"] = new JsonObject
            {
                ["url"] = _media.Url(request.Origin, request.Id, OutputFile, request.Script.UrlLifetime ?? _urlLifetime),
                ["content_type"] = "video/mp4",
                ["file_name"] = OutputFile,
                ["file_size"] = content.Length,
            },
        };
    }

    private static bool TryParse(string text, out JsonElement body)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            body = document.RootElement.Clone();
            return body.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            body = default;
            return false;
        }
    }

    private static string? Key(HttpContext context) =>
        context.Request.Headers.Authorization.ToString() is var header && header.StartsWith("Key ", StringComparison.Ordinal) ? header["Key ".Length..] : null;

    private static IResult Refuse(int status, string detail) => Results.Json(Detail(detail), statusCode: status);

    private static JsonObject Detail(string words) => new() { ["detail"] = words };

    [GeneratedRegex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:[0-9a-f]{32}$")]
    private static partial Regex KeyForm();
}
