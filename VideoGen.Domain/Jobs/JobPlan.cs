using VideoGen.Domain.Catalog;
using VideoGen.Domain.Media;

namespace VideoGen.Domain.Jobs;

/// <summary>All an orchestration needs to know about its job. Resolved at intake, so that no later change of settings alters it.</summary>
public sealed record JobPlan
{
    public required JobId JobId { get; init; }

    public required string User { get; init; }

    public required JobRequest Request { get; init; }

    /// <summary>Who could do it, in the order in which they are asked.</summary>
    public required IReadOnlyList<Candidate> Candidates { get; init; }

    /// <summary>Why the only candidate is the simulation; null when a provider comes first.</summary>
    public string? WhySimulated { get; init; }

    /// <summary>Where the input image lies: an https address, or the name of a blob of ours.</summary>
    public string? Image { get; init; }

    /// <summary>Where the input video lies, likewise.</summary>
    public string? Video { get; init; }

    /// <summary>Where the further images lie, likewise.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>How the caller wants the file, whatever the model makes; null when any will do.</summary>
    public DeliveryWish? Wish { get; init; }

    public required PollRules Polling { get; init; }

    /// <summary>How long a submission of unknown outcome waits for somebody to resolve it.</summary>
    public int ResolveSeconds { get; init; } = 24 * 3600;

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The part of one of its videos. A seed given once gives each video its own.</summary>
    public VideoPlan PartOf(int index, string scene) => new()
    {
        JobId = JobId,
        User = User,
        Index = index,
        Scene = scene,
        NegativePrompt = Request.NegativePrompt,
        Camera = Request.Move(),
        PreserveIdentity = Request.PreserveIdentity,
        Image = Image,
        Video = Video,
        References = References,
        PersonGeneration = Request.PersonGeneration,
        Seed = Request.Seed is { } seed ? (seed + index) % (JobRules.MaxSeed + 1) : null,
        Fps = Request.Fps,
        Wish = Wish,
        Candidates = Candidates,
        WhySimulated = WhySimulated,
        Polling = Polling,
        ResolveSeconds = ResolveSeconds,
    };
}

/// <summary>All an orchestration needs to know about one video of a job.</summary>
public sealed record VideoPlan
{
    public required JobId JobId { get; init; }

    public required string User { get; init; }

    public required int Index { get; init; }

    /// <summary>What shall be seen, enhanced; not yet fitted to a model.</summary>
    public required string Scene { get; init; }

    public string? NegativePrompt { get; init; }

    public string? Camera { get; init; }

    public bool PreserveIdentity { get; init; }

    public string? Image { get; init; }

    public string? Video { get; init; }

    public IReadOnlyList<string> References { get; init; } = [];

    public string? PersonGeneration { get; init; }

    public long? Seed { get; init; }

    public int? Fps { get; init; }

    public required IReadOnlyList<Candidate> Candidates { get; init; }

    public string? WhySimulated { get; init; }

    /// <summary>How the caller wants the file, whatever the model makes; null when any will do.</summary>
    public DeliveryWish? Wish { get; init; }

    public required PollRules Polling { get; init; }

    public required int ResolveSeconds { get; init; }
}

/// <summary>One way to make the video.</summary>
/// <param name="Provider">Who makes it.</param>
/// <param name="Model">The model that makes the video.</param>
/// <param name="Steps">The tasks in order: the video alone, or a first frame and then the video.</param>
/// <param name="PriceUsd">Of one video, by all steps.</param>
/// <param name="Adapted">Where it departs from what was asked.</param>
public sealed record Candidate(
    string Provider,
    string Model,
    IReadOnlyList<TaskStep> Steps,
    decimal PriceUsd,
    IReadOnlyList<Adaptation> Adapted)
{
    public TaskStep Last() => Steps[^1];

    public bool IsSimulation() => Provider == Models.Simulation;
}

/// <summary>One task at a provider.</summary>
public sealed record TaskStep
{
    public required TaskKind Kind { get; init; }

    /// <summary>As in the catalog.</summary>
    public required string Model { get; init; }

    /// <summary>The model's id in the provider's requests.</summary>
    public required string Wire { get; init; }

    /// <summary>The provider's word for a grade of the model, such as <c>pro</c>; null where it has none.</summary>
    public string? Grade { get; init; }

    /// <summary>In pixels, one of the sizes the model offers.</summary>
    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>The provider's word for the class of the size, such as <c>720p</c>; null where it has none.</summary>
    public string? Resolution { get; init; }

    /// <summary>In seconds; null for an image, and for a video that is as long as the one it is made of.</summary>
    public int? Duration { get; init; }

    /// <summary>Whether sound shall be made; null where the model offers no choice.</summary>
    public bool? Audio { get; init; }

    /// <summary>True when the model takes the camera's move as a parameter, so that it is left out of the words.</summary>
    public bool CameraParameter { get; init; }

    /// <summary>How many of the further images go with it.</summary>
    public int References { get; init; }

    public bool TakesSeed { get; init; }

    public bool TakesNegativePrompt { get; init; }

    public bool TakesPersonGeneration { get; init; }

    public required int PromptLimit { get; init; }

    public PromptUnit PromptUnit { get; init; }

    public required int UsualSeconds { get; init; }

    public required decimal PriceUsd { get; init; }
}

/// <summary>A field that could not be honoured as asked.</summary>
public sealed record Adaptation(string Field, string Asked, string Used, string Why)
{
    /// <summary>A language model was asked for, and the prompt was composed without one.</summary>
    public static Adaptation PromptComposed(string why) => new("enhancePrompt", "true", "composed", why);
}
