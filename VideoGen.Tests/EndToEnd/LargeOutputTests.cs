using System.Diagnostics;

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
}
