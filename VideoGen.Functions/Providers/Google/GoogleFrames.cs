namespace VideoGen.Functions.Providers.Google;

/// <summary>A size in pixels in Google's words.</summary>
internal static class GoogleFrames
{
    public static string AspectOf(ProviderRequest request) => request.Width >= request.Height ? "16:9" : "9:16";

    public static string ResolutionOf(ProviderRequest request) => Math.Min(request.Width, request.Height) switch
    {
        <= 360 => "360p",
        <= 720 => "720p",
        <= 1080 => "1080p",
        _ => "4k",
    };
}
