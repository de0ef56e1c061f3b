namespace VideoGen.Tests.Support;

/// <summary>Where the sources lie, for the tests that read them.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The hand-written C# files of a project.</summary>
    public static IEnumerable<string> Sources(string project) =>
        Directory.EnumerateFiles(File(project), "*.cs", SearchOption.AllDirectories);

    private static string FindRoot(string folder) => System.IO.File.Exists(Path.Combine(folder, "VideoGen.sln"))
        ? folder
        : FindRoot(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder))
            ?? throw new InvalidOperationException("These tests run inside the repository: no VideoGen.sln above the test binaries."));
}
