using System.Text;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Providers;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Contracts;

/// <summary>What the pipeline relies on at every provider, whatever its wire is like.</summary>
public abstract class VideoProviderContract(SharedSimulator shared) : IClassFixture<SharedSimulator>, IAsyncLifetime
{
    private Simulator _sim = null!;
    private ProviderOnTrial _trial = null!;

    /// <summary>A film that the provider takes.</summary>
    protected abstract ProviderRequest Film { get; }

    /// <summary>As it is configured: it may show nowhere.</summary>
    protected abstract string Secret { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IVideoProvider Provider => _trial.Provider;

    private KeyFingerprint Key => Provider.Keys[0];

    public async ValueTask InitializeAsync()
    {
        _sim = await shared.ResetAsync();
        _trial = Start(_sim.Address, _sim.Time);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _trial.Owner.DisposeAsync();
    }

    /// <summary>The provider, wired as the app does it.</summary>
    protected abstract ProviderOnTrial Start(Uri address, FakeTime time);

    [Fact]
    public async Task A_request_becomes_a_film()
    {
        var task = await AcceptedAsync();
        var verdict = await CheckAsync(task);
        for (var looks = 0; looks < 20 && !verdict.IsFinal; looks++)
        {
            _sim.Time.Advance(TimeSpan.FromSeconds(Polling.LeastSeconds));
            verdict = await CheckAsync(task);
        }

        Assert.Equal((VerdictKind.Succeeded, Key), (verdict.Kind, verdict.Key));
        await using var output = await Provider.OpenOutputAsync(verdict.Outputs[0], Key, 0, null, Ct);
        var head = new byte[8];
        await output!.Content.ReadExactlyAsync(head, Ct);
        Assert.Equal("ftyp", Encoding.ASCII.GetString(head, 4, 4));
    }

    [Theory]
    [InlineData("created-close")]
    [InlineData("created-html")]
    [InlineData("close")]
    [InlineData("html")]
    public async Task A_lost_answer_to_a_submit_is_a_doubt_and_the_submit_is_not_repeated(string fault)
    {
        await _sim.ControlAsync("fault", new { fault = $"submit={fault}" });

        Assert.Equal(VerdictKind.Unknown, (await SubmitAsync()).Kind);
        Assert.Single((await _sim.ReadAsync("log?operation=submit")).AsArray());
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_was_started()
    {
        var lost = Start(new Uri("http://127.0.0.1:1"), _sim.Time);

        Assert.Equal(VerdictKind.Outage, (await lost.Provider.SubmitAsync(Film, Key, Ct)).Kind);

        await lost.Owner.DisposeAsync();
    }

    [Theory]
    [InlineData("html")]
    [InlineData("cut")]
    [InlineData("503")]
    [InlineData("close")]
    public async Task A_look_that_fails_tells_nothing_and_the_next_one_does(string fault)
    {
        var task = await AcceptedAsync();
        await _sim.ControlAsync("fault", new { fault = $"poll={fault}" });

        Assert.Equal(VerdictKind.Outage, (await CheckAsync(task)).Kind);
        Assert.Equal(VerdictKind.Pending, (await CheckAsync(task)).Kind);
    }

    [Fact]
    public async Task Fields_of_tomorrow_do_no_harm()
    {
        await _sim.ControlAsync("fault", new { fault = "submit=extra; poll=extra" });

        Assert.Equal(VerdictKind.Pending, (await CheckAsync(await AcceptedAsync())).Kind);
    }

    [Fact]
    public async Task A_task_that_never_was_is_gone()
    {
        var task = await AcceptedAsync();
        var other = task with { Id = task.Id[..^1] + (task.Id[^1] == '0' ? '1' : '0') };

        Assert.Equal(VerdictKind.Gone, (await CheckAsync(other)).Kind);
    }

    [Fact]
    public async Task A_task_can_be_canceled_twice_or_not_at_all()
    {
        var task = await AcceptedAsync();

        Verdict[] verdicts = [await Provider.CancelAsync(task, Key, Ct), await Provider.CancelAsync(task, Key, Ct)];

        Assert.All(verdicts, verdict => Assert.True(verdict.Kind is VerdictKind.Canceled or VerdictKind.Pending, verdict.ToString()));
    }

    [Fact]
    public async Task A_key_that_is_no_longer_configured_is_not_missed_in_silence()
    {
        var task = await AcceptedAsync();
        var sent = (await _sim.ReadAsync("log")).AsArray().Count;

        Assert.Equal(VerdictKind.KeyRefused, (await Provider.CheckAsync(task, KeyFingerprint.Of("removed"), Ct)).Kind);
        Assert.Equal(VerdictKind.KeyRefused, (await Provider.SubmitAsync(Film, KeyFingerprint.Of("removed"), Ct)).Kind);
        Assert.Equal(sent, (await _sim.ReadAsync("log")).AsArray().Count);
    }

    [Fact]
    public async Task The_key_shows_in_no_log_and_no_verdict()
    {
        await _sim.ControlAsync("fault", new { fault = "poll=html; poll=close; submit=html" });
        var doubt = await SubmitAsync();
        var task = await AcceptedAsync();
        Verdict[] verdicts = [doubt, await CheckAsync(task), await CheckAsync(task), await CheckAsync(task), await Provider.CancelAsync(task, Key, Ct)];

        Assert.Contains(_trial.Logs.Lines, line => line.Contains(Key.Value, StringComparison.Ordinal));
        foreach (var secret in Secret.Split(':'))
        {
            Assert.DoesNotContain(verdicts.Select(verdict => verdict.ToString()).Concat(_trial.Logs.Lines), line => line.Contains(secret, StringComparison.Ordinal));
        }
    }

    private Task<Verdict> SubmitAsync() => Provider.SubmitAsync(Film, Key, Ct);

    private async Task<TaskRef> AcceptedAsync()
    {
        // Each is an attempt of its own, as a provider may know them by that.
        var verdict = await Provider.SubmitAsync(Film with { AttemptId = Guid.NewGuid().ToString() }, Key, Ct);
        Assert.True(verdict.Kind == VerdictKind.Accepted, verdict.ToString());
        return new(verdict.TaskId!, Film.Kind, Film.Model);
    }

    private Task<Verdict> CheckAsync(TaskRef task) => Provider.CheckAsync(task, Key, Ct);
}

/// <summary>A provider, what it logs, and what ends it.</summary>
public sealed record ProviderOnTrial(IVideoProvider Provider, CapturedLogs Logs, IAsyncDisposable Owner);
