using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VideoGen.ProviderSim.Stage;

namespace VideoGen.ProviderSim.Runway;

/// <summary>Runway's developer API: tasks, organization, uploads.</summary>
/// <remarks>Keys are of Runway's own form, <c>key_</c> and 128 hexadecimal digits; each is an account. <c>--any-key</c> takes others too.</remarks>
internal sealed partial class RunwaySim(SimClock clock, ScriptBook scripts, MediaHost media, IConfiguration configuration) : ISimulatedProvider
{
    private const string Version = "2024-11-06";
    private const string NoCredits = "You do not have enough credits to run this task.";
    private const string Docs = "https://docs.dev.runwayml.com/api";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RunwayAccount> _accounts = [];
    private readonly Dictionary<string, RunwayTask> _tasks = [];
    private readonly RunwaySchedule _schedule = new();
    private readonly HashSet<string> _retired = [];
    private readonly RunwayUploads _uploads = new(clock);
    private readonly bool _anyKey = configuration.GetValue("any-key", false);
    private RunwayAccount _newAccount = First(configuration);
    private TimeSpan _urlLifetime = TimeSpan.FromHours(24);
    private bool _estimates = true;

    public string Name => "runway";

    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/v1").AddEndpointFilter(AdmitAsync);
        foreach (var path in RunwayModel.All.Select(model => model.Path).Distinct())
        {
            api.MapPost(path, (HttpRequest request) => SubmitAsync(request.HttpContext, path)).As(this, Operation.Submit);
        }

