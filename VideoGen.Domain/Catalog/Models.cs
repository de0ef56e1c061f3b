namespace VideoGen.Domain.Catalog;

/// <summary>What a model can do, what it costs, and how long it takes.</summary>
public sealed record Model
{
    public required string Name { get; init; }

    public required string Provider { get; init; }

    /// <summary>What it makes out of what, and in which sizes.</summary>
    public required IReadOnlyDictionary<TaskKind, IReadOnlyList<FrameSize>> Sizes { get; init; }

    /// <summary>True when it makes any size, not only those listed.</summary>
    public bool AnySize { get; init; }

    /// <summary>In seconds; empty for an image model.</summary>
    public IReadOnlyList<int> Durations { get; init; } = [];

    /// <summary>In UTF-16 units.</summary>
    public int PromptLimit { get; init; } = 1000;

    /// <summary>True when it makes the frame rate asked for.</summary>
    public bool AnyFrameRate { get; init; }

    /// <summary>True when it takes what shall not be seen as a text of its own.</summary>
    public bool NegativePrompt { get; init; }

    public decimal UsdPerSecond { get; init; }

    public decimal UsdPerImage { get; init; }

    /// <summary>Higher is better; only the order counts.</summary>
    public int Quality { get; init; }

    /// <summary>Before this, looking is in vain.</summary>
    public int UsualSeconds { get; init; }

    /// <summary>Set when the provider no longer sells it.</summary>
    public DateOnly? RetiredOn { get; init; }

    /// <summary>What to ask for in its place.</summary>
    public string? Successor { get; init; }

    public bool Can(TaskKind kind) => RetiredOn is null && Sizes.ContainsKey(kind);

    public decimal PriceOf(int? duration) => duration is { } seconds ? UsdPerSecond * seconds : UsdPerImage;
}

/// <summary>The models there are. Prices, ratios, durations and retirements change here and nowhere else.</summary>
public static class Models
{
    public const string Runway = "runway";

    public const string Simulation = "simulation";

    /// <summary>The frame rate of every model that takes none.</summary>
    public const int UsualFrameRate = 24;

    private static readonly IReadOnlyList<FrameSize> Gen4Sizes = Frames("1280:720", "720:1280", "1104:832", "832:1104", "960:960", "1584:672");

    /// <summary>In the order in which they are tried when the caller has no wish.</summary>
    public static IReadOnlyList<Model> All { get; } =
    [
        new()
        {
            Name = "gen4_turbo", Provider = Runway, Quality = 3, UsualSeconds = 30, UsdPerSecond = 0.05m,
            Durations = [2, 3, 4, 5, 6, 7, 8, 9, 10],
            Sizes = Kinds((TaskKind.ImageToVideo, Gen4Sizes)),
        },
        new()
        {
            Name = "gen4.5", Provider = Runway, Quality = 5, UsualSeconds = 60, UsdPerSecond = 0.12m,
            Durations = [2, 3, 4, 5, 6, 7, 8, 9, 10],
            Sizes = Kinds((TaskKind.TextToVideo, Frames("1280:720", "720:1280")), (TaskKind.ImageToVideo, Gen4Sizes)),
        },
        new()
        {
            // Its larger sizes cost 8 credits in place of 5 and would only be scaled down again for the video.
            Name = "gen4_image", Provider = Runway, Quality = 4, UsualSeconds = 15, UsdPerImage = 0.05m,
            Sizes = Kinds((TaskKind.TextToImage, Frames("1280:720", "720:1280", "720:720", "960:720", "720:960", "1680:720"))),
        },
        Retired("gen3a_turbo", Runway, new(2026, 7, 1), "gen4_turbo"),
        Retired("gen4_aleph", Runway, new(2026, 7, 1), null),
        Retired("veo3", Runway, new(2026, 8, 1), "gen4.5"),
        new()
        {
            Name = Simulation, Provider = Simulation, AnySize = true, AnyFrameRate = true,
            Durations = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
            Sizes = Kinds((TaskKind.TextToVideo, Gen4Sizes), (TaskKind.ImageToVideo, Gen4Sizes), (TaskKind.VideoToVideo, Gen4Sizes)),
        },
    ];

    public static IEnumerable<string> Providers => All.Select(model => model.Provider).Distinct();

    public static Model? Find(string name) => All.FirstOrDefault(model => model.Name == name);

    private static Model Retired(string name, string provider, DateOnly on, string? successor) =>
        new() { Name = name, Provider = provider, RetiredOn = on, Successor = successor, Sizes = Kinds() };

    private static Dictionary<TaskKind, IReadOnlyList<FrameSize>> Kinds(params (TaskKind Kind, IReadOnlyList<FrameSize> Sizes)[] kinds) =>
        kinds.ToDictionary(kind => kind.Kind, kind => kind.Sizes);

    private static FrameSize[] Frames(params string[] sizes) => [.. sizes.Select(FrameSize.Parse)];
}
