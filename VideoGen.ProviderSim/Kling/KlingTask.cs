using System.Globalization;
using System.Text.Json.Nodes;
using VideoGen.ProviderSim.Stage;

namespace VideoGen.ProviderSim.Kling;

/// <summary>One task, where it stands in its script, and how either API tells it.</summary>
internal sealed class KlingTask(string id, KlingModel model, KlingAccount account, KlingOrder order, Script script, bool isNew, string origin, DateTimeOffset createdAt)
{
    public const string Submitted = "submitted";
    public const string Succeed = "succeed";
    public const string Failed = "failed";

    private static readonly IReadOnlyList<Step> _usual = [.. "submitted*2,processing*3,succeed".Split(',').SelectMany(Step.Parse)];

    private readonly IReadOnlyList<Step> _steps = script.Steps is [] ? _usual : script.Steps;
    private int _at;
    private DateTimeOffset? _movedAt;

    public string Id => id;
    public KlingModel Model => model;
    public KlingAccount Account => account;
    public KlingOrder Order => order;
    public Script Script => script;
    public bool IsNew => isNew;
    public string Origin => origin;
    public DateTimeOffset CreatedAt => createdAt;
    public DateTimeOffset UpdatedAt => _movedAt ?? createdAt;
    public decimal Price { get; } = model.Price(order);

    /// <summary>What was charged in the end; none while it is not the end.</summary>
    public decimal? Charged { get; set; }

    public Step Now => _steps[_at];

    public bool IsOver => Now.Status is Succeed or Failed;

    public bool HasNext => !IsOver && _at + 1 < _steps.Count;

    /// <summary>When the next state begins; null for one that looks drive, or that stays as it is.</summary>
    public DateTimeOffset? Due => HasNext && !script.AdvanceByPoll ? UpdatedAt + script.StepTime : null;

    /// <summary>Only what worked is charged.</summary>
    public decimal FinalCharge => script.Cost ?? (Now.Status == Succeed ? Price : 0);

    public IEnumerable<string> Files => Enumerable.Range(0, script.Outputs).Select(n => string.Create(CultureInfo.InvariantCulture, $"{n}.mp4"));

    public void MoveOn(DateTimeOffset at)
    {
        _at++;
        _movedAt = at;
    }

    public Output Film(string file)
    {
        var mark = $"{id}/{file}";
        return new(() => Samples.Movie(order.Width, order.Height, order.Seconds, mark), script.OutputBytes, "video/mp4", createdAt);
    }

    public JsonObject ToJson(Func<string, string> url) => isNew ? New(url, "external_task_id") : Classic(url);

    /// <summary>Flat in both APIs; in the new one some names differ from those of a look.</summary>
    public JsonObject ToCallback(Func<string, string> url, string status)
    {
        var json = isNew ? New(url, "external_id") : Classic(url);
        if (status != Now.Status)
        {
            json[isNew ? "status" : "task_status"] = status;
            json.Remove(isNew ? "outputs" : "task_result");
            json.Remove(isNew ? "billing" : "final_unit_deduction");
        }

        return json;
    }

    private JsonObject Classic(Func<string, string> url)
    {
        var json = new JsonObject
        {
            ["task_id"] = id,
            ["task_status"] = Now.Status,
            ["task_status_msg"] = Now.Status == Failed ? Reason : "",
            ["task_info"] = new JsonObject { ["external_task_id"] = order.ExternalId },
            ["created_at"] = createdAt.ToUnixTimeMilliseconds(),
            ["updated_at"] = UpdatedAt.ToUnixTimeMilliseconds(),
        };
        if (Charged is { } charged)
        {
            json["final_unit_deduction"] = charged.ToString("0.####", CultureInfo.InvariantCulture);
        }

        if (Now.Status == Succeed)
        {
            json["task_result"] = new JsonObject
            {
                ["videos"] = new JsonArray([.. Files.Select(file => new JsonObject
                {
                    ["id"] = $"{id}-{file[..^4]}",
                    ["url"] = url(file),
                    ["duration"] = order.Seconds.ToString("0.0", CultureInfo.InvariantCulture),
                })]),
            };
        }

        return json;
    }

    private JsonObject New(Func<string, string> url, string externalName)
    {
        var json = new JsonObject
        {
            ["id"] = id,
            ["status"] = Now.Status == Succeed ? "succeeded" : Now.Status,
            ["message"] = Now.Status == Failed ? Reason : "",
            ["create_time"] = createdAt.ToUnixTimeMilliseconds(),
            ["update_time"] = UpdatedAt.ToUnixTimeMilliseconds(),
            [externalName] = order.ExternalId,
        };
        if (Now.Status == Succeed)
        {
            json["outputs"] = new JsonArray([.. Files.Select(file => new JsonObject
            {
                ["type"] = "video",
                ["url"] = url(file),
                ["duration"] = order.Seconds.ToString("0.0", CultureInfo.InvariantCulture),
            })]);
        }

        if (Charged is { } charged)
        {
            json["billing"] = new JsonArray(new JsonObject { ["charge_type"] = "unit", ["amount"] = charged, ["currency"] = null });
        }

        return json;
    }

    private string Reason => Now.Detail ?? "The task could not be completed.";
}
