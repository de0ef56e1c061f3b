using VideoGen.Domain.Catalog;

namespace VideoGen.Functions.Providers;

/// <summary>One task for one provider, already fitted to one model: the provider only spells it in its own wire format.</summary>
/// <remarks>Lives in memory only; what crosses durable boundaries is the plan it is built from.</remarks>
public sealed record ProviderRequest
{
    /// <summary>Ours, unique for this attempt and the same when it is repeated: for providers that can be asked by it later.</summary>
    public required string AttemptId { get; init; }

    public required TaskKind Kind { get; init; }

    public required string Model { get; init; }

    /// <summary>Composed and cut to the model's limit.</summary>
    public required string Prompt { get; init; }

    public string? NegativePrompt { get; init; }

    /// <summary>The first frame, where the kind needs one.</summary>
    public ProviderAsset? Image { get; init; }

    public ProviderAsset? Video { get; init; }

    /// <summary>In pixels, one of those the model offers.</summary>
    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>In seconds; null for an image.</summary>
    public int? Duration { get; init; }

    /// <summary>As asked; only Simulation can honour it.</summary>
    public int? Fps { get; init; }

    public long? Seed { get; init; }
}

/// <summary>An input file: an address the provider may fetch, or the bytes themselves.</summary>
public sealed record ProviderAsset(string? Url, ReadOnlyMemory<byte> Bytes = default, string? ContentType = null);
