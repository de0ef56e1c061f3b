namespace VideoGen.ProviderSim.Google;

/// <summary>What Google sells: each model's API, limits, and list price in USD a second by resolution.</summary>
internal sealed record GoogleModel(string Name, int[] Seconds, IReadOnlyDictionary<string, decimal> Prices)
{
    private static readonly int[] _even = [4, 6, 8];
    private static readonly int[] _threeToTen = [3, 4, 5, 6, 7, 8, 9, 10];

    public static readonly IReadOnlyList<GoogleModel> All =
    [
        new("veo-3.1-generate-preview", _even, Usd(("720p", 0.40m), ("1080p", 0.40m), ("4k", 0.60m))) { TakesReferences = true },
        new("veo-3.1-fast-generate-preview", _even, Usd(("720p", 0.10m), ("1080p", 0.15m), ("4k", 0.35m))) { TakesReferences = true },
        new("veo-3.1-lite-generate-preview", _even, Usd(("720p", 0.05m), ("1080p", 0.08m))),
        new("veo-3.0-generate-001", _even, Usd(("720p", 0.40m), ("1080p", 0.40m))),
        new("veo-3.0-fast-generate-001", _even, Usd(("720p", 0.15m), ("1080p", 0.15m))),
        new("veo-2.0-generate-001", [5, 6, 7, 8], Usd(("720p", 0.35m))) { MostSamples = 2 },
        new("gemini-omni-1.1-flash", _threeToTen, Usd(("360p", 0.10m), ("720p", 0.10m), ("1080p", 0.10m), ("4k", 0.10m))),
        new("gemini-omni-1.2-flash", _threeToTen, Usd(("360p", 0.10m), ("720p", 0.10m), ("1080p", 0.10m), ("4k", 0.10m))),
    ];

    /// <summary>Served unless the settings say that they are gone.</summary>
    public static readonly IReadOnlyList<string> Retirable = [.. All.Select(model => model.Name).Where(name => name.StartsWith("veo-", StringComparison.Ordinal))];

    public int MostSamples { get; init; } = 1;

    public bool TakesReferences { get; init; }

    public bool IsVeo => Name.StartsWith("veo-", StringComparison.Ordinal);

    public bool IsVeo2 => Name.StartsWith("veo-2", StringComparison.Ordinal);

    public static GoogleModel? Find(string name) => All.FirstOrDefault(model => model.Name == name);

    private static Dictionary<string, decimal> Usd(params (string Resolution, decimal Usd)[] prices) =>
        prices.ToDictionary(price => price.Resolution, price => price.Usd);
}

/// <summary>What was ordered, once its body was found good.</summary>
internal sealed record GoogleOrder(GoogleModel Model, string Aspect, string Resolution, int Seconds, int Samples, bool Inline = false)
{
    /// <summary>Of one sample.</summary>
    public decimal Price => Model.Prices[Resolution] * Seconds;

    public (int Width, int Height) Size
    {
        get
        {
            var small = Resolution switch { "360p" => 360, "720p" => 720, "1080p" => 1080, _ => 2160 };
            var size = (Width: small * 16 / 9, Height: small);
            return Aspect == "16:9" ? size : (size.Height, size.Width);
        }
    }
}
