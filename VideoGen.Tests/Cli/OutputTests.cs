using VideoGen.Cli.Screen;
using VideoGen.Cli.Service;

namespace VideoGen.Tests.Cli;

public sealed class OutputTests
{
    private static readonly JobView Job = new(
        "j1", "completed", "done", 100, "Completed", "live", "runway", "gen4_turbo", "a cat",
        Adapted: [new("duration", 11, 10, "the model makes 2 to 10 s")],
        Videos: [new(0, "completed", "http://x/content", null, "unavailable", 116_420, null, 1280, 720, 10, 23.976, "h264", false)],
        Trace: [new("runway", "gen4_image", "succeeded", null, 0.05m), new("runway", "gen4_turbo", "throttled", "too many", null)],
        Cost: new(0.3m, 0.25m),
        Timings: new(Total: 12.34));

    private readonly StringWriter _output = new() { NewLine = "\n" };

    [Fact]
    public void A_job_is_summed_up_for_a_person()
    {
        Summary.Write(_output, Job, [Path.GetFullPath("out/j1.mp4")]);

        Assert.Equal(
            """

              job       j1, completed in 12.3 s
              made by   runway, gen4_turbo
              video     1280x720, 10 s, 23.98 fps, h264, 116 kB, thumbnail unavailable
              saved     out/j1.mp4
              adapted   duration: 11 -> 10 (the model makes 2 to 10 s)
              asked     runway, gen4_image: succeeded for $0.05
              asked     runway, gen4_turbo: throttled (too many)
              cost      $0.25, quoted $0.30

            """,
            _output.ToString());
    }

    [Fact]
    public void A_failure_and_a_simulation_are_named()
    {
        Summary.Write(_output, Job with { Mode = "simulation", Error = new("GENERATION_FAILED", "No luck."), Videos = null }, []);

        Assert.Contains("error     GENERATION_FAILED: No luck.\n", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("gen4_turbo (a simulation)\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_pipe_progress_is_a_line_for_each_change()
    {
        var progress = new ProgressLine(_output, () => null);

        progress.Show(5, "Waiting");
        progress.Show(5, "Waiting");
        progress.Show(40, "generating");
        progress.Dispose();

        Assert.Equal("    5%  Waiting\n   40%  generating\n", _output.ToString());
    }

    [Theory]
    [InlineData(0, "────────────────────────")]
    [InlineData(50, "━━━━━━━━━━━━────────────")]
    [InlineData(100, "━━━━━━━━━━━━━━━━━━━━━━━━")]
    [InlineData(250, "━━━━━━━━━━━━━━━━━━━━━━━━")]
    public void On_a_terminal_it_is_a_bar(int percent, string bar)
    {
        using var progress = new ProgressLine(_output, () => 80);

        progress.Show(percent, "generating");


        Assert.StartsWith($"\r  {bar} ", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_narrow_terminal_is_never_overrun()
    {
        using var progress = new ProgressLine(_output, () => 40);

        progress.Show(50, new string('x', 100));


        Assert.Equal(39, _output.ToString().TrimStart('\r').Replace("\u001b[K", "", StringComparison.Ordinal).Length);
    }

    [Fact]
    public void Wide_characters_take_two_columns()
    {
        Table.Write(_output, 24, [["ID", "PROMPT"], ["j1", "一只纸船在平静的湖面上漂流"], ["j23", "a cat and a dog and a bird"]]);

        Assert.Equal("ID   PROMPT\nj1   一只纸船在平静的湖…\nj23  a cat and a dog an…\n", _output.ToString());
    }
}
