using System.Text.Json.Nodes;

namespace VideoGen.ProviderSim;

/// <summary>One provider on the stage; all it needs beside its own rules (scripts, faults, media, log) is shared.</summary>
internal interface ISimulatedProvider
{
    /// <summary>The name it has in the paths of the control interface.</summary>
    string Name { get; }

    void Map(IEndpointRouteBuilder routes);

    /// <summary>Changes what the account may and has; the fields are the provider's own.</summary>
    void Configure(JsonObject settings);

    /// <summary>What was bought so far, as it would stand on the bill.</summary>
    Bill Bill();

    /// <summary>Ends a task as its owner would from the provider's web page.</summary>
    bool CancelElsewhere(string taskId);

    /// <summary>The body of an answer with this status, in the provider's own words, for a fault that was asked for.</summary>
    JsonObject Refusal(int status);

    /// <summary>The same for one of several refusals that share a status, by the provider's own code, as in the fault <c>429:1302</c>.</summary>
    JsonObject Refusal(int status, string? code) => Refusal(status);

    /// <summary>Whose a request is, where its <c>Authorization</c> is made of the key and is not the key itself; else null.</summary>
    string? KeyOf(string authorization) => null;

    void Reset();
}

internal sealed record Bill(int PaidSubmits, decimal Charged, string Unit, IReadOnlyList<BilledTask> Tasks);

internal sealed record BilledTask(string Task, string Model, string Status, decimal Charged, DateTimeOffset CreatedAt);
