using System.Globalization;
using System.Text.Json.Nodes;
using VideoGen.ProviderSim.Stage;

namespace VideoGen.ProviderSim.Runway;

/// <summary>One task and where it stands in its script.</summary>
internal sealed class RunwayTask(string id, RunwayModel model, RunwayAccount account, Script script, int price, DateTimeOffset createdAt)
{
    private static readonly IReadOnlyList<Step> _usual = [.. "PENDING*2,RUNNING 0.02,RUNNING 0.31,RUNNING 0.77,SUCCEEDED".Split(',').SelectMany(Step.Parse)];

    private readonly IReadOnlyList<Step> _steps = script.Steps is [] ? _usual : script.Steps;
    private int _at;
    private bool _cancelled;

    public string Id => id;
    public RunwayModel Model => model;
    public RunwayAccount Account => account;
    public Script Script => script;
    public int Price => price;
    public DateTimeOffset CreatedAt => createdAt;

    /// <summary>When the next state begins, unless polls drive the task or it waits for a slot.</summary>
    public DateTimeOffset? Due { get; set; }

    public bool HoldsSlot { get; set; }
    public bool WaitsForSlot { get; set; }
    public bool Deleted { get; set; }
    public int Looks { get; set; }

    /// <summary>What was charged in the end; none while it is not the end.</summary>
    public int? Cost { get; set; }

    public Step Now => _cancelled ? new Step("CANCELLED", null) : WaitsForSlot ? new Step("THROTTLED", null) : _steps[_at];

    public Step? Next => _cancelled || _at + 1 >= _steps.Count ? null : _steps[_at + 1];

    public bool IsOver => Now.Status is "SUCCEEDED" or "FAILED" or "CANCELLED";

    public IEnumerable<string> Files => Enumerable.Range(0, script.Outputs).Select(n => string.Create(CultureInfo.InvariantCulture, $"{n}{(model.MakesPictures ? ".png" : ".mp4")}"));

    public void MoveOn() => _at++;

    public void Cancel() => _cancelled = true;

    /// <summary>What the task costs when it ends like this: refunded unless it worked or its input was unsafe.</summary>
    public int FinalCost() => script.Cost ?? (Now switch
    {
        { Status: "SUCCEEDED" } => price,
        { Status: "FAILED", Detail: { } code } when code.StartsWith("SAFETY.INPUT", StringComparison.Ordinal) => price,
        _ => 0,
    });

    public JsonObject ToJson(Func<string, string> url)
    {
        var now = Now;
        var json = new JsonObject { ["id"] = id, ["createdAt"] = createdAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture), ["status"] = now.Status };
        if (now.Status == "RUNNING")
        {
            json["progress"] = now.Progress ?? 0.02;
        }

        if (now.Status == "FAILED")
        {
            json["failure"] = Failure(now.Detail);
            if (now.Detail is { } code)
            {
                json["failureCode"] = code;
            }
        }

        if (now.Status == "SUCCEEDED")
        {
            json["output"] = new JsonArray([.. Files.Select(file => JsonValue.Create(url(file)))]);
        }

        json[IsOver ? "cost" : "estimatedCost"] = new JsonObject { ["credits"] = Cost ?? price };
        return json;
    }

    private static string Failure(string? code) => code?.Split('.') switch
    {
        ["SAFETY", "INPUT", ..] => "The input was flagged by our content moderation system.",
        ["SAFETY", ..] => "The output was flagged by our content moderation system.",
        ["INPUT_PREPROCESSING", "SAFETY", "THIRD_PARTY"] => "Your request was blocked by this model provider's content moderation system.",
        ["INPUT_PREPROCESSING", "SAFETY", ..] => "The prompt was flagged by our content moderation system.",
        ["ASSET", ..] => "An asset could not be used. Check its dimensions and format.",
        ["THIRD_PARTY", "UNAVAILABLE"] => "The model provider is unavailable at the moment.",
        ["THIRD_PARTY", ..] => "The model provider did not accept the input.",
        _ => "An unexpected error occurred.",
    };
}
