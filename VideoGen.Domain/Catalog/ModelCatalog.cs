using System.Text.Json.Nodes;

namespace VideoGen.Domain.Catalog;

/// <summary>The models there are, as <c>models.json</c> says, with what a configuration changes of it.</summary>
public sealed class ModelCatalog
{
    private readonly Dictionary<string, Model> _byName;
    private readonly Dictionary<string, string> _providers;

    private ModelCatalog(IReadOnlyList<Model> all, IReadOnlyDictionary<string, IReadOnlyList<string>> providers)
    {
        All = all;
        Providers = [.. providers.Keys];
        _providers = ByName(providers.Select(provider => (provider.Key, provider.Value, provider.Key)));
        _byName = ByName(all.Select(model => (model.Name, model.Aliases, model)));
    }

    /// <summary>In the order in which they are tried when the caller has no wish.</summary>
    public IReadOnlyList<Model> All { get; }

    public IReadOnlyList<string> Providers { get; }

    /// <param name="changes">JSON whose fields take the place of those of the models it names, and which may add models; null for none.</param>
    /// <exception cref="FormatException">With one line that names the model and the field.</exception>
    public static ModelCatalog Read(string? changes = null)
    {
        var file = CatalogFile.Parse(CatalogFile.BuiltIn("models.json"));
        var models = (JsonObject)file["models"]!;
        ModelFile.Merge(models, CatalogFile.Parse(changes ?? "{}"));

        var providers = (JsonObject)file["providers"]!;
        var all = models.Select(model => ModelFile.Read(model.Key, model.Value, providers)).ToList();
        ModelFile.Check(all);
        return new(all, providers.ToDictionary(provider => provider.Key, provider => ModelFile.Aliases(provider.Value)));
    }

    /// <summary>By its name, or by another it is known by.</summary>
    public Model? Find(string? name) => name is null ? null : _byName.GetValueOrDefault(name);

    /// <summary>The provider's name here; null when there is none.</summary>
    public string? FindProvider(string? name) => name is null ? null : _providers.GetValueOrDefault(name);

    // Names win over aliases, and an alias stands for the first that has it.
    private static Dictionary<string, T> ByName<T>(IEnumerable<(string Name, IReadOnlyList<string> Aliases, T Value)> entries)
    {
        var known = entries.ToList();
        var byName = known.ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.OrdinalIgnoreCase);
        foreach (var (_, aliases, value) in known)
        {
            foreach (var alias in aliases)
            {
                byName.TryAdd(alias, value);
            }
        }

        return byName;
    }
}
