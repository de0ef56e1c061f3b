namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Binds the parameter to the body of the request.</summary>
/// <remarks>A body that cannot be bound ends as a 500; read the body yourself to answer 400.</remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public class FromBodyAttribute : Attribute
{
    public FromBodyAttribute()
    {
    }
}
