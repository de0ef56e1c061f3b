using VideoGen.Tests.Support;

namespace VideoGen.Tests.Page;

/// <summary>The sources of the page.</summary>
internal static class Web
{
    public const string Library = "lib";

    public static string Root { get; } = Repository.File("VideoGen.Functions", "Doors", "Page", "web");

    /// <summary>Where npm puts what the tests are made with.</summary>
    public static string Npm { get; } = Repository.File("VideoGen.Tests", "Sdk", "node_modules");

    /// <summary>Our files, by their path under the root; what was taken from others is not among them.</summary>
    public static IEnumerable<string> Own(params string[] endings) =>
        from file in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Root, file)
        where endings.Contains(Path.GetExtension(path)) && !path.StartsWith($"{Library}/", StringComparison.Ordinal)
        orderby path
        select path;

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));
}
