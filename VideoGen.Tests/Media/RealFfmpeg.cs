using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using VideoGen.Functions.Media;

namespace VideoGen.Tests.Media;

/// <summary>The machine's own ffmpeg and ffprobe: to make test files, and as a second opinion on ours.</summary>
internal static class RealFfmpeg
{
    public static Ffmpeg Create() =>
        new(new FfmpegFinder(null, "/nowhere", Environment.GetEnvironmentVariable("PATH"), "/nowhere"), NullLogger<Ffmpeg>.Instance);

    public static Ffmpeg None() => new(new FfmpegFinder(null, "/nowhere", null, "/nowhere"), NullLogger<Ffmpeg>.Instance);

    /// <summary>A moving picture of one second.</summary>
    public static Task<string> MakeAsync(string path, string size = "320x180", string fps = "24", params string[] how) =>
        MakeFromAsync(path, ["-f", "lavfi", "-i", $"testsrc2=size={size}:rate={fps}:duration=1"], how);

    public static async Task<string> MakeFromAsync(string path, string[] input, params string[] how)
    {
        await RunAsync("ffmpeg", ["-v", "error", "-y", .. input, "-pix_fmt", "yuv420p", "-preset", "ultrafast", .. how, path]);
        return path;
    }

    public static async Task<Probe> ProbeAsync(string path)
    {
        var json = await RunAsync("ffprobe", ["-v", "error", "-of", "json", "-show_streams", "-show_format", path]);
        var root = JsonDocument.Parse(json).RootElement;
        var stream = root.GetProperty("streams")[0];
        return new(
            stream.GetProperty("codec_name").GetString()!,
            stream.GetProperty("width").GetInt32(),
            stream.GetProperty("height").GetInt32(),
            stream.GetProperty("pix_fmt").GetString()!,
            stream.GetProperty("r_frame_rate").GetString()!,
            root.GetProperty("format").TryGetProperty("duration", out var duration) ? double.Parse(duration.GetString()!) : 0);
    }

    /// <summary>A part of a frame in grey, pixel by pixel.</summary>
    /// <param name="path">The video or picture.</param>
    /// <param name="folder">For the work.</param>
    /// <param name="crop">width:height:left:top; all of it when left out.</param>
    /// <param name="at">In seconds.</param>
    public static async Task<byte[]> FrameAsync(string path, string folder, string crop = "iw:ih:0:0", string at = "0")
    {
        var raw = Path.Combine(folder, "frame.raw");
        await RunAsync("ffmpeg", ["-v", "error", "-y", "-ss", at, "-i", path, "-frames:v", "1", "-vf", $"crop={crop}", "-pix_fmt", "gray", "-f", "rawvideo", raw]);
        return await File.ReadAllBytesAsync(raw);
    }

    public static async Task<string> RunAsync(string tool, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{tool} {string.Join(' ', arguments)}: {await errors}");
        return output;
    }
}

internal sealed record Probe(string Codec, int Width, int Height, string PixelFormat, string Fps, double Seconds);
