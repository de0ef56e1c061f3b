namespace VideoGen.Benchmarks;

/// <summary>What is being done now, for the one who waits; never part of the result.</summary>
internal static class Progress
{
    public static void Say(string what)
    {
        if (!Console.IsErrorRedirected) Console.Error.Write($"\r\e[K{what} ");
        else Console.Error.WriteLine(what);
    }

    public static void Clear()
    {
        if (!Console.IsErrorRedirected) Console.Error.Write("\r\e[K");
    }
}
