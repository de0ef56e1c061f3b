namespace VideoGen.Functions.Providers;

/// <summary>The call may safely be made again: nothing was started, nothing was charged.</summary>
public sealed class TransientException : Exception
{
    public TransientException(string message)
        : base(message)
    {
    }

    public TransientException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
