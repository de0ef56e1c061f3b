namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>What starts a function; each function has exactly one.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute
{
    public TriggerBindingAttribute()
    {
    }
}
