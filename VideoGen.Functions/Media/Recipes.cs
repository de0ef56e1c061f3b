using System.Globalization;
using VideoGen.Domain.Media;

namespace VideoGen.Functions.Media;

/// <summary>The arguments that make ffmpeg do what is wanted.</summary>
internal static class Recipes
{
    public const string Source = "source";

    // Stretched as the file says, with square pixels and even sides.
    private const string Squared = "scale=trunc(iw*sar/2)*2:trunc(ih/2)*2,setsar=1";

    // As most players show it who know nothing of HDR: into linear light, brought down, and back.
    private const string ToneMap = "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv";

    private static readonly string[] Bt709 = ["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"];

    /// <summary>Nothing but this kind of file, from here: whatever it names, ffmpeg fetches nothing from elsewhere.</summary>
    public static string[] Input(string container, string name = Source) =>
        ["-protocol_whitelist", "file,pipe", "-f", container == "webm" ? "matroska" : "mp4", "-i", name];

    public static string[] Thumbnail(double? atSeconds, string result) =>
    [
        .. atSeconds is { } at ? ["-ss", Number(at)] : (string[])[],
        "-frames:v", "1", "-an", "-sn",
        "-vf", "scale=iw*sar:ih,setsar=1,scale='if(gte(iw,ih),1280,-1)':'if(gte(iw,ih),-1,1280)':flags=lanczos",
        .. Jpeg(result),
    ];

    public static string[] Transcode(TranscodeSpec spec, bool canToneMap, string result) =>
    [
        "-map", "0:v:0", "-map", "0:a:0?", "-sn", "-dn",
        .. spec.KeepPicture ? ["-c:v", "copy"] : (string[])
        [
            "-vf", Filter(spec, canToneMap), "-c:v", "libx264", "-preset", "veryfast", "-crf", Crf(spec.Quality), "-pix_fmt", "yuv420p",
            .. spec.ToneMap ? Bt709 : [],
        ],
        .. spec.KeepSound ? ["-c:a", "copy"] : (string[])["-c:a", "aac", "-b:a", "128k", "-ac", "2"],
        "-movflags", "+faststart", "-f", "mp4", result,
    ];

    public static string[] Render(Rendition rendition, MediaFacts source, string result) => rendition switch
    {
        Rendition.WebM =>
        [
            "-map", "0:v:0", "-map", "0:a:0?", "-sn", "-dn", "-vf", Squared,
            "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "6", "-row-mt", "1", "-crf", "34", "-b:v", "0", "-pix_fmt", "yuv420p",
            "-c:a", "libopus", "-b:a", "96k", "-ac", "2", "-f", "webm", result,
        ],
        Rendition.Gif =>
        [
            // A palette of its own: 256 colours are few, and should be the right ones.
            "-an", "-sn", "-filter_complex",
            "[0:v]fps=10,scale=iw*sar:ih,scale='if(gte(iw,ih),min(480,iw),-2)':'if(gte(iw,ih),-2,min(480,ih))':flags=lanczos,split[a][b];[a]palettegen[p];[b][p]paletteuse",
            "-loop", "0", "-f", "gif", result,
        ],
        _ => Sprites(SpriteLayout.For(source), result),
    };

    private static string[] Sprites(SpriteLayout layout, string result) =>
    [
        "-an", "-sn", "-frames:v", "1",
        "-vf", $"fps={Number(1 / layout.IntervalSeconds)}:round=up:start_time=0,scale={layout.TileWidth}:{layout.TileHeight},setsar=1,tile={layout.Columns}x{layout.Rows}:nb_frames={layout.Count}",
        .. Jpeg(result),
    ];

    // Of mjpeg's scales, 4 quantizes most nearly as JPEG quality 85 does.
    private static string[] Jpeg(string result) => ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", "4", "-f", "image2", "-update", "1", result];

    private static string Filter(TranscodeSpec spec, bool canToneMap)
    {
        var steps = new List<string> { spec is { Width: { } width, Height: { } height } ? Frame(spec.Fit, $"{width}:{height}") : Squared };
        if (spec.Fps is { } fps) steps.Add($"fps={fps}");
        if (spec.ToneMap && canToneMap) steps.Add(ToneMap);
        return string.Join(',', steps);
    }

    private static string Frame(string fit, string size) => $"scale=iw*sar:ih,setsar=1,{fit switch
    {
        Fit.Fill => Filling(size),
        Fit.Blur => $"split[a][b];[a]{Filling(size)},boxblur=min(w\\,h)/20:2[back];[b]{Inside(size)}[front];[back][front]overlay=(W-w)/2:(H-h)/2",
        _ => $"{Inside(size)},pad={size}:(ow-iw)/2:(oh-ih)/2",
    }},setsar=1";

    private static string Inside(string size) => $"scale={size}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=lanczos";

    private static string Filling(string size) => $"scale={size}:force_original_aspect_ratio=increase:force_divisible_by=2:flags=lanczos,crop={size}";

    private static string Crf(string quality) => quality switch
    {
        "low" => "30",
        "medium" => "24",
        _ => "18",
    };

    private static string Number(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
