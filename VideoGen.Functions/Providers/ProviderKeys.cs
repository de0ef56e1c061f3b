using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Providers;

/// <summary>The keys of one provider, read from a setting such as <c>key1,key2</c>. The only place that holds them.</summary>
public sealed class ProviderKeys
{
    private readonly Dictionary<KeyFingerprint, string> _secrets = [];

    private ProviderKeys(IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            _secrets[KeyFingerprint.Of(key)] = key;
        }

        Fingerprints = [.. _secrets.Keys];
    }

    public IReadOnlyList<KeyFingerprint> Fingerprints { get; }

    public static ProviderKeys Parse(string? setting) =>
        new((setting ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>The key itself; null when it is no longer configured, so that a task outliving its key gets a verdict and not a crash.</summary>
    public string? Secret(KeyFingerprint fingerprint) => _secrets.GetValueOrDefault(fingerprint);

    public override string ToString() => string.Join(',', Fingerprints);
}
