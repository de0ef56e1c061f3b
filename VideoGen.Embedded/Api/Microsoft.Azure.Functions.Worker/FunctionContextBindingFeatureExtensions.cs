using VideoGen.Embedded.Hosting.Functions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What goes into a function and comes out of it, for middleware to see and change.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    public static ValueTask<InputBindingData<T>> BindInputAsync<T>(this FunctionContext context, BindingMetadata bindingMetadata)
    {
        ArgumentNullException.ThrowIfNull(bindingMetadata);
        var invocation = (Invocation)context;
        if (!invocation.TryGetBound(bindingMetadata.Name, out _)) invocation.SetBound(bindingMetadata.Name, invocation.Function.Call.Bind(invocation, bindingMetadata.Name));
        return new(new ChangeableInput<T>(invocation, bindingMetadata));
    }

    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context) =>
        context is Invocation { Result: T } invocation
            ? new ChangeableResult<T>(invocation)
            : throw new InvalidOperationException($"Requested type({typeof(T)}) does not match the type of Invocation result({((Invocation)context).Result?.GetType()})");

    public static InvocationResult GetInvocationResult(this FunctionContext context) => new ChangeableResult((Invocation)context);

    public static IEnumerable<OutputBindingData<T>> GetOutputBindings<T>(this FunctionContext context) =>
        context.FunctionDefinition.OutputBindings.Values.Select(binding => new HttpOutput<T>((Invocation)context, binding));
}
