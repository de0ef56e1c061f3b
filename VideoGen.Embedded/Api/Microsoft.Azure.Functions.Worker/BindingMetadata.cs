namespace Microsoft.Azure.Functions.Worker;

/// <summary>A binding of a function: its name, its type such as <c>httpTrigger</c>, its direction.</summary>
public abstract class BindingMetadata
{
    public abstract string Name { get; }

    public abstract string Type { get; }

    public abstract BindingDirection Direction { get; }
}

/// <summary>Whether a binding brings something in or takes it out.</summary>
public enum BindingDirection
{
    In,
    Out,
}
