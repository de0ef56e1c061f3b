using System.Diagnostics;
using VideoGen.Tests.Sdk;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Page;

public sealed class TypesTests
{
    private const string Settings = """
        {
          "compilerOptions": {
            "allowJs": true, "checkJs": true, "strict": true, "noEmit": true, "skipLibCheck": true,
            "target": "esnext", "module": "esnext", "moduleResolution": "bundler", "types": ["trusted-types"]
          },
          "include": ["web/**/*.js", "web/**/*.d.ts"],
          "exclude": ["web/lib"]
        }
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_compiler_of_TypeScript_finds_no_fault_in_the_page()
    {
        await OfficialClient.PrepareAsync(Ct);
        using var folder = new TempFolder();
        Copy(Web.Root, folder["web"], "*");
        // The library lies in the page as it is served; what its types are, npm's copy says.
        Copy(Path.Combine(Web.Npm, "lit-html"), Path.Combine(folder["web"], Web.Library, "lit-html"), "*.d.ts");
        Directory.CreateSymbolicLink(folder["node_modules"], Web.Npm);
        await File.WriteAllTextAsync(folder["tsconfig.json"], Settings, Ct);

        using var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(Web.Npm, "typescript", "bin", "tsc"), "--pretty", "false"])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
        })!;
        var said = await process.StandardOutput.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);

        Assert.True(process.ExitCode == 0, said);
    }

    private static void Copy(string from, string to, string pattern)
    {
        foreach (var file in Directory.EnumerateFiles(from, pattern, SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
