using System.Collections.Concurrent;
using VideoGen.Embedded.Sqlite;
using VideoGen.Embedded.Storage.Blobs;
using VideoGen.Embedded.Storage.Tables;

namespace VideoGen.Embedded.Storage;

/// <summary>The folder that holds everything of one app: the database, the blobs, and the lock that keeps a second process out.</summary>
internal sealed class DataFolder : IDisposable
{
    private static readonly ConcurrentDictionary<string, DataFolder> OpenFolders = new(StringComparer.Ordinal);

    private readonly FileStream _lock;

    private DataFolder(string path, TimeProvider clock, string blobRoot, FileStream @lock)
    {
        Path = path;
        Clock = clock;
        BlobRoot = blobRoot;
        _lock = @lock;
        Database = new Database(System.IO.Path.Combine(path, "embedded.db"));
        Tables = new TableStore(Database, clock);
        Blobs = new BlobStore(Database, blobRoot, clock);
    }

    public string Path { get; }

    public Database Database { get; }

    public TableStore Tables { get; }

    public BlobStore Blobs { get; }

    public string BlobRoot { get; }

    public TimeProvider Clock { get; }

    /// <summary>The value of <c>AzureWebJobsStorage</c> that leads the storage clients here.</summary>
    public string ConnectionString => $"{ConnectionStringKey}={Path}";

    internal const string ConnectionStringKey = "EmbeddedData";

    /// <exception cref="DataFolderInUseException">Another process, or another host in this one, has the folder open.</exception>
    public static DataFolder Open(string path, TimeProvider clock, string? blobRoot = null)
    {
        path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(path);
        var @lock = Lock(path);
        try
        {
            blobRoot = System.IO.Path.GetFullPath(blobRoot ?? System.IO.Path.Combine(path, "blobs"));
            Directory.CreateDirectory(blobRoot);
            return OpenFolders[path] = new DataFolder(path, clock, blobRoot, @lock);
        }
        catch
        {
            @lock.Dispose();
            throw;
        }
    }

    /// <exception cref="InvalidOperationException">No host of this process has the folder open.</exception>
    public static DataFolder Get(string path) =>
        OpenFolders.TryGetValue(System.IO.Path.GetFullPath(path), out var folder)
            ? folder
            : throw new InvalidOperationException($"The data folder {path} is not open in this process.");

    public void Dispose()
    {
        if (!OpenFolders.TryRemove(new(Path, this))) return;
        Database.Dispose();
        _lock.Dispose();
    }

    private static FileStream Lock(string path)
    {
        try
        {
            // The kernel ends the lock with the process, so a killed one leaves nothing to clean.
            return new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (Directory.Exists(path))
        {
            throw new DataFolderInUseException(path);
        }
    }
}

/// <summary>The data folder belongs to another running process.</summary>
internal sealed class DataFolderInUseException(string path) : IOException($"The data folder {path} is in use by another process.");
