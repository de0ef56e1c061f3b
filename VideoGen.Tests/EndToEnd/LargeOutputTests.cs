using System.Buffers.Binary;
using System.Diagnostics;
using VideoGen.Tests.Media;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.EndToEnd;

public sealed class LargeOutputTests
{
    [Fact]
    public async Task An_output_of_a_gibibyte_passes_through_in_little_memory()
    {
        await using var system = await LiveSystem.StartAsync();
        await system.PlayAsync("SUCCEEDED");
        await system.AssertCompletedAsync(await system.StartJobAsync());
        system.App.ForgetPeakMemory();
        var before = system.App.Memory().Now;

        await system.PlayAsync("SUCCEEDED; size=1GiB");
        var began = Stopwatch.GetTimestamp();
        var job = await system.UntilAsync(await system.StartJobAsync(), "completed", "failed");
        var growth = (system.App.Memory().Peak - before) >> 20;
        TestContext.Current.TestOutputHelper!.WriteLine($"{growth} MiB more at the peak, {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s from start to end");

        Assert.Equal(1L << 30, job["videos"]![0]!["sizeBytes"]!.GetValue<long>());
        Assert.Equal("available", job["videos"]![0]!["thumbnail"]!.GetValue<string>());
        Assert.InRange(growth, 0, 150);
    }

    [Fact]
    public async Task An_upload_of_a_hundred_megabytes_passes_through_to_the_provider_in_little_memory()
    {
        const long Limit = 100L << 20;
        using var folder = new TempFolder();
        var video = await File.ReadAllBytesAsync(await RealFfmpeg.MakeAsync(folder["a.mp4"]), TestContext.Current.CancellationToken);
        await using var system = await LiveSystem.StartAsync();
        await system.UploadAsync(new ByteArrayContent(video));
        system.App.ForgetPeakMemory();
        var before = system.App.Memory().Now;

        // Filled up behind the film, as the format allows.
        using var content = new PaddedContent([.. video, .. FreeBox(Limit - video.Length)], Limit);
        var upload = await system.UploadAsync(content);

        Assert.Equal((Limit, 320, "video/mp4"), (upload["sizeBytes"]!.GetValue<long>(), upload["width"]!.GetValue<int>(), upload["contentType"]!.GetValue<string>()));
        Assert.InRange((system.App.Memory().Peak - before) >> 20, 0, 60);

        await system.PlayAsync("SUCCEEDED");
        var job = await system.UntilAsync(
            await system.StartJobAsync(new { prompt = "In snow", kind = "video-to-video", model = "aleph2", video = new { uploadId = (string)upload["id"]! } }),
            "completed", "failed");

        Assert.Equal(("completed", "live", "runway"), ((string?)job["status"], (string?)job["mode"], (string?)job["provider"]));
        Assert.InRange((system.App.Memory().Peak - before) >> 20, 0, 60);
    }

    private static byte[] FreeBox(long size)
    {
        byte[] header = [0, 0, 0, 1, .. "free"u8, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(8), size);
        return header;
    }
}
