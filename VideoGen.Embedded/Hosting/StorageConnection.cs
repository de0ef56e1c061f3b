using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using VideoGen.Embedded.Storage;

namespace VideoGen.Embedded.Hosting;

/// <summary>Answers for <c>AzureWebJobsStorage</c> with the data folder, wherever no account is set or the emulator is meant.</summary>
/// <remarks>It asks at each reading, so a data folder that is set later counts too.</remarks>
internal sealed class StorageConnection(IConfigurationRoot configuration) : IConfigurationProvider, IConfigurationSource
{
    private const string Key = "AzureWebJobsStorage";

    public bool TryGet(string key, [NotNullWhen(true)] out string? value)
    {
        value = null;
        if (!key.Equals(Key, StringComparison.OrdinalIgnoreCase)) return false;
        if (Set() is not (null or "" or "UseDevelopmentStorage=true")) return false;
        value = $"{DataFolder.ConnectionStringKey}={EmbeddedSettings.DataPathFrom(configuration)}";
        return true;
    }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) =>
        parentPath is null ? earlierKeys.Append(Key) : earlierKeys;

    public IChangeToken GetReloadToken() => new CancellationChangeToken(CancellationToken.None);

    public void Load()
    {
    }

    public void Set(string key, string? value)
    {
    }

    private string? Set()
    {
        string? value = null;
        foreach (var provider in configuration.Providers)
        {
            if (provider != this && provider.TryGet(Key, out var set)) value = set;
        }

        return value;
    }
}
