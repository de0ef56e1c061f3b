using System.Text.Json;
using VideoGen.ProviderSim.Stage;

namespace VideoGen.ProviderSim.Fal;

/// <summary>One request in the queue and where it stands in its script.</summary>
internal sealed class FalRequest
{
    private static readonly IReadOnlyList<Step> _usual = Steps("IN_QUEUE 2, IN_QUEUE 1, IN_QUEUE 0, IN_PROGRESS, COMPLETED");
    private static readonly IReadOnlyList<Step> _short = Steps("IN_QUEUE 0, IN_PROGRESS, COMPLETED");

    private readonly IReadOnlyList<Step> _steps;
    private readonly FalEnding? _planned;
    private int _at;
    private bool _isCanceled;

    public FalRequest(string id, FalModel model, JsonElement body, Script script, DateTimeOffset createdAt)
    {
        (Id, Model, Body, Script, CreatedAt) = (id, model, body, script, createdAt);
        var issues = model.Issues(body);
        _steps = script.Steps is not [] ? script.Steps : issues.Count > 0 ? _short : _usual;
        // The queue takes everything on: that the input is wrong turns out when the model is run.
        _planned = _steps[^1] is { Status: "COMPLETED", Detail: { } detail } ? FalEnding.Parse(detail)
            : issues.Count > 0 ? FalEnding.Invalid(issues)
            : null;
    }

    public string Id { get; }
    public FalModel Model { get; }
    public JsonElement Body { get; }
    public Script Script { get; }
    public DateTimeOffset CreatedAt { get; }
    public Uri? Webhook { get; init; }

    /// <summary>Where the simulator was reached, for the addresses it tells without being asked.</summary>
    public required string Origin { get; init; }

    /// <summary>When the next state begins, unless polls drive the request or it waits for a slot.</summary>
    public DateTimeOffset? Due { get; set; }

    public bool HoldsSlot { get; set; }
    public bool WaitsForSlot { get; set; }
    public bool IsGone { get; set; }
    public int Looks { get; set; }
    public decimal Charged { get; set; }

    public string Status => _isCanceled ? "COMPLETED" : WaitsForSlot ? "IN_QUEUE" : _steps[_at].Status;

    public string? Detail => _steps[_at].Detail;

    public Step? Next => _isCanceled || _at + 1 >= _steps.Count ? null : _steps[_at + 1];

    public bool IsOver => Status == "COMPLETED";

    /// <summary>Null when it works.</summary>
    public FalEnding? Ending => _isCanceled ? FalEnding.Parse("client_cancelled") : _planned;

    public void MoveOn() => _at++;

    public void Cancel() => _isCanceled = true;

    /// <summary>In USD: nothing for what failed, unless a script says otherwise, in cents.</summary>
    public decimal Price() => Script.Cost is { } cents ? cents / 100m : Ending is null ? Model.Price(Body) : 0;

    private static IReadOnlyList<Step> Steps(string states) => Script.Parse(states).Steps;
}
