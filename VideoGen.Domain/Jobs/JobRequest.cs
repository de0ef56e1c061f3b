using VideoGen.Domain.Catalog;

namespace VideoGen.Domain.Jobs;

/// <summary>What a caller asks for: the one request every door maps to.</summary>
/// <remarks>As asked, it may be wrong; <see cref="JobRules"/> says where. In a plan and on a job it is as resolved.</remarks>
public sealed record JobRequest
{
    public string? Prompt { get; init; }

    public TaskKind Kind { get; init; } = TaskKind.TextToVideo;

    public string? NegativePrompt { get; init; }

    public string? Style { get; init; }

    public string? Theme { get; init; }

    public string? Platform { get; init; }

    public string? ContentType { get; init; }

    /// <summary>One move; a list, so that a second one can be refused by name.</summary>
    public IReadOnlyList<string> Camera { get; init; } = [];

    public bool PreserveIdentity { get; init; }

    public bool EnhancePrompt { get; init; }

    public string? Format { get; init; }

    public string? AspectRatio { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    public int? Duration { get; init; }

    public int? Fps { get; init; }

    public string? Quality { get; init; }

    /// <summary>How the picture comes into a frame of another shape: fit, fill or blur.</summary>
    public string? Fit { get; init; }

    public long? Seed { get; init; }

    public int Count { get; init; } = 1;

    public string? PersonGeneration { get; init; }

    public MediaSource? Image { get; init; }

    public MediaSource? Video { get; init; }

    /// <summary>Further images of what shall be seen.</summary>
    public IReadOnlyList<MediaSource> References { get; init; } = [];

    /// <summary>Whether there shall be sound; null for no wish.</summary>
    public bool? Audio { get; init; }

    public string? Provider { get; init; }

    public string? Model { get; init; }

    public string? Prefer { get; init; }

    /// <summary>One of <see cref="SimulationMode"/>; null for what the service is set to.</summary>
    public string? Simulation { get; init; }

    public decimal? MaxCost { get; init; }

    public string? WebhookUrl { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>What it is found by together with others: the first job of its variations, or its batch; null for none. Ours to give, not a caller's.</summary>
    public string? Group { get; init; }

    /// <summary>The job that it takes up with another prompt; null for none. Ours to give, as the group is.</summary>
    public string? RemixedFrom { get; init; }

    /// <summary>The one move of the camera; null for none.</summary>
    public string? Move() => Camera.Count > 0 ? Camera[0] : null;
}

/// <summary>An input file: exactly one of an address, an earlier upload, or the bytes in base64.</summary>
public sealed record MediaSource(string? Url = null, string? UploadId = null, string? Base64 = null);

/// <summary>When a simulation may stand in for a provider.</summary>
public static class SimulationMode
{
    /// <summary>When no provider can do it.</summary>
    public const string Auto = "auto";

    public const string Never = "never";

    public const string Always = "always";
}
