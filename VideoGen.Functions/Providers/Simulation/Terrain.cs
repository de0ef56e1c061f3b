namespace VideoGen.Functions.Providers.Simulation;

/// <summary>The outline of one layer of the scene: how high it stands at a place, from 0 to about 1.</summary>
/// <remarks>Only additions, products and integer hashing: the same on every machine.</remarks>
internal abstract class Terrain(uint seed)
{
    protected uint Seed { get; } = seed;

    /// <summary>The height at <paramref name="x"/>, in picture heights from the left edge of the world.</summary>
    public abstract float Height(float x, float time);

    /// <summary>What the words call for: a skyline, trees, waves, or else ridges.</summary>
    public static Terrain For(string words, uint seed)
    {
        if (Vocabulary.Has(words, "city", "cities", "street", "skyline", "tokyo", "paris", "new york", "building", "urban", "neon")) return new Skyline(seed);
        if (Vocabulary.Has(words, "forest", "tree", "wood", "jungle", "pine", "park", "garden")) return new Trees(seed);
        if (Vocabulary.Has(words, "sea", "ocean", "wave", "beach", "lake", "river", "underwater", "surf", "boat", "ship")) return new Waves(seed);
        return new Ridge(seed);
    }

    /// <summary>A number in [0, 1) that depends on the seed and the index alone.</summary>
    public static float Chance(uint seed, int index)
    {
        var h = seed ^ (uint)index * 0x9E3779B9u;
        h = (h ^ h >> 16) * 0x85EBCA6Bu;
        h = (h ^ h >> 13) * 0xC2B2AE35u;
        return ((h ^ h >> 16) >> 8) / 16777216f;
    }

    /// <summary>Smooth noise in [0, 1): five octaves.</summary>
    protected float Noise(float x)
    {
        var (sum, weight) = (0f, 0.5f);
        for (var octave = 0u; octave < 5; octave++, x *= 2.03f, weight *= 0.5f)
        {
            var cell = (int)MathF.Floor(x);
            var f = x - cell;
            var s = f * f * (3 - 2 * f);
            sum += weight * (Chance(Seed + octave, cell) * (1 - s) + Chance(Seed + octave, cell + 1) * s);
        }

        return sum;
    }
}

/// <summary>Mountains and hills.</summary>
internal sealed class Ridge(uint seed) : Terrain(seed)
{
    public override float Height(float x, float time)
    {
        var n = Noise(x * 1.7f);
        return n * n * 1.6f;
    }
}

/// <summary>The roofs of a city.</summary>
internal sealed class Skyline(uint seed) : Terrain(seed)
{
    /// <summary>Buildings to one picture height.</summary>
    public const float Density = 11;

    private const float Street = 0.12f;

    /// <summary>How high a building's walls reach.</summary>
    public float Roof(int building)
    {
        var tall = Chance(Seed, building);
        return tall < 0.12f ? Street : 0.25f + tall * tall * 0.75f;
    }

    public override float Height(float x, float time)
    {
        var building = (int)MathF.Floor(x * Density);
        var fromMiddle = MathF.Abs(x * Density - building - 0.5f);
        var roof = Roof(building);
        if (roof == Street) return Street;

        return Chance(Seed + 7, building) switch
        {
            > 0.75f => roof + (0.5f - fromMiddle) * 0.12f,
            > 0.55f when fromMiddle < 0.03f => roof + 0.16f,
            _ => fromMiddle > 0.44f ? 0.2f : roof,
        };
    }
}

/// <summary>Hills grown over with firs.</summary>
internal sealed class Trees(uint seed) : Terrain(seed)
{
    public override float Height(float x, float time)
    {
        var ground = Noise(x * 1.3f) * 0.7f;
        var tallest = 0f;
        for (var row = 0; row < 2; row++)
        {
            var at = x * (13 + row * 8) + row * 0.5f;
            var tree = (int)MathF.Floor(at);
            var grown = 0.35f + 0.65f * Chance(Seed + 11 + (uint)row, tree);
            var slope = 1 - MathF.Abs(at - tree - 0.5f) * 2;
            var branch = slope * 5 - MathF.Floor(slope * 5);
            tallest = MathF.Max(tallest, grown * (slope + branch * 0.08f) * (0.26f - row * 0.06f));
        }

        return ground + tallest;
    }
}

/// <summary>Open water, in motion.</summary>
internal sealed class Waves(uint seed) : Terrain(seed)
{
    public override float Height(float x, float time) =>
        0.28f + 0.22f * Noise(x * 2.2f + time * 0.35f) + 0.05f * Noise(x * 9f - time * 1.1f);
}
