namespace VideoGen.Functions.Accounts;

/// <summary>Who is calling. Everything is kept by user, and a user sees nothing of another.</summary>
/// <param name="User">Whose things are shown, and whom they are made for.</param>
/// <param name="IsAdmin">Whether users may be given points and plans.</param>
/// <param name="IsService">Whether it is a program that acts for all users alike.</param>
public sealed record Caller(string User, bool IsAdmin = false, bool IsService = false)
{
    /// <summary>Whether the durable runtime's own addresses are told, which lead to the jobs of everybody.</summary>
    public bool MayManage => IsAdmin || IsService;

    /// <summary>The one user of a service that tells none apart.</summary>
    public static Caller Anonymous { get; } = new("anonymous");
}
