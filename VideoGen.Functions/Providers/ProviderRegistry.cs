namespace VideoGen.Functions.Providers;

/// <summary>The providers that are configured, by name.</summary>
/// <remarks>One without a key is not configured.</remarks>
public sealed class ProviderRegistry(IEnumerable<IVideoProvider> providers)
{
    private readonly Dictionary<string, IVideoProvider> _byName =
        providers.Where(provider => provider.Keys.Count > 0).ToDictionary(provider => provider.Name, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<IVideoProvider> All => _byName.Values;

    /// <summary>Null when the provider is not configured (any more).</summary>
    public IVideoProvider? Find(string name) => _byName.GetValueOrDefault(name);
}
