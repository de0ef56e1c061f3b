using Microsoft.Extensions.Configuration;

namespace VideoGen.Embedded.Hosting;

/// <summary>The two files a functions app has beside its program.</summary>
internal static class JsonSettings
{
    /// <summary>The file's values; null when there is none.</summary>
    /// <exception cref="StartupException">The file is not JSON.</exception>
    public static IConfigurationRoot? Read(string directory, string name)
    {
        var path = Path.Combine(directory, name);
        if (!File.Exists(path)) return null;
        try
        {
            return new ConfigurationBuilder().AddJsonFile(path, optional: false, reloadOnChange: false).Build();
        }
        catch (InvalidDataException error)
        {
            throw new StartupException($"{name} is not valid JSON: {error.InnerException?.InnerException?.Message ?? error.InnerException?.Message ?? error.Message}", error);
        }
    }

    /// <summary>The <c>Values</c> of local.settings.json, which Core Tools gives an app as environment variables.</summary>
    public static void AddLocalSettings(this IConfigurationBuilder configuration, string directory)
    {
        if (Read(directory, "local.settings.json")?.GetSection("Values") is not { } values) return;
        // As in an environment variable, a double underscore in a name means a level below.
        configuration.AddInMemoryCollection(values.AsEnumerable(makePathsRelative: true)
            .Select(value => KeyValuePair.Create(value.Key.Replace("__", ConfigurationPath.KeyDelimiter), value.Value)));
    }
}
