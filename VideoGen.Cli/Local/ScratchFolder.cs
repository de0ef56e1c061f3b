namespace VideoGen.Cli.Local;

/// <summary>A data folder for one demo; gone afterwards.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("videogen-demo-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
