using System.Numerics;

namespace VideoGen.Functions.Providers.Simulation;

/// <summary>The colours of a simulated scene.</summary>
/// <param name="Zenith">The sky at the top of the picture.</param>
/// <param name="Horizon">The sky where it meets the land.</param>
/// <param name="Far">The most distant ridge.</param>
/// <param name="Near">The foreground.</param>
/// <param name="Light">The sun or the moon, and lit windows.</param>
/// <param name="Lit">Whether the windows of a city are lit.</param>
/// <param name="Stars">Whether there are stars in the sky.</param>
internal sealed record Palette(Vector3 Zenith, Vector3 Horizon, Vector3 Far, Vector3 Near, Vector3 Light, bool Lit = false, bool Stars = false)
{
    private static readonly Palette Sunset = Of(0x2b1b4d, 0xff9a5a, 0xb4566b, 0x1a0f2b, 0xffe3a3) with { Lit = true };
    private static readonly Palette Dawn = Of(0x5b8fc7, 0xffd9b8, 0x93a8cf, 0x25395e, 0xfff4d8);
    private static readonly Palette Day = Of(0x2f7fc9, 0xd8efff, 0x8fb9cf, 0x1f4a4f, 0xfffbe8);
    private static readonly Palette Night = Of(0x060a1e, 0x2c4a8c, 0x24386e, 0x070b20, 0xf2edd0) with { Lit = true, Stars = true };
    private static readonly Palette Aurora = Of(0x07122b, 0x2f9c8b, 0x1f5d6b, 0x030b16, 0xd9fff0) with { Lit = true, Stars = true };
    private static readonly Palette Desert = Of(0xc9683f, 0xffe0a6, 0xd98a52, 0x5a2416, 0xfff3cf);

    private static readonly (string Word, Palette Palette)[] Words =
    [
        ("sunset", Sunset), ("dusk", Sunset), ("evening", Sunset), ("golden hour", Sunset), ("fire", Sunset),
        ("sunrise", Dawn), ("dawn", Dawn), ("morning", Dawn), ("mist", Dawn), ("misty", Dawn), ("fog", Dawn), ("foggy", Dawn),
        ("aurora", Aurora), ("northern lights", Aurora), ("underwater", Aurora), ("magic", Aurora),
        ("night", Night), ("moon", Night), ("star", Night), ("space", Night), ("neon", Night), ("galaxy", Night),
        ("desert", Desert), ("dune", Desert), ("mars", Desert), ("canyon", Desert), ("autumn", Desert),
        ("day", Day), ("noon", Day), ("summer", Day), ("snow", Day), ("snowy", Day), ("beach", Day), ("garden", Day),
    ];

    private static readonly Palette[] Any = [Sunset, Dawn, Day, Night, Aurora, Desert];

    /// <summary>The palette one of the words asks for, else the one the seed draws.</summary>
    public static Palette For(string words, uint seed)
    {
        foreach (var (word, palette) in Words)
        {
            if (Vocabulary.Has(words, word)) return palette;
        }

        return Any[seed % (uint)Any.Length];
    }

    private static Palette Of(int zenith, int horizon, int far, int near, int light) =>
        new(Rgb(zenith), Rgb(horizon), Rgb(far), Rgb(near), Rgb(light));

    private static Vector3 Rgb(int hex) => new Vector3(hex >> 16 & 255, hex >> 8 & 255, hex & 255) / 255f;
}
