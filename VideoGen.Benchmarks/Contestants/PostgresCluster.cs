using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace VideoGen.Benchmarks;

/// <summary>A throw-away PostgreSQL with its default settings, on loopback, for one run.</summary>
/// <remarks>The server is held by a shell that waits for its own input to end, so it stops with the benchmark, however that ends.</remarks>
internal sealed class PostgresCluster : IAsyncDisposable
{
    // PostgreSQL refuses to run as root; the Debian package brings a user for it.
    private static readonly string AsServer = Environment.IsPrivilegedProcess ? "runuser -u postgres --" : "";

    private readonly string _bin;
    private readonly string _folder;
    private readonly int _port;
    private Process? _holder;
    private int _databases;

    private PostgresCluster(string bin, string folder, int port) => (_bin, _folder, _port) = (bin, folder, port);

    public string Version { get; private set; } = "";

    public int Postmaster { get; private set; }

    /// <summary>The newest installed server's folder of programs, or null.</summary>
    public static string? Installed() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql")
                .Where(folder => File.Exists(Path.Combine(folder, "bin", "initdb")))
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin")).FirstOrDefault()
            : null;

    public static async Task<PostgresCluster> StartAsync(string folder, CancellationToken ct)
    {
        var cluster = new PostgresCluster(
            Installed() ?? throw new ContestantException("PostgreSQL is not installed (Debian package postgresql)."), Path.Combine(folder, "postgres"), FreePort());
        try
        {
            await cluster.StartAsync(ct);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>An empty database, for one contestant.</summary>
    public async Task<string> NewDatabaseAsync(CancellationToken ct)
    {
        var name = $"b{++_databases}";
        await ShellAsync($"'{_bin}/psql' -q -h 127.0.0.1 -p {_port} -U postgres -c 'create database {name}' postgres", ct);
        return $"postgres://postgres@127.0.0.1:{_port}/{name}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_holder is null) return;
        _holder.StandardInput.Close();
        await _holder.WaitForExitAsync(CancellationToken.None);
        _holder.Dispose();
        _holder = null;
    }

    private async Task StartAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(_folder);
        if (Environment.IsPrivilegedProcess) await ShellAsync($"chown postgres '{_folder}'", ct);
        Version = await ShellAsync($"'{_bin}/postgres' --version", ct);
        await ShellAsync($"cd '{_folder}' && {AsServer} '{_bin}/initdb' -D '{_folder}/data' -A trust -U postgres", ct);
        _holder = Process.Start(new ProcessStartInfo("bash", ["-c", $$"""
            cd '{{_folder}}'
            {{AsServer}} '{{_bin}}/postgres' -D '{{_folder}}/data' -p {{_port}} -c listen_addresses=127.0.0.1 -c unix_socket_directories= >log 2>&1 </dev/null &
            read -r
            kill -INT "$(head -1 '{{_folder}}/data/postmaster.pid')"
            wait
            """])
        { RedirectStandardInput = true })!;
        var deadline = Stopwatch.StartNew();
        while (!await AnswersAsync(ct))
        {
            if (_holder.HasExited || deadline.Elapsed > TimeSpan.FromSeconds(30)) throw new ContestantException($"PostgreSQL did not start: {await ShellAsync($"tail -5 '{_folder}/log'", ct)}");
            await Task.Delay(50, ct);
        }

        Postmaster = int.Parse((await File.ReadAllLinesAsync(Path.Combine(_folder, "data", "postmaster.pid"), ct))[0], CultureInfo.InvariantCulture);
    }

    private async Task<bool> AnswersAsync(CancellationToken ct)
    {
        using var probe = Process.Start(new ProcessStartInfo(Path.Combine(_bin, "pg_isready"), ["-q", "-h", "127.0.0.1", "-p", $"{_port}"]))!;
        await probe.WaitForExitAsync(ct);
        return probe.ExitCode == 0;
    }

    private static async Task<string> ShellAsync(string command, CancellationToken ct)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", command + " 2>&1"]) { RedirectStandardOutput = true })!;
        var output = (await shell.StandardOutput.ReadToEndAsync(ct)).Trim();
        await shell.WaitForExitAsync(ct);
        return shell.ExitCode == 0 ? output : throw new ContestantException($"PostgreSQL: {output}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
