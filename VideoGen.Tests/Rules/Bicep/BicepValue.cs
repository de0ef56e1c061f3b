namespace VideoGen.Tests.Rules.Bicep;

/// <summary>What stands on the right of something.</summary>
internal abstract record BicepValue
{
    /// <summary>This value and all inside it.</summary>
    public IEnumerable<BicepValue> All => Inner.SelectMany(inner => inner.All).Prepend(this);

    protected abstract IEnumerable<BicepValue> Inner { get; }
}

internal sealed record BicepText(string Text, IReadOnlyList<BicepValue> Holes) : BicepValue
{
    protected override IEnumerable<BicepValue> Inner => Holes;
}

internal sealed record BicepLiteral(string Text) : BicepValue
{
    protected override IEnumerable<BicepValue> Inner => [];
}

internal sealed record BicepName(string Name) : BicepValue
{
    protected override IEnumerable<BicepValue> Inner => [];
}

internal sealed record BicepMember(BicepValue Of, string Name) : BicepValue
{
    protected override IEnumerable<BicepValue> Inner => [Of];
}

internal sealed record BicepCall(BicepValue Function, IReadOnlyList<BicepValue> Arguments) : BicepValue
{
    public string Name => Function switch { BicepName name => name.Name, BicepMember member => member.Name, _ => "" };

    protected override IEnumerable<BicepValue> Inner => [Function, .. Arguments];
}

/// <summary>An index, an operator, a choice: only what it is made of matters.</summary>
internal sealed record BicepOperation(string Operator, IReadOnlyList<BicepValue> Operands) : BicepValue
{
    protected override IEnumerable<BicepValue> Inner => Operands;
}

/// <summary>A lambda or a loop: something with names of its own.</summary>
internal sealed record BicepScope(IReadOnlyList<string> Names, BicepValue? Source, BicepValue Body) : BicepValue
{
    protected override IEnumerable<BicepValue> Inner => Source is null ? [Body] : [Source, Body];
}

internal sealed record BicepArray(IReadOnlyList<BicepValue> Items) : BicepValue
{
    protected override IEnumerable<BicepValue> Inner => Items;
}

internal sealed record BicepProperty(BicepValue? ComputedKey, string Key, BicepValue Value);

internal sealed record BicepObject(IReadOnlyList<BicepProperty> Properties) : BicepValue
{
    public BicepValue? this[string key] => Properties.FirstOrDefault(property => property.Key == key)?.Value;

    protected override IEnumerable<BicepValue> Inner =>
        Properties.SelectMany(property => property.ComputedKey is { } key ? new[] { key, property.Value } : [property.Value]);
}
