namespace VideoGen.Tests.Support;

/// <summary>A file that changes the model catalog of a <see cref="TestApp"/>.</summary>
public sealed class ModelsFile : IDisposable
{
    private readonly TempFolder _folder = new();

    public ModelsFile(string changes) => File.WriteAllText(_folder["models.json"], changes);

    /// <summary>As <see cref="TestApp.StartAsync(string[])"/> takes it.</summary>
    public string Setting => $"MODELS_FILE={_folder["models.json"]}";

    public void Dispose() => _folder.Dispose();
}
