using System.Text.RegularExpressions;

namespace VideoGen.Tests.Embedded.Durable.Semantics;

/// <summary>Where the embedded engine does otherwise than the recorded versions, and why.</summary>
/// <param name="Cases">Matches the names of the cases that show it.</param>
/// <param name="Members">Matches the members that differ.</param>
/// <param name="Always">False where chance decides whether it shows.</param>
internal sealed record Departure(string Cases, string Members, string Reason, bool Always = true)
{
    private const string OwnWords = "(SerializedOutput|history\\[\\d+\\]\\.Result.*)$";

    public static readonly IReadOnlyList<Departure> All =
    [
        new("^(durable timer of 2 s|retry: RetryPolicy\\(5|timers against their FireAt)", "WaitedAtLeast|AtLeast3s|waitedAtLeast|MinusFireAtMs|" + OwnWords,
            "the recorded timers fire up to a second early, because the queues underneath count whole seconds; ours never do"),
        new("^fan-out of 5", "^history\\[\\d\\]\\.Result$", "results of parallel activities come in any order", Always: false),
        new("^(the same failure not caught|orchestrator itself throws|event (of the wrong type|with a null payload)|other path on replay|real asynchronous wait|custom status: string of 40,000"
            + "|client (waitdone|waitstart|GetInstanceAsync): Failed|client list: Failed, FetchInputsAndOutputs true)",
            "Failure$", "the recorded version leaves the failure out of the client's metadata; newer ones fill it"),
        new("^(activity throws|the same failure|sub-orchestration fails|activity input cannot)", "InnerType|InnerMessage|InnerInnerType|InnerFailure|" + OwnWords,
            "the recorded version drops the inner failures of activities; newer ones keep them"),
        new("^(activity throws|activity name that|activity input cannot|retry: RetryPolicy\\(2)", "ExceptionInnerType|" + OwnWords,
            "the inner exception there belongs to the engine underneath; failures travel as data"),
        new("EnableUserCodeException left", "ErrorType|DetailsText|By(Derived|App|Exception)$", "the recorded extension cannot read the newer error form; ours keeps the type"),
        new("^activity name that does not exist", "Message|ErrorType|DetailsText|" + OwnWords, "we say what is missing, in our own words, with the type that newer workers give it"),
        new("^sub-orchestration name that does not exist", "status|RuntimeStatus|" + OwnWords, "there the parent breaks down with a NullReferenceException; here the call fails like any other"),
        new("^retry: RetryPolicy\\(2", "^history$", "upstream sets one more timer after the last failure, for old histories that we do not have"),
        new("^two waiters of one name with different types", "output.Message|" + OwnWords, "the type is as recorded, the words are our own"),
        new("^event (of the wrong type|with a null payload)", "output|" + OwnWords, "there the whole invocation breaks and leaves an object as output; here the wait fails, and its exception is the failure"),
        new("^terminate recursively", "^child\\.", "the recorded version ignores Recursive; we do what was asked for"),
        new("^StartAt", "^steps\\[[0-3]\\]\\.runtimeStatus$", "the recorded version ignores StartAt"),
        new("^instance id: (begins|has (a slash|#|a backslash|\\?|a control)|257)", "exception|baseType", "RpcException is not in the subset: ArgumentException, in our own words"),
        new("^client schedule of an unknown orchestrator", "^start$", "newer versions accept any name, and the instance fails"),
        new("^client (resume: Running|suspend: Suspended|(raise|terminate|suspend|resume): (Completed|Failed|Terminated))", "exception|isInvalidOperation|baseType",
            "RpcException is not in the subset: InvalidOperationException for an instance that is not in a state for it"),
        new("^client ((raise|terminate|suspend|resume): Unknown|purgenull)", "exception|baseType", "RpcException is not in the subset: ArgumentException for an unknown id or an impossible filter"),
        new("^client purge: (Running|Suspended)", "PurgedInstanceCount|exception|isInvalidOperation|baseType", "newer versions refuse to purge what has not ended"),
        new("^client restart(new)?:", "^$|exception|isInvalidOperation|baseType", "the recorded worker cannot restart; newer ones can"),
        new("^client purgeall: Completed", "PurgedInstanceCount", "the filter of the recording is not known; ours spans the instance"),
        new("^client list: .*FetchInputsAndOutputs false", "Serialized", "the recorded storage gives inputs and outputs whether asked for or not; ours does not"),
        new("^custom status: string of 40,000", "status|RuntimeStatus|Serialized|IsCompleted", "there the hub stalls over a status it cannot store; here the orchestrator is told at once"),
        new("^another instance while the 40,000", "^seconds$", "there the hub stalls over a status it cannot store"),
        new("^returns 5,000,000", "^clientWithOutputs", "no message size between two processes, as there are not two"),
    ];

    public bool IsOf(string name) => Regex.IsMatch(name, Cases);

    public bool Explains(string path) => Regex.IsMatch(path, Members);
}
