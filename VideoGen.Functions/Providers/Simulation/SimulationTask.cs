using System.Buffers.Text;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace VideoGen.Functions.Providers.Simulation;

/// <summary>All that a simulated video is made from. It travels in the task's id, so nothing is kept anywhere between submit and download.</summary>
/// <param name="Width">In pixels; even, as the picture format asks.</param>
/// <param name="Height">In pixels; even.</param>
/// <param name="Seconds">The length.</param>
/// <param name="Fps">Frames per second.</param>
/// <param name="Seed">Decides the scene, together with the words.</param>
/// <param name="Words">The prompt, cut to what is legible in a picture.</param>
internal sealed record SimulationTask(int Width, int Height, int Seconds, int Fps, uint Seed, string Words)
{
    public const int MaxSide = 4096;
    public const int MaxSeconds = 60;
    public const int MaxFps = 60;

    private const string Prefix = "sim_";
    private const int MaxWords = 280;
    private const int MaxBytes = 2048;

    /// <summary>The task for a request; the same for the same request.</summary>
    public static SimulationTask For(ProviderRequest request)
    {
        var seed = request.Seed ?? Fingerprint(request.AttemptId);
        return new(
            request.Width & ~1, request.Height & ~1, request.Duration ?? 5, request.Fps ?? 24,
            Fingerprint($"{seed} {request.Prompt}"), Cut(request.Prompt));
    }

    /// <summary>The id that holds the task.</summary>
    public string ToId()
    {
        var plain = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Width} {Height} {Seconds} {Fps} {Seed} {Words}"));
        Span<byte> packed = stackalloc byte[MaxBytes];
        if (!BrotliEncoder.TryCompress(plain, packed, out var length, quality: 11, window: 12))
        {
            throw new InvalidOperationException("A simulated task does not fit its id.");
        }

        return Prefix + Base64Url.EncodeToString(packed[..length]);
    }

    /// <summary>The task an id holds; null when it is none of ours.</summary>
    public static SimulationTask? FromId(string id)
    {
        if (!id.StartsWith(Prefix, StringComparison.Ordinal) || !Base64Url.IsValid(id.AsSpan(Prefix.Length))) return null;

        var plain = new byte[MaxBytes];
        if (!BrotliDecoder.TryDecompress(Base64Url.DecodeFromChars(id.AsSpan(Prefix.Length)), plain, out var length)) return null;

        return Encoding.UTF8.GetString(plain, 0, length).Split(' ', 6) is [var width, var height, var seconds, var fps, var seed, var words]
            && int.TryParse(width, CultureInfo.InvariantCulture, out var w) && int.TryParse(height, CultureInfo.InvariantCulture, out var h)
            && int.TryParse(seconds, CultureInfo.InvariantCulture, out var s) && int.TryParse(fps, CultureInfo.InvariantCulture, out var f)
            && uint.TryParse(seed, CultureInfo.InvariantCulture, out var number)
            && new SimulationTask(w, h, s, f, number, words) is { Fault: null } task
            ? task
            : null;
    }

    /// <summary>What is beyond our means, in words; null when nothing is.</summary>
    public string? Fault =>
        this switch
        {
            { Width: < 16 or > MaxSide } or { Height: < 16 or > MaxSide } => $"width and height must be 16 to {MaxSide} pixels",
            { Seconds: < 1 or > MaxSeconds } => $"duration must be 1 to {MaxSeconds} seconds",
            { Fps: < 1 or > MaxFps } => $"fps must be 1 to {MaxFps}",
            _ => null,
        };

    /// <summary>Cuts between two characters as people see them, so that none falls apart.</summary>
    private static string Cut(string prompt)
    {
        if (prompt.Length <= MaxWords) return prompt;

        var length = 0;
        while (StringInfo.GetNextTextElementLength(prompt, length) is var next && length + next <= MaxWords) length += next;
        return prompt[..length].TrimEnd() + "…";
    }

    private static uint Fingerprint(string text)
    {
        var hash = 2166136261u;
        foreach (var unit in text) hash = (hash ^ unit) * 16777619;
        return hash;
    }
}
