namespace VideoGen.Embedded.Storage.Blobs;

/// <summary>The files that hold blobs' contents: at home under their blobs' names, or in transit under their content's id.</summary>
/// <remarks>
/// A content is written in transit and goes home after the database says that it is the blob's; on its way out it is in
/// transit again before the database forgets it. So whatever a crash leaves in transit is settled by one question at the
/// next opening: does a blob have this content? Then it goes home, and otherwise it goes. What is at home is whole, always.
/// </remarks>
internal sealed class BlobFiles
{
    private const int ReadBufferSize = 32 * 1024;

    private readonly string _root;
    private readonly string _transit;

    // Between making a folder and moving a file into it nobody may find it empty and remove it.
    private readonly Lock _folders = new();

    public BlobFiles(string root)
    {
        _root = root;
        // No container's name has a dot, so it is never one's folder.
        _transit = Path.Combine(root, ".transit");
        Directory.CreateDirectory(_transit);
    }

    /// <summary>Settles what a crash left in transit.</summary>
    public void Recover(Func<string, BlobRecord?> findByContent)
    {
        foreach (var file in Directory.EnumerateFiles(_transit))
        {
            if (findByContent(Path.GetFileName(file)) is { } blob) BringHome(blob);
            else File.Delete(file);
        }
    }

    public FileStream Create(string contentId) =>
        new(Transit(contentId), FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);

    /// <summary>The content of a blob; null when it was replaced or deleted since the record was read.</summary>
    public FileStream? TryOpen(BlobRecord blob) => TryOpen(Transit(blob.ContentId)) ?? TryOpen(Home(blob));

    public void BringHome(BlobRecord blob)
    {
        var home = Home(blob);
        lock (_folders)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(home)!);
            File.Move(Transit(blob.ContentId), home, overwrite: true);
        }
    }

    /// <summary>Takes a content from its home back into transit; false when there is none.</summary>
    public bool TakeAway(BlobRecord blob)
    {
        try
        {
            if (!File.Exists(Transit(blob.ContentId))) File.Move(Home(blob), Transit(blob.ContentId));
            return true;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            // Someone removed the file by hand. The blob can still be deleted.
            return false;
        }
    }

    public void Discard(string contentId) => File.Delete(Transit(contentId));

    /// <summary>Removes the folders that a deleted blob leaves empty.</summary>
    public void Tidy(BlobRecord blob)
    {
        var container = Path.Combine(_root, blob.Container);
        lock (_folders)
        {
            for (var folder = Path.GetDirectoryName(Home(blob))!; folder.Length > container.Length && IsEmpty(folder); folder = Path.GetDirectoryName(folder)!)
            {
                Directory.Delete(folder);
            }
        }
    }

    private static bool IsEmpty(string folder) => Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any();

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, ReadBufferSize, FileOptions.Asynchronous);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private string Transit(string contentId) => Path.Combine(_transit, contentId);

    private string Home(BlobRecord blob) => Path.Combine(_root, blob.Container, BlobFileName.Of(blob.Name));
}
