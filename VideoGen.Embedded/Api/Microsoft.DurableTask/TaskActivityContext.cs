namespace Microsoft.DurableTask;

/// <summary>Which activity runs, and for which instance.</summary>
public abstract class TaskActivityContext
{
    public abstract TaskName Name { get; }

    public abstract string InstanceId { get; }

    public virtual string Version => "";
}
