namespace VideoGen.Functions.Accounts;

/// <summary>Who is calling. Jobs, files and keys are kept by user, though today all callers are one.</summary>
public sealed record Caller(string User)
{
    public static Caller Anonymous { get; } = new("anonymous");
}
