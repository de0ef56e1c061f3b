namespace VideoGen.Functions.Accounts;

/// <summary>Who is calling. Everything is kept by user, and a user sees nothing of another.</summary>
public sealed record Caller(string User, bool IsAdmin = false)
{
    /// <summary>The one user of a service that tells none apart.</summary>
    public static Caller Anonymous { get; } = new("anonymous");
}
