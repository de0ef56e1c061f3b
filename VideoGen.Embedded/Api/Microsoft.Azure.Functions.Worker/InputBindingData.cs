namespace Microsoft.Azure.Functions.Worker;

/// <summary>The value of one input binding; middleware may change it before the function runs.</summary>
public abstract class InputBindingData<T>
{
    public abstract BindingMetadata BindingMetadata { get; }

    public abstract T? Value { get; set; }
}
