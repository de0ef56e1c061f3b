using System.Diagnostics.Metrics;
using Azure.Storage.Blobs.Models;
using VideoGen.Embedded.Sqlite;

namespace VideoGen.Embedded.Storage.Blobs;

/// <summary>The blobs of a data folder: contents in files, all else in the database.</summary>
/// <remarks>
/// A blob changes as a whole when the database commits, and a crash at any moment leaves the old blob or the new one.
/// A reader keeps the content it opened, whatever becomes of the blob.
/// </remarks>
internal sealed class BlobStore
{
    private const int Stripes = 64;
    private const int MaxOpenAttempts = 100;

    private readonly Database _database;
    private readonly BlobFiles _files;
    private readonly Versions _versions;
    private readonly Counter<long> _operations;

    // For one blob at a time: the database's change and the file's move that belongs to it.
    private readonly SemaphoreSlim[] _changing = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1))];

    public BlobStore(Database database, string root, TimeProvider clock)
    {
        _database = database;
        _files = new BlobFiles(root);
        _versions = new Versions(clock);
        _operations = database.Meter.CreateCounter<long>("videogen.embedded.blob.operations", description: "What the blobs were asked for.");
        database.CreateSchema(BlobRows.Schema);
        _files.Recover(contentId => database.Read(reader => BlobRows.FindContent(reader, contentId)));
    }

    /// <summary>Creates a container; null when there is one already.</summary>
    public Task<ContainerRecord?> CreateContainerAsync(string container, IDictionary<string, string>? metadata)
    {
        BlobRules.CheckContainerName(container);
        var kept = BlobRules.CheckMetadata(metadata);
        Count("create");
        return _database.WriteAsync(writer =>
        {
            if (BlobRows.FindContainer(writer, container) is not null) return null;
            var created = new ContainerRecord(container, _versions.Next());
            BlobRows.AddContainer(writer, created, kept);
            return created;
        });
    }

    public ContainerRecord? FindContainer(string container) => _database.Read(reader => BlobRows.FindContainer(reader, container));

    /// <summary>The blob, or null.</summary>
    /// <exception cref="Azure.RequestFailedException">404 <c>ContainerNotFound</c>.</exception>
    public BlobRecord? Find(string container, string name)
    {
        Count("properties");
        return Current(container, name);
    }

    /// <summary>The entries of a container for one page of a listing.</summary>
    public BlobPage List(string container, BlobPage page) => _database.Read(reader =>
    {
        Count("list");
        if (BlobRows.FindContainer(reader, container) is null) throw BlobErrors.ContainerNotFound();
        while (BlobRows.FirstFrom(reader, container, page.Place) is { } blob && page.Take(blob))
        {
        }

        return page;
    });

    public StagedContent Stage(bool hashed) => new(_files, hashed);

    /// <summary>Makes a content the blob's.</summary>
    /// <param name="container">Where the blob is to be.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="content">The content, complete.</param>
    /// <param name="headers">What it is served with.</param>
    /// <param name="metadata">What the app keeps with it.</param>
    /// <param name="check">Refuses what does not suit the blob that is there, or its absence.</param>
    public async Task<BlobRecord> CommitAsync(string container, string name, StagedContent content, BlobHeaders headers, Dictionary<string, string> metadata, Action<BlobRecord?> check)
    {
        Count("upload");
        using var _ = await ChangingAsync(container, name);
        var blob = await _database.WriteAsync(writer =>
        {
            var old = Find(writer, container, name);
            check(old);
            var version = _versions.Next(old?.Version ?? 0);
            var blob = new BlobRecord(container, name, content.Id, content.Length, version, version, headers, metadata);
            BlobRows.Store(writer, blob);
            return blob;
        });
        content.Taken();
        _files.BringHome(blob);
        return blob;
    }

    /// <summary>Changes what is known of a blob, not its content.</summary>
    public Task<BlobRecord> ChangeAsync(string container, string name, BlobRequestConditions? conditions, Func<BlobRecord, BlobRecord> change) => _database.WriteAsync(writer =>
    {
        Count("change");
        var old = BlobConditions.CheckChange(conditions, Find(writer, container, name));
        var blob = change(old) with { Version = _versions.Next(old.Version) };
        BlobRows.Store(writer, blob);
        return blob;
    });

    public async Task DeleteAsync(string container, string name, BlobRequestConditions? conditions)
    {
        Count("delete");
        using var _ = await ChangingAsync(container, name);
        var blob = BlobConditions.CheckChange(conditions, Current(container, name));
        var taken = _files.TakeAway(blob);
        try
        {
            await _database.WriteAsync(writer =>
            {
                BlobRows.Delete(writer, BlobConditions.CheckChange(conditions, Find(writer, container, name)));
                return true;
            });
        }
        catch
        {
            if (taken) _files.BringHome(blob);
            throw;
        }

        _files.Discard(blob.ContentId);
        _files.Tidy(blob);
    }

    /// <summary>Opens a blob's content, with the properties that belong to it.</summary>
    public (BlobRecord Blob, FileStream Content) Open(string container, string name, BlobRequestConditions? conditions)
    {
        Count("read");
        for (var attempt = 0; attempt < MaxOpenAttempts; attempt++)
        {
            var blob = BlobConditions.CheckRead(conditions, Current(container, name));
            if (_files.TryOpen(blob) is not { } content) continue;
            if (Current(container, name)?.ContentId == blob.ContentId) return (blob, content);

            // Replaced in between: the file may be the new content's already.
            content.Dispose();
        }

        throw new IOException($"The content of blob '{name}' in container '{container}' is missing from the data folder.");
    }

    private BlobRecord? Current(string container, string name) => _database.Read(reader => Find(reader, container, name));

    private void Count(string operation) => _operations.Add(1, new KeyValuePair<string, object?>("operation", operation));

    private static BlobRecord? Find(SqliteSession session, string container, string name)
    {
        BlobRules.CheckBlobName(name);
        return BlobRows.Find(session, container, name) ?? (BlobRows.FindContainer(session, container) is null ? throw BlobErrors.ContainerNotFound() : null);
    }

    private async Task<Turn> ChangingAsync(string container, string name)
    {
        var turn = _changing[(uint)HashCode.Combine(container, name) % Stripes];
        await turn.WaitAsync();
        return new Turn(turn);
    }

    private readonly struct Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
