using System.Collections.Immutable;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A parameter of a function.</summary>
public class FunctionParameter
{
    internal FunctionParameter(string name, Type type)
    {
        Name = name;
        Type = type;
    }

    public string Name { get; }

    public Type Type { get; }

    public IReadOnlyDictionary<string, object> Properties { get; } = ImmutableDictionary<string, object>.Empty;
}
