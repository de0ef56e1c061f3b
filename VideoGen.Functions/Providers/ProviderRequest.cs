using VideoGen.Domain.Catalog;

namespace VideoGen.Functions.Providers;

/// <summary>One task for one provider, already fitted to one model: the provider only spells it in its own wire format.</summary>
/// <remarks>Lives in memory only; what crosses durable boundaries is the plan it is built from.</remarks>
public sealed record ProviderRequest
{
    /// <summary>Ours, unique for this attempt and the same when it is repeated: for providers that can be asked by it later.</summary>
    public required string AttemptId { get; init; }

    public required TaskKind Kind { get; init; }

    /// <summary>The model's id on the wire.</summary>
    public required string Model { get; init; }

    /// <summary>The provider's word for a grade of the model, such as <c>pro</c>; null where it has none.</summary>
    public string? Grade { get; init; }

    /// <summary>Composed and cut to the model's limit.</summary>
    public required string Prompt { get; init; }

    public string? NegativePrompt { get; init; }

    /// <summary>The move, by its name in the catalog, where the model takes it as a parameter; else it is in the prompt.</summary>
    public string? Camera { get; init; }

    /// <summary>Whether sound shall be made; null where the model offers no choice.</summary>
    public bool? Audio { get; init; }

    /// <summary>As our callers spell it: <c>allow_all</c>, <c>allow_adult</c> or <c>dont_allow</c>; null when nothing was asked for.</summary>
    public string? PersonGeneration { get; init; }

    /// <summary>The first frame, where the kind needs one.</summary>
    public ProviderAsset? Image { get; init; }

    public ProviderAsset? Video { get; init; }

    /// <summary>Further pictures of what shall be seen, where the model takes such.</summary>
    public IReadOnlyList<ProviderAsset> References { get; init; } = [];

    /// <summary>Where the provider may report to, once the service has a public address; a callback brings it back unchanged.</summary>
    public Uri? CallbackUrl { get; init; }

    /// <summary>In pixels, one of those the model offers.</summary>
    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>The provider's word for the class of the size, such as <c>720p</c>; null where it has none.</summary>
    public string? Resolution { get; init; }

    /// <summary>In seconds; null for an image.</summary>
    public int? Duration { get; init; }

    /// <summary>As asked; only Simulation can honour it.</summary>
    public int? Fps { get; init; }

    public long? Seed { get; init; }
}

/// <summary>An input file: an address the provider may fetch, the bytes themselves, or a file too large for memory.</summary>
public sealed record ProviderAsset(string? Url, ReadOnlyMemory<byte> Bytes = default, string? ContentType = null, ProviderFile? File = null);

/// <summary>A file that is read when it is sent.</summary>
public sealed record ProviderFile(long Length, Func<CancellationToken, Task<Stream>> OpenAsync);
