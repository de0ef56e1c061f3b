namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Where a result goes.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public abstract class OutputBindingAttribute : BindingAttribute
{
    public OutputBindingAttribute()
    {
    }
}
