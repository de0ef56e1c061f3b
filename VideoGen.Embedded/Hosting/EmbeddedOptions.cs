using System.Reflection;

namespace VideoGen.Embedded.Hosting;

/// <summary>What is told to the embedded host in code, as tests and benchmarks do.</summary>
internal sealed record EmbeddedOptions
{
    /// <summary>Where functions are looked for; the entry assembly when empty.</summary>
    public IReadOnlyList<Assembly> FunctionAssemblies { get; init; } = [];

    /// <summary>Single classes to take functions from, instead of whole assemblies.</summary>
    public IReadOnlyList<Type> FunctionTypes { get; init; } = [];

    /// <summary>Where the one line about the address goes.</summary>
    public TextWriter Output { get; init; } = Console.Out;

    /// <summary>Where host.json and local.settings.json are.</summary>
    public string Directory { get; init; } = AppContext.BaseDirectory;

    /// <summary>What to do when a commit fails: memory is then ahead of the disk, and only a new start agrees with it again.</summary>
    public Action<Exception> OnStorageFailure { get; init; } = error => Environment.FailFast($"The data folder cannot be written any longer: {error.Message}");

    /// <summary>How long running invocations may go on after a stop was asked for, before they are cancelled.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(5);
}
