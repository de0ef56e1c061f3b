using VideoGen.Tests.Support;

namespace VideoGen.Tests.Rules.Bicep;

/// <summary>A parameter, variable, resource, module or output.</summary>
/// <param name="Type">A parameter's or output's type, a resource's type and version, a module's file.</param>
internal sealed record BicepDeclaration(
    string Keyword, string Name, string Type, bool Exists, IReadOnlyList<BicepCall> Decorators, BicepValue? Value)
{
    public bool IsSecure => Decorators.Any(decorator => decorator.Name == "secure");

    /// <summary>A resource's type without its version.</summary>
    public string ResourceType => Type.Split('@')[0];

    /// <summary>What a resource or module is made of, without condition and loop.</summary>
    public BicepObject Body => Find(Value!);

    private static BicepObject Find(BicepValue value) => value switch
    {
        BicepObject body => body,
        BicepScope loop => Find(loop.Body),
        BicepOperation { Operator: "if" } conditional => Find(conditional.Operands[1]),
        _ => throw new InvalidOperationException("A resource without a body."),
    };
}

/// <summary>A bicep file as far as rules about it need it: declarations and the names used in them.</summary>
internal sealed record BicepFile(string Path, string Scope, IReadOnlyList<BicepDeclaration> Declarations)
{
    public IEnumerable<BicepValue> Values => Declarations.SelectMany(declaration => declaration.Value?.All ?? []);

    public static BicepFile Read(params string[] path) =>
        new BicepParser(System.IO.Path.Combine(path), BicepTokens.Of(File.ReadAllText(Repository.File(path)))).File();

    public IEnumerable<BicepDeclaration> Of(string keyword) => Declarations.Where(declaration => declaration.Keyword == keyword);

    public BicepDeclaration The(string keyword, string name) => Of(keyword).Single(declaration => declaration.Name == name);

    public IEnumerable<BicepDeclaration> Resources(string type) => Of("resource").Where(resource => resource.ResourceType == type);

    /// <summary>The names a value uses that it does not bring along itself; names of functions are left out.</summary>
    public static IEnumerable<string> NamesIn(BicepValue? value, IReadOnlyList<string>? own = null)
    {
        own ??= [];
        return value switch
        {
            null => [],
            BicepName name => own.Contains(name.Name) ? [] : [name.Name],
            BicepCall { Function: BicepName } call => call.Arguments.SelectMany(argument => NamesIn(argument, own)),
            BicepScope scope => [.. NamesIn(scope.Source, own), .. NamesIn(scope.Body, [.. own, .. scope.Names])],
            BicepText text => text.Holes.SelectMany(hole => NamesIn(hole, own)),
            BicepMember member => NamesIn(member.Of, own),
            BicepCall call => [.. NamesIn(call.Function, own), .. call.Arguments.SelectMany(argument => NamesIn(argument, own))],
            BicepOperation operation => operation.Operands.SelectMany(operand => NamesIn(operand, own)),
            BicepArray array => array.Items.SelectMany(item => NamesIn(item, own)),
            BicepObject body => body.Properties.SelectMany(property => NamesIn(property.ComputedKey, own).Concat(NamesIn(property.Value, own))),
            _ => [],
        };
    }
}
