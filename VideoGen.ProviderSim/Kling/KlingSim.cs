using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using VideoGen.ProviderSim.Stage;

namespace VideoGen.ProviderSim.Kling;

/// <summary>Kling's two APIs: the classic one with a path for each kind, the new one for single keys; account and callbacks.</summary>
internal sealed class KlingSim(SimClock clock, ScriptBook scripts, MediaHost media, IConfiguration configuration, IHostApplicationLifetime lifetime)
    : ISimulatedProvider, IDisposable
{
    private const int MostListed = 500;

    private static readonly TimeSpan _urlLifetime = TimeSpan.FromDays(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, KlingAccount> _accounts = [];
    private readonly Dictionary<string, KlingTask> _tasks = [];
    private readonly Dictionary<(KlingAccount, string), KlingTask> _byExternalId = [];
    private readonly LinkedList<KlingTask> _unfinished = [];
    private readonly Dictionary<KlingAccount, DateTimeOffset> _lastCosts = [];
    private readonly HashSet<string> _retired = [];
    private readonly KlingCallbacks _callbacks = new(clock, lifetime);
    private readonly bool _anyKey = configuration.GetValue("any-key", false);
    private KlingAccount _newAccount = First(configuration);
    private TimeSpan _skew;
    private int _retiredCode = 1203;
    private ITimer? _alarm;
    private DateTimeOffset? _alarmAt;

    public string Name => "kling";

    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("").AddEndpointFilter(AdmitAsync);
        foreach (var kind in KlingModel.AllKinds)
        {
            api.MapPost($"/v1/videos/{kind}", (HttpRequest request) => SubmitAsync(request.HttpContext, kind)).As(this, Operation.Submit);
            api.MapGet($"/v1/videos/{kind}/{{task}}", (HttpContext context, string task) => Look(context, kind, task)).As(this, Operation.Poll);
            api.MapGet($"/v1/videos/{kind}", (HttpContext context, int? pageNum, int? pageSize) => List(context, kind, pageNum ?? 1, pageSize ?? 30)).As(this, Operation.Account);
        }

        api.MapPost("/text-to-video/{model}", (HttpContext context, string model) => SubmitNewAsync(context, KlingModel.Text, model)).As(this, Operation.Submit);
        api.MapPost("/image-to-video/{model}", (HttpContext context, string model) => SubmitNewAsync(context, KlingModel.Image, model)).As(this, Operation.Submit);
        api.MapGet("/tasks", LookNew).As(this, Operation.Poll, taskQuery: "task_ids");
        api.MapGet("/account/costs", Costs).As(this, Operation.Account);
        routes.MapGet("/_sim/kling/callbacks", () => _callbacks.All);
    }

    public void Configure(JsonObject settings)
    {
        lock (_gate)
        {
            Advance();
            var account = new JsonObject();
            string? key = null;
            foreach (var (name, value) in settings)
            {
                switch (name)
                {
                    case "key": key = value!.GetValue<string>().Split(':')[0]; break;
                    case "skewSeconds": _skew = TimeSpan.FromSeconds(value!.GetValue<double>()); break;
                    case "retiredCode": _retiredCode = value!.GetValue<int>(); break;
                    case "retired":
                        _retired.Clear();
                        _retired.UnionWith(value!.GetValueKind() == JsonValueKind.Array ? value.AsArray().Select(model => model!.GetValue<string>()) : KlingModel.Retirable);
                        break;
                    default: account[name] = value?.DeepClone(); break;
                }
            }

            IEnumerable<KlingAccount> concerned = key is null ? [_newAccount, .. _accounts.Values] : [AccountOf(key)];
            foreach (var one in concerned)
            {
                one.Apply(account);
            }
        }
    }

    public Bill Bill()
    {
        lock (_gate)
        {
            Advance();
            var tasks = _tasks.Values.Select(task => new BilledTask(task.Id, task.Model.Name, task.Now.Status, task.Charged ?? task.Price, task.CreatedAt)).ToList();
            return new Bill(tasks.Count, tasks.Sum(task => task.Charged), "units", tasks);
        }
    }

    /// <summary>Nobody can.</summary>
    public bool CancelElsewhere(string taskId) => false;

    public JsonObject Refusal(int status) => KlingErrors.Body(KlingErrors.CodeOf(status));

    public JsonObject Refusal(int status, string? code) => int.TryParse(code, CultureInfo.InvariantCulture, out var number) ? KlingErrors.Body(number) : Refusal(status);

    public string? KeyOf(string authorization) => KlingAccess.PairOf(authorization);

    public void Reset()
    {
        lock (_gate)
        {
            _accounts.Clear();
            _tasks.Clear();
            _byExternalId.Clear();
            _unfinished.Clear();
            _lastCosts.Clear();
            _retired.Clear();
            _callbacks.Clear();
            SetAlarm();
            _newAccount = First(configuration);
            (_skew, _retiredCode) = (TimeSpan.Zero, 1203);
        }
    }

    public void Dispose()
    {
        _alarm?.Dispose();
        _callbacks.Dispose();
    }

    private static KlingAccount First(IConfiguration configuration)
    {
        var account = new KlingAccount();
        if (configuration.GetValue<decimal?>("credits") is { } units)
        {
            account.Apply(new JsonObject { ["units"] = units });
        }

        return account;
    }

    private async ValueTask<object?> AdmitAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        // Tokens are of the caller's time, however fast the simulation runs.
        var access = KlingAccess.Of(invocation.HttpContext.Request.Headers.Authorization.ToString(), clock.RealNow + _skew, _anyKey);
        if (access.Key is null) return KlingErrors.Refuse(access.Code, access.Message);

        invocation.HttpContext.Features.Set(access);
        return await next(invocation);
    }

    private async Task<IResult> SubmitAsync(HttpContext context, string kind)
    {
        var text = await RequestLog.ReadBodyAsync(context);
        if (KlingBody.Parse(text) is not { } body) return KlingErrors.Refuse(1200, "The body is not a JSON object");
        if (KlingBody.ModelOf(kind, body) is not { } model) return KlingErrors.Refuse(1201, $"model_name value '{KlingBody.Text(body, "model_name")}' is invalid");

        return Gone(model.Name)
            ?? (KlingBody.FaultOf(model, kind, body) is { } fault ? KlingErrors.Refuse(1201, fault) : null)
            ?? Accept(context, text, model, KlingBody.Order(model, kind, body), KlingBody.Urls(body), isNew: false);
    }

    private async Task<IResult> SubmitNewAsync(HttpContext context, string kind, string name)
    {
        var text = await RequestLog.ReadBodyAsync(context);
        if (!Access(context).IsSingle) return KlingErrors.Refuse(1002, "This API takes API keys only");
        if (KlingBody.Parse(text) is not { } body) return KlingErrors.Refuse(1200, "The body is not a JSON object");
        if (KlingNewBody.ModelOf(name) is not { } model) return KlingErrors.Refuse(1203, $"The model {name} does not exist");

        return Gone(name)
            ?? (KlingNewBody.FaultOf(model, kind, body) is { } fault ? KlingErrors.Refuse(1201, fault) : null)
            ?? Accept(context, text, model, KlingNewBody.Order(kind, body), KlingNewBody.Urls(body), isNew: true);
    }

    private IResult? Gone(string model)
    {
        lock (_gate)
        {
            return _retired.Contains(model) ? KlingErrors.Refuse(_retiredCode, $"model_name value '{model}' is invalid: the model is no longer offered") : null;
        }
    }

    private IResult Accept(HttpContext context, string text, KlingModel model, KlingOrder order, IEnumerable<string> urls, bool isNew)
    {
        if (urls.FirstOrDefault(url => !Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.IsLoopback && !media.Serves(uri))) is not null)
        {
            return KlingErrors.Refuse(1201, "The image could not be fetched");
        }

        lock (_gate)
        {
            Advance();
            var account = AccountOf(Access(context).Key!);
            return account switch
            {
                { Trouble: { } trouble } => KlingErrors.Refuse(trouble),
                _ when order.ExternalId is { } external && _byExternalId.ContainsKey((account, external)) => KlingErrors.Refuse(1201, "external_task_id must be unique"),
                _ when account.Units < model.Price(order) => KlingErrors.Refuse(1102),
                { Parallel: { } most } when _unfinished.Count(task => task.Account == account && task.Model == model) >= most => KlingErrors.Refuse(1303),
                _ => Begin(context, text, account, model, order, isNew),
            };
        }
    }

    private IResult Begin(HttpContext context, string text, KlingAccount account, KlingModel model, KlingOrder order, bool isNew)
    {
        var id = "8" + string.Concat(Enumerable.Range(0, 17).Select(_ => RandomNumberGenerator.GetInt32(10)));
        var script = scripts.Assign(context, text, id);
        KlingCallbacks.Check(script);
        var task = new KlingTask(id, model, account, order, script, isNew, $"{context.Request.Scheme}://{context.Request.Host}", clock.Now);
        _tasks[id] = task;
        LogEntry.Of(context).Task = id;
        if (order.ExternalId is { } external)
        {
            _byExternalId[(account, external)] = task;
        }

        account.Book(task.Price);
        foreach (var file in task.Files)
        {
            media.Keep(id, file, task.Film(file));
        }

        _unfinished.AddLast(task);
        Settle(task);
        SetAlarm();
        return Succeed(isNew
            ? new JsonObject { ["id"] = id, ["status"] = KlingTask.Submitted }
            : new JsonObject
            {
                ["task_id"] = id,
                ["task_status"] = KlingTask.Submitted,
                ["task_info"] = new JsonObject { ["external_task_id"] = order.ExternalId },
                ["created_at"] = task.CreatedAt.ToUnixTimeMilliseconds(),
                ["updated_at"] = task.CreatedAt.ToUnixTimeMilliseconds(),
            });
    }

    private IResult Look(HttpContext context, string kind, string task)
    {
        lock (_gate)
        {
            Advance();
            return Find(context, task) is { IsNew: false } found && found.Order.Kind == kind
                ? Succeed(Seen(found))
                : KlingErrors.Refuse(1203, "Task not found");
        }
    }

    private IResult LookNew(HttpContext context, string? task_ids, string? external_task_ids)
    {
        if (!Access(context).IsSingle) return KlingErrors.Refuse(1002, "This API takes API keys only");
        if ((task_ids ?? external_task_ids) is not { Length: > 0 } ids) return KlingErrors.Refuse(1201, "task_ids or external_task_ids is required");

        lock (_gate)
        {
            Advance();
            return Succeed(new JsonArray([.. ids.Split(',').Select(id => Find(context, id)).OfType<KlingTask>().Where(task => task.IsNew).Select(Seen)]));
        }
    }

    private IResult List(HttpContext context, string kind, int page, int size)
    {
        lock (_gate)
        {
            Advance();
            var account = AccountOf(Access(context).Key!);
            return page < 1 || size is < 1 or > MostListed ? KlingErrors.Refuse(1201, "pageNum or pageSize is invalid") : Succeed(new JsonArray(
            [
                .. _tasks.Values.Where(task => task.Account == account && task.Order.Kind == kind && !task.IsNew)
                    .OrderByDescending(task => task.CreatedAt).Skip((page - 1) * size).Take(size).Select(Json),
            ]));
        }
    }

    private IResult Costs(HttpContext context, long? start_time, long? end_time)
    {
        if (start_time is null || end_time is null) return KlingErrors.Refuse(1201, "start_time and end_time are required");

        lock (_gate)
        {
            Advance();
            var account = AccountOf(Access(context).Key!);
            var tooFast = _lastCosts.TryGetValue(account, out var last) && clock.RealNow - last < TimeSpan.FromSeconds(1);
            _lastCosts[account] = clock.RealNow;
            return tooFast ? KlingErrors.Refuse(1302) : Succeed(account.Costs(clock.Now.ToUnixTimeMilliseconds()));
        }
    }

    /// <summary>Brings every task to where it stands by now, and tells of each new state.</summary>
    private void Advance()
    {
        var now = clock.Now;
        for (var node = _unfinished.First; node is not null;)
        {
            var (task, next) = (node.Value, node.Next);
            while (task.Due is { } due && due <= now)
            {
                Move(task, due);
            }

            node = next;
        }

        SetAlarm();
    }

    private void Move(KlingTask task, DateTimeOffset at)
    {
        var before = task.Now.Status;
        task.MoveOn(at);
        if (task.Now.Status != before)
        {
            Settle(task);
        }
    }

    /// <summary>After a change of state: the bill if it was the last, and a word to whoever wants to hear.</summary>
    private void Settle(KlingTask task)
    {
        if (task.IsOver)
        {
            task.Charged = task.FinalCharge;
            task.Account.Book(task.FinalCharge - task.Price);
            _unfinished.Remove(task);
        }

        _callbacks.Tell(task, file => media.Url(task.Origin, task.Id, file, _urlLifetime));
    }

    /// <summary>States change when somebody looks; a callback must come also when nobody does.</summary>
    private void SetAlarm()
    {
        var next = _unfinished.Where(task => task.Order.CallbackUrl is not null).Min(task => task.Due);
        if (next == _alarmAt) return;

        _alarm?.Dispose();
        (_alarm, _alarmAt) = (next is { } at ? clock.At(at, Ring) : null, next);
    }

    private void Ring()
    {
        lock (_gate)
        {
            _alarmAt = null;
            Advance();
        }
    }

    private JsonNode Seen(KlingTask task)
    {
        var json = Json(task);
        if (task.Script.AdvanceByPoll && task.HasNext)
        {
            Move(task, clock.Now);
        }

        return json;
    }

    private JsonNode Json(KlingTask task) => task.ToJson(file => media.Url(task.Origin, task.Id, file, task.Script.UrlLifetime ?? _urlLifetime));

    private KlingTask? Find(HttpContext context, string id)
    {
        var account = AccountOf(Access(context).Key!);
        return _tasks.TryGetValue(id, out var task) && task.Account == account ? task : _byExternalId.GetValueOrDefault((account, id));
    }

    private KlingAccount AccountOf(string key)
    {
        if (!_accounts.TryGetValue(key, out var account))
        {
            _accounts[key] = account = _newAccount.Copy();
        }

        return account;
    }

    private static KlingAccess Access(HttpContext context) => context.Features.Get<KlingAccess>()!;

    private static IResult Succeed(JsonNode data) => Results.Json(new JsonObject
    {
        ["code"] = 0,
        ["message"] = "SUCCEED",
        ["request_id"] = Guid.NewGuid().ToString(),
        ["data"] = data,
    });
}
