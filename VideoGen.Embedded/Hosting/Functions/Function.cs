using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker;

namespace VideoGen.Embedded.Hosting.Functions;

/// <summary>A function of the app: its trigger, and the method ready to be called.</summary>
internal sealed class Function : FunctionDefinition
{
    public Function(string name, MethodInfo method, ParameterInfo triggerParameter, Trigger trigger)
    {
        Name = name;
        Method = method;
        TriggerParameter = triggerParameter;
        Trigger = trigger;
        PathToAssembly = method.DeclaringType!.Assembly.Location;
        EntryPoint = $"{method.DeclaringType.FullName}.{method.Name}";
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{EntryPoint} {name}")))[..16];
        Parameters = [.. method.GetParameters().Select(parameter => new FunctionParameter(parameter.Name!, parameter.ParameterType))];
        Result = ResultProperty.Of(method.ReturnType);
        InputBindings = Inputs();
        OutputBindings = Outputs();
        Call = MethodCall.For(this);
    }

    public override ImmutableArray<FunctionParameter> Parameters { get; }

    public override string PathToAssembly { get; }

    public override string EntryPoint { get; }

    public override string Id { get; }

    public override string Name { get; }

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; }

    public MethodInfo Method { get; }

    public ParameterInfo TriggerParameter { get; }

    // By position: hosts that start at the same time may see different objects for one parameter.
    public bool IsTriggeredBy(ParameterInfo parameter) => parameter.Position == TriggerParameter.Position;

    public Trigger Trigger { get; }

    public MethodCall Call { get; }

    /// <summary>The member of the result marked as the HTTP result, if there is one.</summary>
    public ResultProperty? Result { get; }

    private ImmutableDictionary<string, BindingMetadata> Inputs() => Method.GetParameters()
        .Select(parameter => IsTriggeredBy(parameter)
            ? new Binding(parameter.Name!, Trigger.BindingType, BindingDirection.In)
            : parameter.IsDefined(typeof(DurableClientAttribute))
                ? new Binding(parameter.Name!, "durableClient", BindingDirection.In)
                : null)
        .OfType<BindingMetadata>()
        .ToImmutableDictionary(binding => binding.Name);

    private ImmutableDictionary<string, BindingMetadata> Outputs()
    {
        if (Trigger is not HttpTrigger) return ImmutableDictionary<string, BindingMetadata>.Empty;
        var name = Result?.Name ?? ResultProperty.ReturnValue;
        return ImmutableDictionary<string, BindingMetadata>.Empty.Add(name, new Binding(name, "http", BindingDirection.Out));
    }

    private sealed class Binding(string name, string type, BindingDirection direction) : BindingMetadata
    {
        public override string Name => name;

        public override string Type => type;

        public override BindingDirection Direction => direction;
    }
}
