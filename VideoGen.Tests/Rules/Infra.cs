using VideoGen.Tests.Rules.Bicep;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Rules;

/// <summary>The bicep files, read once.</summary>
internal static class Infra
{
    public static readonly BicepFile Main = BicepFile.Read("infra", "main.bicep");

    public static readonly Dictionary<string, BicepFile> Modules = Directory.EnumerateFiles(Repository.File("infra", "modules"))
        .Select(file => BicepFile.Read("infra", "modules", Path.GetFileName(file)))
        .ToDictionary(file => Path.GetFileName(file.Path));

    public static readonly BicepFile[] Files = [Main, .. Modules.Values];

    public static BicepFile App => Modules["app.bicep"];

    public static BicepFile Storage => Modules["storage.bicep"];

    public static BicepFile Vault => Modules["vault.bicep"];

    public static IEnumerable<string> Keys(BicepFile file) =>
        file.Values.OfType<BicepObject>().SelectMany(body => body.Properties).Select(property => property.Key);

    public static string? TextOf(BicepValue? value) => (value as BicepText)?.Text;
}
