namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>What binds a function's parameter, method or result.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class BindingAttribute : Attribute
{
    public BindingAttribute()
    {
    }
}
