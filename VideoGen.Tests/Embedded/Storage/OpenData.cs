using Azure.Data.Tables;
using Azure.Storage.Blobs;
using VideoGen.Embedded.Storage;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Embedded.Storage;

/// <summary>An empty, open data folder for one test.</summary>
public sealed class OpenData : IDisposable
{
    private readonly TempFolder _folder = new();
    private DataFolder _data;

    public OpenData() => _data = Open();

    public FakeTime Time { get; } = new();

    public string Path => _data.Path;

    public string ConnectionString => _data.ConnectionString;

    /// <summary>Where the blobs' files are.</summary>
    public string BlobRoot => _data.BlobRoot;

    /// <summary>Every file there is for blobs, in transit or at home.</summary>
    public List<string> BlobFiles() =>
        [.. Directory.EnumerateFiles(BlobRoot, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(BlobRoot, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public TableClient Table(string name) => new(ConnectionString, name);

    public BlobContainerClient Container(string name) => new(ConnectionString, name);

    /// <summary>Closes the folder, lets the test meddle with its files, and opens it as a new process would.</summary>
    public void Reopen(Action? meanwhile = null)
    {
        _data.Dispose();
        meanwhile?.Invoke();
        _data = Open();
    }

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    private DataFolder Open() => DataFolder.Open(_folder["data"], Time);
}
