namespace VideoGen.ProviderSim.Kling;

/// <summary>What Kling sells: by model, what it makes out of what, how long, and for how many units.</summary>
/// <param name="Name">In the classic API.</param>
/// <param name="NewName">In the new API; null where it is not there.</param>
/// <param name="Kinds">The classic paths that take it.</param>
/// <param name="Modes">The grades it has; the first is taken when none is named.</param>
/// <param name="Durations">In seconds.</param>
/// <param name="Price">In units.</param>
internal sealed record KlingModel(
    string Name, string? NewName, string[] Kinds, string[] Modes, int[] Durations, Func<KlingOrder, decimal> Price)
{
    public const string Text = "text2video";
    public const string Image = "image2video";
    public const string Images = "multi-image2video";

    private static readonly string[] _both = [Text, Image];
    private static readonly string[] _grades = ["std", "pro"];
    private static readonly int[] _fiveOrTen = [5, 10];
    private static readonly int[] _upTo15 = [.. Enumerable.Range(3, 13)];

    public static readonly IReadOnlyList<string> AllKinds = [Text, Image, Images];

    /// <summary>Served unless the settings say that they are gone.</summary>
    public static readonly IReadOnlyList<string> Retirable = ["kling-v1", "kling-v1-5", "kling-v1-6", "kling-v2-master", "kling-v2-1", "kling-v2-1-master"];

    public static readonly IReadOnlyList<KlingModel> All =
    [
        new("kling-v1", null, _both, _grades, _fiveOrTen, order => PerFive(order, 1, 3.5m)),
        new("kling-v1-5", null, [Image], _grades, _fiveOrTen, order => PerFive(order, 2, 3.5m)),
        new("kling-v1-6", null, [Text, Image, Images], _grades, _fiveOrTen, order => PerFive(order, 2, 3.5m)),
        new("kling-v2-master", null, _both, [], _fiveOrTen, order => PerFive(order, 10, 10)),
        new("kling-v2-1", null, [Image], _grades, _fiveOrTen, order => PerFive(order, 2, 3.5m)),
        new("kling-v2-1-master", null, _both, [], _fiveOrTen, order => PerFive(order, 10, 10)),
        new("kling-v2-5-turbo", "kling-2.5-turbo", _both, _grades, _fiveOrTen, order => PerFive(order, 1.5m, 2.5m)),
        new("kling-v2-6", "kling-2.6", _both, _grades, _fiveOrTen, order => PerFive(order, 1.5m, order.Sound ? 5 : 2.5m)),
        new("kling-v3", "kling-3.0", _both, ["std", "pro", "4k"], _upTo15, PerSecond),
        new("kling-v3-turbo", "kling-3.0-turbo", [], ["std", "pro"], _upTo15, PerSecond),
    ];

    /// <summary>From v2-6 on, there in the better mode only; v3 has it in all.</summary>
    public bool HasSound(string mode) => Name.StartsWith("kling-v3", StringComparison.Ordinal) || (Name == "kling-v2-6" && mode == "pro");

    public bool HasGuidance => !Name.StartsWith("kling-v2", StringComparison.Ordinal);

    private static decimal PerFive(KlingOrder order, decimal std, decimal pro) => (order.Mode == "pro" ? pro : std) * order.Seconds / 5;

    private static decimal PerSecond(KlingOrder order) => order.Seconds * order switch
    {
        { Mode: "4k" } => 3,
        { Mode: "pro", Sound: true } => 1.2m,
        { Mode: "pro" } => 0.8m,
        { Sound: true } => 0.9m,
        _ => 0.6m,
    };
}

/// <summary>What was ordered, once the body is found to be good.</summary>
internal sealed record KlingOrder(string Kind, string Mode, int Seconds, bool Sound, int Width, int Height, string? CallbackUrl, string? ExternalId);
