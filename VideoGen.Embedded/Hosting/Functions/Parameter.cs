namespace VideoGen.Embedded.Hosting.Functions;

/// <summary>A parameter of a function and where its value comes from.</summary>
/// <param name="Name">As it is declared.</param>
/// <param name="Type">What the method takes.</param>
/// <param name="Bind">Gives the value for one invocation.</param>
internal sealed record Parameter(string Name, Type Type, Func<Invocation, object?> Bind)
{
    /// <summary>Read from the request's body beforehand, as only reading can wait.</summary>
    public bool IsBody { get; init; }
}
