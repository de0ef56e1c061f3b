using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using VideoGen.Cli.Screen;
using VideoGen.Cli.Service;

namespace VideoGen.Cli.Commands;

/// <summary>A command that may stay with a job to its end, and save what it makes.</summary>
internal abstract class JobCommand(string name, string description, Terminal terminal, Interrupts interrupts) : ServiceCommand(name, description, terminal, interrupts)
{
    private const int LongestTimeout = 86_400;

    // Ctrl-C has been pressed and answered: the end of the job is a matter of seconds.
    private static readonly TimeSpan LongestCancel = TimeSpan.FromSeconds(30);

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "Save the video: to a file, into a folder, or with - to the output. Several are told apart by -1, -2.",
        HelpName = "FILE",
    };

    private readonly Option<TimeSpan?> _timeout = new("--timeout")
    {
        Description = "Stop waiting after so many seconds; the job goes on.",
        HelpName = "SECONDS",
        CustomParser = ReadTimeout,
    };

    protected void AddFollowing()
    {
        Add(_output);
        Add(_timeout);
    }

    /// <summary>Whether these options make sense only for who stays to the end.</summary>
    protected bool Stays(ParseResult parsed) => parsed.GetValue(_output) is not null || parsed.GetValue(_timeout) is not null;

    /// <exception cref="CliException">Nothing can be saved there.</exception>
    protected Destination? DestinationOf(ParseResult parsed)
    {
        if (parsed.GetValue(_output) is not { } given) return null;

        var destination = Destination.Of(given);
        if (destination.IsOutput && Terminal.OutputColumns() is not null) throw Wrong("--output: a video is nothing for a terminal; name a file, or pipe it on.");
        if (destination.IsOutput && WantsJson(parsed)) throw Wrong("--output: the output takes either the video or --json.");
        return destination;
    }

    /// <summary>Waits for the end of a job, saves its videos, and tells what came of it.</summary>
    protected async Task<int> FollowAsync(ParseResult parsed, Api api, string id, Destination? destination, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        if (parsed.GetValue(_timeout) is { } time) timeout.CancelAfter(time);

        var watch = new JobWatch(api, Terminal);
        Answer<JobView> job;
        try
        {
            job = await watch.FollowAsync(id, timeout.Token);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            if (await WantsCancelAsync()) return await CancelAsync(parsed, api, watch, id);

            Leave(parsed, watch, id, "interrupted: the job goes on");
            return Interrupts.ExitCode;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            Leave(parsed, watch, id, "not over yet: the job goes on");
            return ExitCode.StillRunning;
        }

        return await EndAsync(parsed, api, job, destination, ct);
    }

    protected void PrintJob(ParseResult parsed, Answer<JobView> job, TextWriter output, IReadOnlyList<string> files)
    {
        if (WantsJson(parsed)) output.WriteLine(job.Json);
        else Summary.Write(output, job.Value, files);
    }

    private async Task<int> EndAsync(ParseResult parsed, Api api, Answer<JobView> job, Destination? destination, CancellationToken ct)
    {
        IReadOnlyList<string> files;
        try
        {
            files = destination is null ? [] : await SaveAsync(api, job.Value, destination, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            Terminal.Say($"interrupted: the video is made. To save it: videogen watch {job.Value.Id} -o FILE");
            return Interrupts.ExitCode;
        }

        PrintJob(parsed, job, destination is { IsOutput: true } ? Terminal.Errors : Terminal.Output, files);
        return ExitCode.Of(job.Value.Status);
    }

    private async Task<IReadOnlyList<string>> SaveAsync(Api api, JobView job, Destination destination, CancellationToken ct)
    {
        var videos = (job.Videos ?? []).Where(video => video.ContentUrl is not null).ToList();
        if (destination.IsOutput && videos.Count > 1) throw Wrong("--output: several videos do not fit into one output; name a file or a folder.");

        using var progress = Terminal.NewProgress();
        var download = new Download(api, progress);
        var saved = new List<string>();
        foreach (var video in videos)
        {
            if (destination.IsOutput)
            {
                await using var output = Terminal.OpenOutput();
                await download.WriteAsync(RemoteFile.Content(job, video), output, ct);
                continue;
            }

            var path = destination.PathOf(job, video, ".mp4");
            await download.SaveAsync(RemoteFile.Content(job, video), path, ct);
            saved.Add(path);
        }

        return saved;
    }

    // Whoever pressed Ctrl-C may mean the program or the job. A second Ctrl-C, or no answer, means the program.
    private async Task<bool> WantsCancelAsync()
    {
        if (!Terminal.IsAttended || !Interrupts.ByHand || Interrupts.Second.IsCancellationRequested) return false;

        await Terminal.Errors.WriteAsync("cancel the job too? [y/N] ");
        try
        {
            // Reading a terminal cannot be called off; it ends with the program.
            var answer = await Task.Run(Terminal.Input.ReadLine).WaitAsync(Interrupts.Second);
            return answer?.Trim() is ['y' or 'Y', ..];
        }
        catch (OperationCanceledException)
        {
            Terminal.Errors.WriteLine();
            return false;
        }
    }

    private async Task<int> CancelAsync(ParseResult parsed, Api api, JobWatch watch, string id)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Interrupts.Second);
        limit.CancelAfter(LongestCancel);
        try
        {
            await CancelUnlessOverAsync(api, id, limit.Token);
            var job = await watch.FollowAsync(id, limit.Token);
            PrintJob(parsed, job, Terminal.Output, []);
            return ExitCode.Of(job.Value.Status);
        }
        catch (OperationCanceledException)
        {
            Leave(parsed, watch, id, "the job was asked to end, and has not yet");
            return Interrupts.ExitCode;
        }
    }

    private static async Task CancelUnlessOverAsync(Api api, string id, CancellationToken ct)
    {
        try
        {
            await api.CancelAsync(id, ct);
        }
        catch (RefusedException e) when (e.Problem.Code == "CONFLICT")
        {
            // It ended while the question was read; how, is about to be seen.
        }
    }

    private void Leave(ParseResult parsed, JobWatch watch, string id, string why)
    {
        if (WantsJson(parsed) && watch.Last is { } last) Terminal.Output.WriteLine(last.Json);
        Terminal.Say($"{why}\n  to see how it ends:  videogen watch {id}\n  to cancel it:        videogen cancel {id}");
    }

    private static TimeSpan? ReadTimeout(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= LongestTimeout) return TimeSpan.FromSeconds(seconds);

        result.AddError($"--timeout: must be a whole number of seconds, at most {LongestTimeout}.");
        return null;
    }

    protected static CliException Wrong(string why) => new(ExitCode.WrongUsage, why);
}
