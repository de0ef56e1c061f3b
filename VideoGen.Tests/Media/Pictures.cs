namespace VideoGen.Tests.Media;

/// <summary>Small pictures, of the kind their file name says.</summary>
internal static class Pictures
{
    public static async Task<byte[]> MakeAsync(string path, string size = "322x182", params string[] how)
    {
        await RealFfmpeg.RunAsync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", $"testsrc=size={size}:duration=1:rate=1", "-pix_fmt", "yuv420p", "-frames:v", "1", .. how, path]);
        return await File.ReadAllBytesAsync(path);
    }
}
