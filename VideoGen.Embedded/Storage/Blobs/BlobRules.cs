using System.Text.RegularExpressions;

namespace VideoGen.Embedded.Storage.Blobs;

/// <summary>What names and metadata a container takes.</summary>
internal static partial class BlobRules
{
    public const int MaxPageSize = 5_000;

    private const int MaxNameLength = 1024;
    private const int MaxSegments = 254;
    private const int MaxMetadataBytes = 8 * 1024;

    public static void CheckContainerName(string name)
    {
        if (name is "$root" or "$web" or "$logs") return;
        if (name.Length is < 3 or > 63) throw BlobErrors.NameLength("a container name has 3 to 63 characters.");
        if (!ContainerName().IsMatch(name)) throw BlobErrors.InvalidName("a container name has lower-case letters, digits and single hyphens between them.");
    }

    public static void CheckBlobName(string name)
    {
        if (name.Length is 0 or > MaxNameLength) throw BlobErrors.NameLength("a blob name has 1 to 1,024 characters.");
        if (name.Count('/') >= MaxSegments) throw BlobErrors.InvalidName("a blob name has at most 254 path segments.");
        if (InvalidInName().IsMatch(name) || !IsWellFormed(name)) throw BlobErrors.InvalidName("a blob name has no control characters and no invalid code points.");
    }

    /// <remarks>Only for new blobs: the service merely advises against such names, so asking for one is no fault.</remarks>
    public static void CheckNewBlobName(string name)
    {
        CheckBlobName(name);
        if (name[^1] is '.' or '/') throw BlobErrors.InvalidName("a blob name does not end with a dot or a slash.");
    }

    public static Dictionary<string, string> CheckMetadata(IDictionary<string, string>? metadata)
    {
        var size = 0;
        var kept = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in metadata ?? new Dictionary<string, string>())
        {
            if (name.Length == 0) throw BlobErrors.EmptyMetadataKey();
            if (!MetadataName().IsMatch(name) || value is null || !MetadataValue().IsMatch(value) || !kept.TryAdd(name, value.Trim(' '))) throw BlobErrors.InvalidMetadata(name);
            size += name.Length + value.Length;
        }

        return size > MaxMetadataBytes ? throw BlobErrors.MetadataTooLarge() : kept;
    }

    private static bool IsWellFormed(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsHighSurrogate(name[i]) && i + 1 < name.Length && char.IsLowSurrogate(name[i + 1])) i++;
            else if (char.IsSurrogate(name[i])) return false;
        }

        return true;
    }

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex ContainerName();

    [GeneratedRegex(@"[\u0000-\u001F\u007F\uFFFE\uFFFF]")]
    private static partial Regex InvalidInName();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex MetadataName();

    [GeneratedRegex(@"^[\u0020-\u007E\t]*\z")]
    private static partial Regex MetadataValue();
}
