using Microsoft.DurableTask;

namespace VideoGen.Embedded.Durable;

/// <summary>The failure of a call to a function that the app does not have. To try again would not help.</summary>
internal static class MissingFunction
{
    private const string ActivityType = "ActivityTaskNotFound";
    private const string OrchestratorType = "OrchestratorTaskNotFound";

    public static TaskFailureDetails Activity(string name) => new(ActivityType, $"The app has no activity '{name}'.", null, null, null);

    public static TaskFailureDetails Orchestrator(string name) => new(OrchestratorType, $"The app has no orchestrator '{name}'.", null, null, null);

    public static bool Is(TaskFailureDetails failure) => failure.ErrorType is ActivityType or OrchestratorType;
}
