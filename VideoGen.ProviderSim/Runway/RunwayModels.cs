using System.Globalization;
using System.Text.Json;
using VideoGen.ProviderSim.Stage;
using static VideoGen.ProviderSim.Runway.RunwayFields;

namespace VideoGen.ProviderSim.Runway;

/// <summary>What Runway sells: each model's path, fields and price.</summary>
internal sealed record RunwayModel(string Path, string Name, Func<JsonElement, int> Price, params RunwayField[] Fields)
{
    private static readonly string[] _gen4Ratios = ["1280:720", "720:1280", "1104:832", "832:1104", "960:960", "1584:672"];
    private static readonly string[] _wideAndTall = ["1280:720", "720:1280"];
    private static readonly string[] _veoRatios = ["1280:720", "720:1280", "1080:1920", "1920:1080"];
    private static readonly string[] _gen3Ratios = ["1280:768", "768:1280"];
    private static readonly string[] _imageRatios =
    [
        "1024:1024", "1080:1080", "1168:880", "1360:768", "1440:1080", "1080:1440", "1808:768", "1920:1080",
        "1080:1920", "2112:912", "1280:720", "720:1280", "720:720", "960:720", "720:960", "1680:720",
    ];

    private static readonly string[] _alephRatios = ["16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "21:9"];
    private static readonly string[] _formats =
    [
        "mp4", "prores", "png_sequence", "hdr10", "hlg", "sdr_rec709_10bit", "hdr_pq_12bit_master", "hdr_prores",
        "hdr_png_sequence", "hdr_exr_sequence", "hdr_exr_acescg_sequence_1_3", "hdr_exr_acescg_sequence_2_0",
    ];

    private static readonly string[] _proresProfiles = ["422", "4444", "422 Proxy", "422 LT", "422 HQ", "4444 XQ"];

    /// <summary>Served unless the settings say that they are gone.</summary>
    public static readonly IReadOnlyList<string> Retirable = ["gen3a_turbo", "gen4_aleph", "veo3"];

    public static readonly IReadOnlyList<RunwayModel> All =
    [
        new("text_to_image", "gen4_image", ImagePrice,
            Text("promptText"), Option("ratio", _imageRatios), References(0), Seed, Moderation),
        new("text_to_image", "gen4_image_turbo", _ => 2,
            Text("promptText"), Option("ratio", _imageRatios), References(1), Seed, Moderation),

        new("image_to_video", "gen4_turbo", body => 5 * Seconds(body, 10),
            Frames("first"), Text("promptText").Optional(), Option("ratio", _gen4Ratios), Integer("duration", 2, 10).Optional(), Seed, Moderation),
        new("image_to_video", "gen4.5", Gen45Price,
            Frames("first"), Text("promptText"), Option("ratio", _gen4Ratios), Integer("duration", 2, 10), Seed, Moderation,
            Option("outputFormat", _formats).Optional(), Option("proresProfile", _proresProfiles).Optional()),
        new("image_to_video", "gen3a_turbo", body => 5 * Seconds(body, 10),
            Frames("first", "last"), Text("promptText"), Option("ratio", _gen3Ratios).Optional(), Length(5, 10).Optional(), Seed, Moderation),
        new("image_to_video", "veo3.1", body => (Silent(body) ? 20 : 40) * Seconds(body, 8),
            [Frames("first", "last"), Text("promptText").Optional(), .. Veo]),
        new("image_to_video", "veo3.1_fast", body => (Silent(body) ? 10 : 15) * Seconds(body, 8),
            [Frames("first", "last"), Text("promptText").Optional(), .. Veo]),
        new("image_to_video", "veo3", _ => 320, Frames("first"), Text("promptText").Optional(), Option("ratio", _veoRatios), Length(8)),

        new("text_to_video", "gen4.5", Gen45Price,
            Text("promptText"), Option("ratio", _wideAndTall), Integer("duration", 2, 10), Seed, Moderation,
            Option("outputFormat", _formats).Optional(), Option("proresProfile", _proresProfiles).Optional()),
        new("text_to_video", "veo3.1", body => (Silent(body) ? 20 : 40) * Seconds(body, 8), [Text("promptText"), .. Veo]),
        new("text_to_video", "veo3.1_fast", body => (Silent(body) ? 10 : 15) * Seconds(body, 8), [Text("promptText"), .. Veo]),
        new("text_to_video", "veo3", _ => 320, Text("promptText"), Option("ratio", _veoRatios), Length(8)),

        new("video_to_video", "aleph2", _ => Math.Max(56, 28 * 5),
            Asset("videoUri"), Text("promptText").Optional(), List("keyframes", 0, 5, _ => []), Option("targetAspectRatio", _alephRatios).Optional(), Seed, Option("outputFormat", _formats).Optional()),
        new("video_to_video", "gen4_aleph", _ => 15 * 5,
            Asset("videoUri"), Text("promptText"), List("references", 0, 1, _ => []), Option("ratio", _gen4Ratios).Optional(), Seed, Moderation),
    ];

    private static RunwayField[] Veo =>
        [Option("ratio", _veoRatios), Length(4, 6, 8).Optional(), Boolean("audio").Optional(), Text("negativePrompt").Optional(), Seed];

    public bool MakesPictures => Path == "text_to_image";

    public static int Seconds(JsonElement body, int unsaid) => body.TryGetProperty("duration", out var seconds) ? seconds.GetInt32() : unsaid;

    public static (int Width, int Height) Size(JsonElement body) =>
        body.TryGetProperty("ratio", out var ratio) && ratio.GetString()!.Split(':') is [var width, var height]
            ? (int.Parse(width, CultureInfo.InvariantCulture), int.Parse(height, CultureInfo.InvariantCulture))
            : (1280, 720);

    public Output Make(JsonElement body, string mark, long? bytes, DateTimeOffset now)
    {
        var ((width, height), seconds) = (Size(body), Seconds(body, 5));
        return MakesPictures
            ? new(() => Samples.Picture(width, height), null, "image/png", now)
            : new(() => Samples.Movie(width, height, seconds, mark), bytes, "video/mp4", now);
    }

    private static int ImagePrice(JsonElement body) => Size(body) is var (width, height) && Math.Min(width, height) == 720 ? 5 : 8;

    private static int Gen45Price(JsonElement body)
    {
        var format = body.TryGetProperty("outputFormat", out var asked) ? asked.GetString() : "mp4";
        return Seconds(body, 5) * (12 + format switch { "mp4" => 0, "prores" or "png_sequence" => 5, _ => 20 });
    }

    private static bool Silent(JsonElement body) => body.TryGetProperty("audio", out var audio) && !audio.GetBoolean();
}
