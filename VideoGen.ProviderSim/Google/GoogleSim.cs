using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VideoGen.ProviderSim.Stage;

namespace VideoGen.ProviderSim.Google;

/// <summary>The Gemini API's two ways to a video: Veo's operations and Omni's interactions; and the files that come of them.</summary>
/// <remarks>Keys are of Google's own form, <c>AIza</c> and 35 characters; each is a project of its own. <c>--any-key</c> takes others too.</remarks>
internal sealed partial class GoogleSim(SimClock clock, ScriptBook scripts, MediaHost media, IConfiguration configuration) : ISimulatedProvider
{
    /// <summary>Where the addresses of videos point: Google's own host, as in its answers. Whoever has another base address asks for the same path there.</summary>
    private const string OfficialAddress = "https://generativelanguage.googleapis.com";

    private static readonly TimeSpan _twoDays = TimeSpan.FromDays(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, GoogleAccount> _accounts = [];
    private readonly Dictionary<string, GoogleTask> _tasks = [];
    private readonly HashSet<string> _retired = [];
    private readonly bool _anyKey = configuration.GetValue("any-key", false);
    private GoogleAccount _newAccount = new();
    private TimeSpan _kept = _twoDays;

    public string Name => "google";

    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/v1beta").AddEndpointFilter(AnswerAsync);
        api.MapPost("/models/{model}:predictLongRunning", SubmitToVeoAsync).As(this, Operation.Submit);
        api.MapGet("/models/{model}/operations/{task}", LookAtOperation).As(this, Operation.Poll);
        api.MapGet("/models/{model}", TellModel).As(this, Operation.Account);
        api.MapPost("/interactions", (HttpRequest request) => SubmitToOmniAsync(request.HttpContext)).As(this, Operation.Submit);
        api.MapGet("/interactions/{task}", LookAtInteraction).As(this, Operation.Poll);
        api.MapPost("/interactions/{task}/cancel", CancelInteraction).As(this, Operation.Delete);
        api.MapDelete("/interactions/{task}", DeleteInteraction).As(this, Operation.Delete);
        // No operation of its own: faults of downloads are for the host it sends on to.
        api.MapGet("/files/{file}:download", SendOn);
    }

    public void Configure(JsonObject settings)
    {
        lock (_gate)
        {
            var account = new JsonObject();
            string? key = null;
            foreach (var (name, value) in settings)
            {
                switch (name)
                {
                    case "key": key = value!.GetValue<string>(); break;
                    case "keepSeconds": _kept = TimeSpan.FromSeconds(value!.GetValue<double>()); break;
                    case "keyMayFollow": media.TakesGoogleKeys = value!.GetValue<bool>(); break;
                    case "retired":
                        _retired.Clear();
                        _retired.UnionWith(value!.GetValueKind() switch
                        {
                            JsonValueKind.Array => value.AsArray().Select(model => model!.GetValue<string>()),
                            JsonValueKind.True => GoogleModel.Retirable,
                            _ => [],
                        });
                        break;
                    default: account[name] = value?.DeepClone(); break;
                }
            }

            IEnumerable<GoogleAccount> concerned = key is null ? [_newAccount, .. _accounts.Values] : [AccountOf(key)];
            foreach (var one in concerned)
            {
                one.Settle(clock.Now);
                one.Apply(account);
            }
        }
    }

    public Bill Bill()
    {
        lock (_gate)
        {
            var tasks = _tasks.Values.Select(task => (Task: task, Step: task.At(clock.Now)))
                .Select(at => new BilledTask(at.Task.Id, at.Task.Order.Model.Name, at.Step.Status, at.Task.Charged(at.Step), at.Task.CreatedAt)).ToList();
            return new Bill(tasks.Count, tasks.Sum(task => task.Charged), "USD", tasks);
        }
    }

    public bool CancelElsewhere(string taskId)
    {
        lock (_gate)
        {
            return _tasks.GetValueOrDefault(taskId) is { Order.Model.IsVeo: false } task && TryCancel(task);
        }
    }

    public JsonObject Refusal(int status) => Refusal(status, null);

    public JsonObject Refusal(int status, string? code) => GoogleRefusal.Of(status, code).Body;

    public void Reset()
    {
        lock (_gate)
        {
            _accounts.Clear();
            _tasks.Clear();
            _retired.Clear();
            _newAccount = new();
            _kept = _twoDays;
            media.TakesGoogleKeys = false;
        }
    }

