namespace VideoGen.Benchmarks;

/// <summary>One durable engine as it takes part: how its process is started and what its word "committed" is worth.</summary>
/// <param name="Concurrency">The worker's concurrency where the number of workflows is far above it: what served this engine best.</param>
internal sealed record Engine(string Name, string Title, string Durability, string? Script = null, bool OnPostgres = false, int Concurrency = 50)
{
    private const string PostgresDurability = "fsync=on, synchronous_commit=on, wal_sync_method=fdatasync: a sync every commit, shared by those that come together";

    public static readonly Engine Ours = new("videogen", "VideoGen.Embedded (SQLite)", "WAL, synchronous=FULL: a sync every commit, shared by those that come together");

    public static readonly IReadOnlyList<Engine> Peers =
    [
        new("dbos", "DBOS 5.3.0 (PostgreSQL)", PostgresDurability, "dbos", OnPostgres: true),
        new("openworkflow", "openworkflow 0.10.1 (SQLite)", "WAL, synchronous=FULL: a sync every commit", "openworkflow", Concurrency: 500),
        new("openworkflow-pg", "openworkflow 0.10.1 (PostgreSQL)", PostgresDurability, "openworkflow", OnPostgres: true),
    ];

    public bool IsOurs => Script is null;
}
