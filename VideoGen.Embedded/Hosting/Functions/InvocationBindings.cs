using Microsoft.Azure.Functions.Worker;

namespace VideoGen.Embedded.Hosting.Functions;

internal sealed class ChangeableResult(Invocation invocation) : InvocationResult
{
    public override object? Value
    {
        get => invocation.Result;
        set => invocation.Result = value;
    }
}

internal sealed class ChangeableResult<T>(Invocation invocation) : InvocationResult<T>
{
    public override T? Value
    {
        get => (T?)invocation.Result;
        set => invocation.Result = value;
    }
}

internal sealed class HttpOutput<T>(Invocation invocation, BindingMetadata binding) : OutputBindingData<T>
{
    public override string BindingType => binding.Type;

    public override string Name => binding.Name;

    public override T? Value
    {
        get => Stored is T value ? value : default;
        set => Stored = value;
    }

    private object? Stored
    {
        get => Name == ResultProperty.ReturnValue ? invocation.Result : invocation.HttpResult;
        set
        {
            if (Name == ResultProperty.ReturnValue) invocation.Result = value;
            else invocation.HttpResult = value;
        }
    }
}

internal sealed class ChangeableInput<T>(Invocation invocation, BindingMetadata binding) : InputBindingData<T>
{
    public override BindingMetadata BindingMetadata => binding;

    public override T? Value
    {
        get => invocation.TryGetBound(binding.Name, out var value) ? (T?)value : default;
        set => invocation.SetBound(binding.Name, value);
    }
}
