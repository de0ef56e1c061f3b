namespace VideoGen.Benchmarks;

/// <summary>The place of one run: a scratch folder on the disk that is measured, the database server, and the engines that can take part.</summary>
internal sealed class Arena : IAsyncDisposable
{
    private readonly PostgresCluster? _postgres;
    private readonly List<string> _absent;
    private int _folders;

    private Arena(string folder, PostgresCluster? postgres, IReadOnlyList<Engine> engines, List<string> absent) =>
        (Folder, _postgres, Engines, _absent) = (folder, postgres, engines, absent);

    public string Folder { get; }

    /// <summary>Ours first.</summary>
    public IReadOnlyList<Engine> Engines { get; }

    /// <summary>Why an engine that was asked for does not take part, in all or in one question.</summary>
    public IReadOnlyList<string> Absent => _absent;

    public string? PostgresVersion => _postgres?.Version;

    public static async Task<Arena> OpenAsync(BenchOptions options, CancellationToken ct)
    {
        var folder = Path.Combine(options.Data, $"videogen-bench-{Environment.ProcessId}");
        Directory.CreateDirectory(folder);
        // The database server is another user.
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        List<string> absent = [];
        var peers = Engine.Peers.Where(peer => options.Peers.Contains(peer.Name)).ToList();
        if (peers.Count > 0) peers = await TryAsync(peers, () => PeerFolder.InstallAsync(ct), absent);
        PostgresCluster? postgres = null;
        if (peers.Any(peer => peer.OnPostgres))
        {
            var served = await TryAsync([.. peers.Where(peer => peer.OnPostgres)], async () => postgres = await PostgresCluster.StartAsync(folder, ct), absent);
            peers = [.. peers.Where(peer => !peer.OnPostgres || served.Contains(peer))];
        }

        return new(folder, postgres, [Engine.Ours, .. peers], absent);
    }

    /// <summary>A contestant on a store of its own, fresh unless one is named.</summary>
    public async Task<Contestant> StartAsync(Engine engine, int concurrency, CancellationToken ct, Store? store = null)
    {
        store ??= await NewStoreAsync(engine, ct);
        var start = engine.IsOurs ? EmbeddedContestant.Command() : PeerFolder.Command(engine, concurrency);
        start.Environment["BENCH_DIR"] = store.Folder;
        start.Environment["PGURL"] = store.PostgresUrl;
        var contestant = Contestant.Start(engine, start, engine.OnPostgres ? _postgres!.Postmaster : null);
        try
        {
            await contestant.ReadyAsync(ct);
            return contestant;
        }
        catch
        {
            await contestant.DisposeAsync();
            throw;
        }
    }

    public async Task<Store> NewStoreAsync(Engine engine, CancellationToken ct)
    {
        var folder = Path.Combine(Folder, $"{engine.Name}-{++_folders}");
        Directory.CreateDirectory(folder);
        return new(folder, engine.OnPostgres ? await _postgres!.NewDatabaseAsync(ct) : null);
    }

    /// <summary>Takes a figure of one engine. A peer that fails is out of this question, and the report says so; ours ends the run.</summary>
    public async Task<bool> TryAsync(Engine engine, string question, Func<Task> measure)
    {
        try
        {
            await measure();
            return true;
        }
        catch (ContestantException failure) when (!engine.IsOurs)
        {
            _absent.Add($"{engine.Title} is left out of {question}: {failure.Message}");
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null) await _postgres.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task<List<Engine>> TryAsync(List<Engine> engines, Func<Task> prepare, List<string> absent)
    {
        try
        {
            await prepare();
            return engines;
        }
        catch (ContestantException obstacle)
        {
            absent.AddRange(engines.Select(engine => $"{engine.Title} is not measured: {obstacle.Message}"));
            return [];
        }
    }
}

/// <summary>Where one contestant keeps its state.</summary>
internal sealed record Store(string Folder, string? PostgresUrl);
