using System.Globalization;
using System.Text.Json;
using VideoGen.Domain.Media;

namespace VideoGen.Functions.Media;

/// <summary>Has ffprobe, where there is one, say what a WebM file is.</summary>
internal static class WebM
{
    private const int LongestAnswer = 64 << 10;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task<MediaReading> ReadAsync(Ffmpeg ffmpeg, Stream video, CancellationToken ct)
    {
        if (!ffmpeg.CanProbe) return new(null, MediaCondition.Unknown, "Without ffprobe nothing is known of a WebM file.");

        var answer = new char[LongestAnswer];
        var length = 0;
        video.Position = 0;
        var failure = await ffmpeg.RunAsync(
            new(
                "look at a WebM file", Path.GetTempPath(), Limit,
                ["-protocol_whitelist", "file,pipe", "-f", "matroska", "-of", "json", "-show_streams", "-show_format", "pipe:0"],
                (input, end) => video.CopyToAsync(input, end),
                async told => length = await told.ReadBlockAsync(answer))
            { IsProbe = true },
            ct);
        return (failure is null ? Read(new(answer, 0, length)) : null) is { } facts
            ? new(facts, MediaCondition.Sound, null)
            : new(null, MediaCondition.Damaged, "The file is no sound WebM.");
    }

    private static MediaFacts? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var streams = document.RootElement.GetProperty("streams").EnumerateArray().ToList();
            var (picture, sound) = (streams.Find(stream => Is(stream, "video")), streams.Find(stream => Is(stream, "audio")));
            if (picture.ValueKind == JsonValueKind.Undefined) return null;

            return new(picture.GetProperty("width").GetInt32(), picture.GetProperty("height").GetInt32(), Seconds(document.RootElement), Rate(picture), Text(picture, "codec_name"))
            {
                Container = "webm",
                AudioCodec = Text(sound, "codec_name"),
                Hdr = Text(picture, "color_transfer") is "smpte2084" or "arib-std-b67",
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static bool Is(JsonElement stream, string type) => Text(stream, "codec_type") == type;

    private static double Seconds(JsonElement root) =>
        root.TryGetProperty("format", out var format) && Text(format, "duration") is { } seconds ? double.Parse(seconds, CultureInfo.InvariantCulture) : 0;

    private static double? Rate(JsonElement picture) =>
        Text(picture, "avg_frame_rate")?.Split('/') is [var frames, var seconds] && double.Parse(seconds, CultureInfo.InvariantCulture) is > 0 and var over
            ? Math.Round(double.Parse(frames, CultureInfo.InvariantCulture) / over, 3) : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