    /// <summary>Key first; whatever is refused further on is answered in Google's form.</summary>
    private async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        try
        {
            var key = KeyOf(invocation.HttpContext) ?? throw GoogleRefusal.NoKey();
            return IsGood(key) ? await next(invocation) : throw GoogleRefusal.WrongKey();
        }
        catch (GoogleRefusal refusal)
        {
            return Results.Json(refusal.Body, statusCode: refusal.Status);
        }
    }

    private async Task<IResult> SubmitToVeoAsync(HttpContext context, string model)
    {
        var text = await RequestLog.ReadBodyAsync(context);
        lock (_gate)
        {
            var account = AccountOf(KeyOf(context)!);
            var found = GoogleModel.Find(model) is { IsVeo: true } veo ? veo : throw GoogleRefusal.NoModel(model, "predictLongRunning");
            return Results.Json(new { name = Accept(context, text, account, VeoBody.Read(Served(found), GoogleFields.Parse(text), account.Region)).OperationName });
        }
    }

    private async Task<IResult> SubmitToOmniAsync(HttpContext context)
    {
        var text = await RequestLog.ReadBodyAsync(context);
        lock (_gate)
        {
            var body = GoogleFields.Parse(text);
            var model = GoogleFields.Text(body, "model") ?? throw GoogleRefusal.Invalid("A model is needed.");
            var found = GoogleModel.Find(model) is { IsVeo: false } omni ? omni : throw GoogleRefusal.NoModel(model, "interactions");
            return Tell(Accept(context, text, AccountOf(KeyOf(context)!), OmniBody.Read(Served(found), body)));
        }
    }

    private GoogleModel Served(GoogleModel model) => _retired.Contains(model.Name) ? throw GoogleRefusal.Retired(model.Name) : model;

    /// <summary>The order is good; now quota and money have their say.</summary>
    private GoogleTask Accept(HttpContext context, string text, GoogleAccount account, GoogleOrder order)
    {
        if (account.Quota is { } quota)
        {
            throw GoogleRefusal.Quota(quota, order.Model.Name);
        }

        account.Settle(clock.Now);
        if (account.Credits < order.Price * order.Samples)
        {
            throw GoogleRefusal.Depleted(account.Depleted);
        }

        // Its file is called by the same id, and Google's clients take a file's id to be of these characters.
        var id = Guid.NewGuid().ToString("N")[..16];
        var script = scripts.Assign(context, text, id);
        if (script.Steps is [{ Status: "REJECTED" }, ..])
        {
            throw GoogleRefusal.Unsafe();
        }

        var task = new GoogleTask(id, order, account, script, clock.Now);
        _tasks[id] = task;
        LogEntry.Of(context).Task = id;
        account.Credits -= order.Price * order.Samples;
        account.Open.Add(task);
        foreach (var file in task.Files)
        {
            var (width, height) = order.Size;
            media.Keep(id, file, new(() => Samples.Movie(width, height, order.Seconds, $"{id}/{file}"), script.OutputBytes, "video/mp4", task.CreatedAt));
        }

        return task;
    }

    private IResult LookAtOperation(HttpContext context, string model, string task)
    {
        lock (_gate)
        {
            var found = Find(context, task);
            if (found.Order.Model.Name != model)
            {
                throw GoogleRefusal.NotFound();
            }

            found.Look();
            return Results.Json(found.ToOperation(found.At(clock.Now), sample => Uri(found, sample)));
        }
    }

    private IResult LookAtInteraction(HttpContext context, string task)
    {
        lock (_gate)
        {
            var found = Find(context, task);
            found.Look();
            return Tell(found);
        }
    }

    private IResult CancelInteraction(HttpContext context, string task)
    {
        lock (_gate)
        {
            var found = Find(context, task);
            TryCancel(found);
            return Tell(found);
        }
    }

    private IResult DeleteInteraction(HttpContext context, string task)
    {
        lock (_gate)
        {
            var found = Find(context, task);
            TryCancel(found);
            found.Deleted = true;
            return Results.Json(new JsonObject());
        }
    }

    private IResult TellModel(string model) => GoogleModel.Find(model) is { } found
        ? Results.Json(new { name = $"models/{Served(found).Name}", supportedGenerationMethods = new[] { found.IsVeo ? "predictLongRunning" : "interactions" } })
        : throw GoogleRefusal.NoModel(model, "predictLongRunning");

    /// <summary>A file is at another host, which wants no key.</summary>
    private IResult SendOn(HttpContext context, string file)
    {
        lock (_gate)
        {
            var found = Find(context, file[..Math.Min(16, file.Length)]);
            var host = context.Request.Host.Host == "localhost" ? "127.0.0.1" : "localhost";
            var sample = int.TryParse(file[16..], CultureInfo.InvariantCulture, out var number) ? number : throw GoogleRefusal.NotFound();
            return Results.Redirect(media.Url($"{context.Request.Scheme}://{host}:{context.Request.Host.Port}", found.Id, GoogleTask.File(sample), found.Script.UrlLifetime ?? _kept));
        }
    }

    private IResult Tell(GoogleTask task) => Results.Json(task.ToInteraction(
        task.At(clock.Now),
        sample => Uri(task, sample),
        () => Samples.Movie(task.Order.Size.Width, task.Order.Size.Height, task.Order.Seconds, $"{task.Id}/{GoogleTask.File(0)}"),
        clock.Now));

    private static string Uri(GoogleTask task, int sample) =>
        string.Create(CultureInfo.InvariantCulture, $"{OfficialAddress}/v1beta/files/{task.Id}{sample}:download?alt=media");

    /// <summary>What is older than two days is forgotten, and what is another project's was never there.</summary>
    private GoogleTask Find(HttpContext context, string id) =>
        _tasks.GetValueOrDefault(id) is { Deleted: false } task && task.Account == AccountOf(KeyOf(context)!) && clock.Now < task.CreatedAt + _kept
            ? task : throw GoogleRefusal.NotFound();

    private bool TryCancel(GoogleTask task)
    {
        if (GoogleTask.IsEnd(task.At(clock.Now)))
        {
            return false;
        }

        task.Cancel();
        return true;
    }

    private bool IsGood(string key)
    {
        lock (_gate)
        {
            return (_anyKey || KeyForm().IsMatch(key)) && !AccountOf(key).Disabled;
        }
    }

    private GoogleAccount AccountOf(string key)
    {
        var name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        if (!_accounts.TryGetValue(name, out var account))
        {
            _accounts[name] = account = _newAccount.Copy();
        }

        return account;
    }

    private static string? KeyOf(HttpContext context) =>
        context.Request.Headers["x-goog-api-key"] is [{ Length: > 0 } header] ? header : context.Request.Query["key"] is [{ Length: > 0 } query] ? query : null;

    [GeneratedRegex("^AIza[0-9A-Za-z_-]{35}$")]
    private static partial Regex KeyForm();
}
