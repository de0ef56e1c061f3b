using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;

namespace Microsoft.DurableTask.Client;

/// <summary>An instance as it stood when asked for.</summary>
/// <remarks>Input, output, custom status and failure are there only if the query asked for them.</remarks>
public sealed class OrchestrationMetadata(string name, string instanceId)
{
    public string Name { get; } = name;

    public string InstanceId { get; } = instanceId;

    public DataConverter? DataConverter { get; init; }

    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastUpdatedAt { get; init; }

    public string? SerializedInput { get; init; }

    public string? SerializedOutput { get; init; }

    public string? SerializedCustomStatus { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    public TaskFailureDetails? FailureDetails { get; init; }

    public bool IsRunning => RuntimeStatus is OrchestrationRuntimeStatus.Running;

    public bool IsCompleted => RuntimeStatus
        is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    public T? ReadInputAs<T>() => Read<T>(SerializedInput);

    public T? ReadOutputAs<T>() => Read<T>(SerializedOutput);

    public T? ReadCustomStatusAs<T>() => Read<T>(SerializedCustomStatus);

    public override string ToString() =>
        $"[Name: '{Name}', ID: '{InstanceId}', RuntimeStatus: {RuntimeStatus}, CreatedAt: {CreatedAt:s}, LastUpdatedAt: {LastUpdatedAt:s}"
        + (SerializedInput is { } input ? $", Input: '{Head(input)}'" : "")
        + (SerializedOutput is { } output ? $", Output: '{Head(output)}'" : "")
        + (FailureDetails is { } failure ? $", FailureDetails: '{failure.ErrorType} - {Head(failure.ErrorMessage)}'" : "")
        + "]";

    // Only a query for inputs and outputs gives the instance a converter.
    private T? Read<T>(string? data, [CallerMemberName] string method = "") => DataConverter is { } converter
        ? converter.Deserialize<T>(data)
        : throw new InvalidOperationException($"{method} needs metadata that was asked for with inputs and outputs (getInputsAndOutputs: true).");

    private static string Head(string text) => text.Length > 50 ? $"{text.AsSpan(0, 50)}..." : text;
}
