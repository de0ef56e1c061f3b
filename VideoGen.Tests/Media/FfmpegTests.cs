using System.Diagnostics;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using VideoGen.Functions.Media;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Media;

/// <summary>How the child process is held, shown with shell scripts in ffmpeg's place.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FfmpegTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly TempFolder _folder = new();
    private readonly CapturedLogs _logs = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        using var ffmpeg = Script("""for a in "$@"; do echo "$a"; done > arguments""");

        var failure = await ffmpeg.RunAsync(Job("two words", "$(id)", "'\"", ""), Ct);

        Assert.Null(failure);
        Assert.Equal(["two words", "$(id)", "'\"", ""], (await File.ReadAllLinesAsync(_folder["arguments"], Ct))[^4..]);
    }

    [Fact]
    public async Task A_failure_tells_the_end_of_what_ffmpeg_said()
    {
        using var ffmpeg = Script("seq 1 100000 >&2; echo 'the last word' >&2; exit 3");

        var failure = await ffmpeg.RunAsync(Job(), Ct);

        Assert.NotNull(failure);
        Assert.StartsWith("it ended with 3: ", failure, StringComparison.Ordinal);
        Assert.EndsWith("the last word", failure, StringComparison.Ordinal);
        Assert.InRange(failure.Length, 100, 2200);
        Assert.Contains(_logs.Lines, line => line.StartsWith("ffmpeg could not be tested: it ended with 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_it_writes_to_standard_output_does_not_block_it()
    {
        using var ffmpeg = Script("seq 1 100000");

        Assert.Null(await ffmpeg.RunAsync(Job(), Ct));
    }

    [Fact]
    public async Task It_is_fed_through_standard_input()
    {
        using var ffmpeg = Script("cat > fed");
        var bytes = new byte[1_000_000];
        new Random(1).NextBytes(bytes);

        var failure = await ffmpeg.RunAsync(Job() with { Feed = (input, ct) => input.WriteAsync(bytes, ct).AsTask() }, Ct);

        Assert.Null(failure);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_folder["fed"], Ct));
    }

    [Fact]
    public async Task It_may_stop_reading_early()
    {
        using var ffmpeg = Script("head -c 10 > fed");

        var failure = await ffmpeg.RunAsync(Job() with { Feed = (input, ct) => input.WriteAsync(new byte[10_000_000], ct).AsTask() }, Ct);

        Assert.Null(failure);
    }

    [Fact]
    public async Task A_feed_that_breaks_ends_it()
    {
        using var ffmpeg = Script("echo $$ > pid; cat > /dev/null; sleep 1000");

        var run = ffmpeg.RunAsync(Job() with { Feed = (_, _) => throw new InvalidOperationException("no more frames") }, Ct);

        await Assert.ThrowsAsync<InvalidOperationException>(() => run);
    }

    [Fact]
    public async Task One_that_overruns_is_ended_with_its_children()
    {
        using var ffmpeg = Script("sleep 1000 & echo $! > child; wait");

        var failure = await ffmpeg.RunAsync(Job() with { Limit = TimeSpan.FromSeconds(1) }, Ct);

        Assert.Equal("it was ended after 1 s", failure);
        await AssertEndedAsync("child");
    }

    [Fact]
    public async Task A_cancelled_one_is_ended_with_its_children()
    {
        using var ffmpeg = Script("sleep 1000 & echo $! > child; wait");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        cancel.CancelAfter(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ffmpeg.RunAsync(Job(), cancel.Token));

        await AssertEndedAsync("child");
    }

    [Fact]
    public async Task One_that_reads_nothing_can_be_ended_while_it_is_fed()
    {
        using var ffmpeg = Script("sleep 1000");
        var job = Job() with { Limit = TimeSpan.FromSeconds(1), Feed = (input, ct) => input.WriteAsync(new byte[10_000_000], ct).AsTask() };

        Assert.Equal("it was ended after 1 s", await ffmpeg.RunAsync(job, Ct));
    }

    [Fact]
    public async Task There_is_one_job_per_core_and_the_others_wait_in_order()
    {
        using var ffmpeg = Script("cat > /dev/null");
        var cores = Environment.ProcessorCount;
        var gates = Enumerable.Range(0, cores + 3).Select(_ => (Begun: new TaskCompletionSource(), Let: new TaskCompletionSource())).ToArray();
        var runs = gates.Select(gate => ffmpeg.RunAsync(Job() with { Feed = (_, _) => { gate.Begun.SetResult(); return gate.Let.Task; } }, Ct)).ToArray();

        for (var first = 0; first < gates.Length; first++)
        {
            var running = gates.Skip(first).Take(cores).ToArray();
            await Task.WhenAll(running.Select(gate => gate.Begun.Task)).WaitAsync(Long, Ct);
            Assert.DoesNotContain(gates.Skip(first + cores), gate => gate.Begun.Task.IsCompleted);
            gates[first].Let.SetResult();
            await runs[first];
        }
    }

    [Fact]
    public async Task The_keys_in_the_environment_are_kept_from_it()
    {
        Environment.SetEnvironmentVariable("VIDEOGEN_TEST_API_KEY", "secret");
        using var ffmpeg = Script("env > environment");

        await ffmpeg.RunAsync(Job(), Ct);

        var environment = await File.ReadAllTextAsync(_folder["environment"], Ct);
        Assert.Contains("PATH=", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", environment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_run_is_a_failure_and_no_crash()
    {
        File.WriteAllText(_folder["ffmpeg"], "no program");
        using var ffmpeg = new Ffmpeg(new FfmpegFinder(_folder["ffmpeg"], "/nowhere", null, _folder.Path), _logs.Factory.CreateLogger<Ffmpeg>());

        Assert.StartsWith("it did not start: ", await ffmpeg.RunAsync(Job(), Ct), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _logs.Dispose();
    }

    private FfmpegJob Job(params string[] arguments) => new("be tested", _folder.Path, Long, arguments);

    private Ffmpeg Script(string script)
    {
        File.WriteAllText(_folder["ffmpeg"], "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(_folder["ffmpeg"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new(new FfmpegFinder(_folder["ffmpeg"], "/nowhere", null, _folder.Path), _logs.Factory.CreateLogger<Ffmpeg>());
    }

    private async Task AssertEndedAsync(string pidFile)
    {
        var id = int.Parse(await File.ReadAllTextAsync(_folder[pidFile], Ct));
        try
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync(Ct).WaitAsync(Long, Ct);
        }
        catch (ArgumentException)
        {
            // Gone already.
        }
    }
}
