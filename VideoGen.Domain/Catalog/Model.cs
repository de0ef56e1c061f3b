using System.Text.Json.Serialization;

namespace VideoGen.Domain.Catalog;

/// <summary>What a model can do, what it costs, and how long it takes.</summary>
public sealed record Model
{
    /// <summary>Ours: it stays when the provider renames the model.</summary>
    public required string Name { get; init; }

    /// <summary>What else callers may call it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    public required string Provider { get; init; }

    /// <summary>The provider's word for a grade of the model, such as <c>pro</c>; null where it has none.</summary>
    public string? Grade { get; init; }

    /// <summary>What it makes out of what; what cannot be had together is in offers apart.</summary>
    public required IReadOnlyList<Offer> Offers { get; init; }

    public AudioAbility Audio { get; init; }

    /// <summary>True when the same seed repeats a picture.</summary>
    public bool Seed { get; init; }

    /// <summary>True when it takes what shall not be seen as a text of its own.</summary>
    public bool NegativePrompt { get; init; }

    /// <summary>True when it takes a rule on showing people.</summary>
    public bool PersonGeneration { get; init; }

    /// <summary>True when it makes any size, not only those listed.</summary>
    public bool AnySize { get; init; }

    /// <summary>True when it makes the frame rate asked for.</summary>
    public bool AnyFrameRate { get; init; }

    /// <summary>True when it works from the words alone, whatever it is given to look at.</summary>
    public bool IgnoresInputs { get; init; }

    public required int PromptLimit { get; init; }

    public required PromptUnit PromptUnit { get; init; }

    /// <summary>What an image must keep; null when nothing is known.</summary>
    public ImageLimits? Image { get; init; }

    /// <summary>Higher is better; only the order counts.</summary>
    public int Quality { get; init; }

    /// <summary>Before this, looking is in vain.</summary>
    public required int UsualSeconds { get; init; }

    /// <summary>Set when the provider advises against it.</summary>
    public DateOnly? DeprecatedOn { get; init; }

    /// <summary>From this day on the provider no longer sells it.</summary>
    public DateOnly? RetiresOn { get; init; }

    /// <summary>What to ask for in its place.</summary>
    public string? Successor { get; init; }

    [JsonIgnore]
    public bool MakesVideos => Offers.Any(offer => offer.Kind != TaskKind.TextToImage);

    public bool IsRetired(DateOnly today) => RetiresOn <= today;

    public IEnumerable<Offer> OffersOf(TaskKind kind) => Offers.Where(offer => offer.Kind == kind);

    /// <summary>Null while nothing speaks against the model.</summary>
    public Deprecation? DeprecationAt(DateOnly today)
    {
        var notice = RetiresOn?.AddDays(-Deprecation.NoticeDays);
        return DeprecatedOn <= today || notice <= today ? new(Name, DeprecatedOn ?? notice!.Value, RetiresOn, Successor) : null;
    }
}

/// <summary>Things a model makes at one price: each of the sizes in each of the durations.</summary>
public sealed record Offer
{
    public required TaskKind Kind { get; init; }

    /// <summary>The model's id in the provider's requests.</summary>
    public required string Wire { get; init; }

    public required IReadOnlyList<FrameSize> Sizes { get; init; }

    /// <summary>The provider's word for the class of the sizes, such as <c>720p</c>; null where it has none.</summary>
    public string? Resolution { get; init; }

    /// <summary>True when the input image decides the shape of the video.</summary>
    public bool FollowsImage { get; init; }

    /// <summary>In seconds; empty for an image, and for a video that is as long as the one it is made of.</summary>
    public IReadOnlyList<int> Durations { get; init; } = [];

    /// <summary>In seconds, of a video it makes another of; null where it takes none, or nothing is known.</summary>
    public int? LongestInput { get; init; }

    /// <summary>How many further images it takes.</summary>
    public int References { get; init; }

    /// <summary>How many further images it needs.</summary>
    public int LeastReferences { get; init; }

    /// <summary>The moves it takes as a parameter; any other is asked for in words.</summary>
    public IReadOnlyList<string> Camera { get; init; } = [];

    public decimal UsdPerSecond { get; init; }

    /// <summary>Null when sound costs nothing more.</summary>
    public decimal? UsdPerSecondWithAudio { get; init; }

    public decimal UsdPerImage { get; init; }

    /// <summary>What it costs however short it is.</summary>
    public decimal LeastUsd { get; init; }

    public decimal PriceOf(int? seconds, bool audio) => seconds is { } length
        ? Math.Max(LeastUsd, (audio ? UsdPerSecondWithAudio ?? UsdPerSecond : UsdPerSecond) * length)
        : UsdPerImage;
}

/// <summary>Why a model should no longer be used.</summary>
public sealed record Deprecation(string Model, DateOnly DeprecatedOn, DateOnly? RetiresOn, string? Successor)
{
    /// <summary>So long before a retirement it is told.</summary>
    public const int NoticeDays = 60;

    /// <summary>For a person.</summary>
    public string Words() =>
        $"{Model} {(RetiresOn is { } day ? $"will be retired by its provider on {day:yyyy-MM-dd}" : "is advised against by its provider")}"
        + (Successor is null ? "" : $"; ask for {Successor}");
}

/// <summary>Whether a model makes sound.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AudioAbility>))]
public enum AudioAbility
{
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>When asked to.</summary>
    [JsonStringEnumMemberName("choice")]
    Choice,

    [JsonStringEnumMemberName("always")]
    Always,
}
