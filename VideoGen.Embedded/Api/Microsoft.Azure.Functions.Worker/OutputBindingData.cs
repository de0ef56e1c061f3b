namespace Microsoft.Azure.Functions.Worker;

/// <summary>The value of one output binding; middleware may change it.</summary>
public abstract class OutputBindingData<T>
{
    public abstract string BindingType { get; }

    public abstract string Name { get; }

    public abstract T? Value { get; set; }
}