        api.MapGet("/tasks/{task}", Look).As(this, Operation.Poll);
        api.MapDelete("/tasks/{task}", Delete).As(this, Operation.Delete);
        api.MapGet("/organization", Organization).As(this, Operation.Account);
        api.MapPost("/organization/usage", UsageAsync).As(this, Operation.Account);
        api.MapPost("/uploads", async (HttpRequest request) => _uploads.Begin(await RequestLog.ReadBodyAsync(request.HttpContext), request)).As(this, Operation.Upload);
        routes.MapPost("/uploads/runway/{upload}", _uploads.ReceiveAsync).As(this, Operation.Upload);
    }

    public void Configure(JsonObject settings)
    {
        lock (_gate)
        {
            _schedule.Advance(clock.Now);
            var account = new JsonObject();
            string? key = null;
            foreach (var (name, value) in settings)
            {
                switch (name)
                {
                    case "key": key = value!.GetValue<string>(); break;
                    case "urlSeconds": _urlLifetime = TimeSpan.FromSeconds(value!.GetValue<double>()); break;
                    case "estimates": _estimates = value!.GetValue<bool>(); break;
                    case "retired":
                        _retired.Clear();
                        _retired.UnionWith(value!.GetValueKind() == JsonValueKind.Array ? value.AsArray().Select(model => model!.GetValue<string>()) : RunwayModel.Retirable);
                        break;
                    default: account[name] = value?.DeepClone(); break;
                }
            }

            IEnumerable<RunwayAccount> concerned = key is null ? [_newAccount, .. _accounts.Values] : [AccountOf(key)];
            foreach (var one in concerned)
            {
                one.Apply(account);
                foreach (var model in one.Waiting.Keys.ToList())
                {
                    _schedule.LetIn(one, model, clock.Now);
                }
            }
        }
    }

    public Bill Bill()
    {
        lock (_gate)
        {
            _schedule.Advance(clock.Now);
            var tasks = _tasks.Values.Select(task => new BilledTask(task.Id, task.Model.Name, task.Now.Status, task.Cost ?? task.Price, task.CreatedAt)).ToList();
            return new Bill(tasks.Count, tasks.Sum(task => task.Charged), "credits", tasks);
        }
    }

    public bool CancelElsewhere(string taskId)
    {
        lock (_gate)
        {
            _schedule.Advance(clock.Now);
            if (!_tasks.TryGetValue(taskId, out var task) || task.IsOver)
            {
                return false;
            }

            _schedule.Cancel(task, clock.Now);
            return true;
        }
    }

    public JsonObject Refusal(int status) => new()
    {
        ["error"] = status switch
        {
            429 => "Your daily task limit has been reached.",
            404 => "Could not find Task",
            401 => "The API key is invalid or has been disabled.",
            403 => "Forbidden",
            _ => "The service is temporarily unavailable.",
        },
    };

    public JsonObject Refusal(int status, string? code) => code switch
    {
        null => Refusal(status),
        "credits" => new() { ["error"] = NoCredits, ["docUrl"] = Docs },
        "asset" => new() { ["error"] = "Failed to fetch asset: https://example.com/input", ["docUrl"] = Docs },
        "duration" => new() { ["error"] = "Validation of body failed", ["docUrl"] = Docs, ["issues"] = new JsonArray(RunwayFields.TooLong("videoUri", 30)) },
        _ => throw new FormatException($"Runway has no refusal \"{code}\"."),
    };

    public void Reset()
    {
        lock (_gate)
        {
            _accounts.Clear();
            _tasks.Clear();
            _schedule.Clear();
            _retired.Clear();
            _newAccount = First(configuration);
            _urlLifetime = TimeSpan.FromHours(24);
            _estimates = true;
        }
    }

    private static RunwayAccount First(IConfiguration configuration) =>
        configuration.GetValue<long?>("credits") is { } credits ? new RunwayAccount { Credits = credits } : new RunwayAccount();

    /// <summary>Key first, then the version header; bodies come later.</summary>
    private async ValueTask<object?> AdmitAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (Key(context) is not { } key || !(_anyKey || KeyForm().IsMatch(key)) || IsDisabled(key))
        {
            return Refuse(401, "The API key is missing, invalid or disabled.");
        }

        return context.Request.Headers["X-Runway-Version"] != Version
            ? Refuse(400, $"The X-Runway-Version header must be set to a supported version, such as {Version}.")
            : await next(invocation);
    }

    private async Task<IResult> SubmitAsync(HttpContext context, string path)
    {
        var text = await RequestLog.ReadBodyAsync(context);
        if (!RunwayBody.TryParse(text, out var body))
        {
            return Refuse(400, "Invalid JSON in request body");
        }

        lock (_gate)
        {
            _schedule.Advance(clock.Now);
            var model = RunwayBody.Model(path, body, _retired);
            var issues = RunwayBody.Issues(model, body);
            if (model is null || issues.Count > 0)
            {
                return Results.Json(new JsonObject { ["error"] = "Validation of body failed", ["docUrl"] = Docs, ["issues"] = issues }, statusCode: 400);
            }

            if (RunwayBody.Assets(body).FirstOrDefault(uri => !CanFetch(uri)) is { } missing)
            {
                return Refuse(400, $"Failed to fetch asset: {missing[..Math.Min(missing.Length, 100)]}");
            }

            var account = AccountOf(Key(context)!);
            var price = model.Price(body);
            if (account.Daily is { } most && account.Generations(model.Name, clock.Now) >= most)
            {
                return Refuse(429, "Your daily task limit has been reached.");
            }

            return account.Credits < price
                ? Refuse(400, NoCredits)
                : Accept(context, text, body, model, account, price);
        }
    }

    private IResult Accept(HttpContext context, string text, JsonElement body, RunwayModel model, RunwayAccount account, int price)
    {
        var id = Guid.NewGuid().ToString();
        var script = scripts.Assign(context, text, id);
        var task = new RunwayTask(id, model, account, script, price, clock.Now);
        _tasks[id] = task;
        LogEntry.Of(context).Task = id;
        account.Book(task.CreatedAt, model.Name, price);
        foreach (var file in task.Files)
        {
            media.Keep(id, file, model.Make(body, $"{id}/{file}", script.OutputBytes, task.CreatedAt));
        }

        _schedule.Begin(task);
        var answer = new JsonObject { ["id"] = id };
        if (_estimates)
        {
            answer["estimatedCost"] = new JsonObject { ["credits"] = price };
        }

        return Results.Json(answer);
    }

    private IResult Look(HttpContext context, string task)
    {
        lock (_gate)
        {
            _schedule.Advance(clock.Now);
            if (Find(context, task) is not { } found)
            {
                return Refuse(404, "Could not find Task", docs: false);
            }

            if (found.Script.AdvanceByPoll && found.Looks++ > 0 && !found.IsOver)
            {
                _schedule.Step(found, clock.Now);
            }

            return Results.Json(found.ToJson(file => media.Url(context.Request, task, file, found.Script.UrlLifetime ?? _urlLifetime)));
        }
    }

    private IResult Delete(HttpContext context, string task)
    {
        lock (_gate)
        {
            _schedule.Advance(clock.Now);
            if (Find(context, task) is not { } found)
            {
                return Refuse(404, "Could not find Task", docs: false);
            }

            if (!found.IsOver)
            {
                _schedule.Cancel(found, clock.Now);
            }

            found.Deleted = true;
            media.Forget(task, found.Files);
            return Results.NoContent();
        }
    }

    private IResult Organization(HttpContext context)
    {
        lock (_gate)
        {
            _schedule.Advance(clock.Now);
            var account = AccountOf(Key(context)!);
            var models = RunwayModel.All.Select(model => model.Name).Distinct().Where(model => !_retired.Contains(model)).ToList();
            return Results.Json(new
            {
                creditBalance = account.Credits,
                tier = new
                {
                    maxMonthlyCreditSpend = account.MonthlySpend,
                    models = models.ToDictionary(model => model, _ => new { maxConcurrentGenerations = account.Concurrent, maxDailyGenerations = account.Daily }),
                },
                usage = new { models = models.ToDictionary(model => model, model => new { dailyGenerations = account.Generations(model, clock.Now) }) },
            });
        }
    }

    private async Task<IResult> UsageAsync(HttpRequest request)
    {
        var body = RunwayBody.TryParse(await RequestLog.ReadBodyAsync(request.HttpContext), out var parsed) ? parsed : default;
        var today = DateOnly.FromDateTime(clock.Now.UtcDateTime);
        var (start, before) = (Date(body, "startDate") ?? today.AddDays(-29), Date(body, "beforeDate") ?? today.AddDays(1));
        if (before <= start || before.DayNumber - start.DayNumber > 90)
        {
            return Refuse(400, "The date range must have 1 to 90 days.");
        }

        lock (_gate)
        {
            _schedule.Advance(clock.Now);
            var charges = AccountOf(Key(request.HttpContext)!).Charges
                .Select(charge => (Date: DateOnly.FromDateTime(charge.At.UtcDateTime), charge.Model, charge.Amount))
                .Where(charge => charge.Date >= start && charge.Date < before).ToList();
            return Results.Json(new
            {
                models = charges.Select(charge => charge.Model).Distinct(),
                results = charges.GroupBy(charge => charge.Date).OrderBy(day => day.Key).Select(day => new
                {
                    date = day.Key.ToString("O", CultureInfo.InvariantCulture),
                    usedCredits = day.GroupBy(charge => charge.Model).Select(model => new { model = model.Key, amount = model.Sum(charge => charge.Amount) }),
                }),
            });
        }
    }

    private static DateOnly? Date(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && DateOnly.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var date) ? date : null;

    private RunwayTask? Find(HttpContext context, string id) =>
        _tasks.TryGetValue(id, out var task) && !task.Deleted && task.Account == AccountOf(Key(context)!) ? task : null;

    private bool CanFetch(string uri) =>
        uri.StartsWith("runway://", StringComparison.Ordinal) ? _uploads.Has(uri)
        : !Uri.TryCreate(uri, UriKind.Absolute, out var url) || !url.IsLoopback || media.Serves(url);

    private bool IsDisabled(string key)
    {
        lock (_gate)
        {
            return AccountOf(key).Disabled;
        }
    }

    private RunwayAccount AccountOf(string key)
    {
        var name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        if (!_accounts.TryGetValue(name, out var account))
        {
            _accounts[name] = account = _newAccount.Copy();
        }

        return account;
    }

    private static string? Key(HttpContext context) =>
        context.Request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer ", StringComparison.Ordinal) ? header["Bearer ".Length..] : null;

    private static IResult Refuse(int status, string error, bool docs = true) =>
        Results.Json(docs ? new JsonObject { ["error"] = error, ["docUrl"] = Docs } : new JsonObject { ["error"] = error }, statusCode: status);

    [GeneratedRegex("^key_[0-9a-f]{128}$")]
    private static partial Regex KeyForm();
}
