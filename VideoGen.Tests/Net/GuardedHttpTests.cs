using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using VideoGen.Functions.Net;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Net;

public sealed class GuardedHttpTests : IAsyncLifetime
{
    private readonly FakeTime _time = new();
    private readonly ConcurrentQueue<IPAddress> _answers = new();
    private readonly MemoryStream _to = new();
    private Receiver _receiver = null!;
    private int _lookUps;

    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync();

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_copied_to_its_last_byte()
    {
        _receiver.Answer = (context, _) =>
        {
            context.Response.ContentType = "image/png";
            return context.Response.WriteAsync("0123456789");
        };

        var fetched = await FetchAsync(limit: 10);

        Assert.Equal((FetchOutcome.Done, "image/png"), (fetched.Outcome, fetched.ContentType?.MediaType));
        Assert.Equal("0123456789", Encoding.ASCII.GetString(_to.ToArray()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_is_cut_off_at_the_limit_whether_it_says_its_length_or_not(bool saysLength)
    {
        _receiver.Answer = async (context, _) =>
        {
            context.Response.ContentLength = saysLength ? 1 << 20 : null;
            await context.Response.Body.WriteAsync(new byte[1 << 20], context.RequestAborted);
        };

        var fetched = await FetchAsync(limit: 1000);

        Assert.Equal((FetchOutcome.TooLarge, "has more than 1000 bytes."), (fetched.Outcome, fetched.Why));
        Assert.True(_to.Length <= 1000);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _receiver.Always(302, ("Location", $"{_receiver.Url}/elsewhere"));

        Assert.Equal(FetchOutcome.Refused, (await FetchAsync()).Outcome);
        Assert.Single(_receiver.Received);
    }

    [Theory]
    [InlineData(404, FetchOutcome.Refused)]
    [InlineData(403, FetchOutcome.Refused)]
    [InlineData(429, FetchOutcome.Failed)]
    [InlineData(503, FetchOutcome.Failed)]
    public async Task An_answer_says_whether_it_is_worth_another_try(int status, FetchOutcome outcome)
    {
        _receiver.Always(status);

        Assert.Equal((outcome, $"answered {status}."), ((await FetchAsync()) is var fetched ? fetched.Outcome : default, fetched.Why));
    }

    [Fact]
    public async Task A_file_that_breaks_off_may_be_had_later()
    {
        _receiver.Answer = async (context, _) =>
        {
            context.Response.ContentLength = 100;
            await context.Response.Body.WriteAsync(new byte[50], context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        };

        Assert.Equal(FetchOutcome.Failed, (await FetchAsync()).Outcome);
    }

    [Fact]
    public async Task A_file_that_drips_is_given_up_in_time()
    {
        var dripping = new TaskCompletionSource();
        _receiver.Answer = async (context, _) =>
        {
            await context.Response.Body.WriteAsync(new byte[1], context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            dripping.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        var fetching = FetchAsync();
        await dripping.Task.WaitAsync(Ct);
        _time.Advance(GuardedHttp.Patience);

        Assert.Equal(FetchOutcome.Failed, (await fetching).Outcome);
    }

    [Fact]
    public async Task A_refused_address_is_not_even_looked_up()
    {
        var fetched = await FetchAsync("https://user@example.com/", allowPrivate: false);

        Assert.Equal((FetchOutcome.Refused, "must not contain a user name or a password."), (fetched.Outcome, fetched.Why));
        Assert.Equal(0, _lookUps);
    }

    [Fact]
    public async Task A_name_that_leads_inside_once_it_has_been_checked_is_refused_at_the_connection()
    {
        _answers.Enqueue(IPAddress.Parse("93.184.216.34"));
        _answers.Enqueue(IPAddress.Loopback);
        var guard = Guard(allowPrivate: false);
        Assert.Null(guard.CheckUrl("https://rebound.example.com/"));
        Assert.NotEmpty(await guard.ResolveAsync("rebound.example.com", Ct));

        var fetched = await FetchAsync("https://rebound.example.com/", allowPrivate: false);

        Assert.Equal((FetchOutcome.Refused, "leads to an address that is not public."), (fetched.Outcome, fetched.Why));
    }

    [Fact]
    public async Task The_connection_goes_to_the_very_address_that_was_vetted()
    {
        _answers.Enqueue(IPAddress.Loopback);
        _answers.Enqueue(IPAddress.Parse("169.254.169.254"));

        var fetched = await FetchAsync($"http://changing.example.com:{new Uri(_receiver.Url).Port}/");

        Assert.Equal(FetchOutcome.Done, fetched.Outcome);
        Assert.Equal(1, _lookUps);
        Assert.StartsWith("changing.example.com", Assert.Single(_receiver.Received).Headers["Host"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_leads_nowhere_may_lead_somewhere_later()
    {
        var fetched = await FetchAsync("http://nowhere.example.com/");

        Assert.Equal(FetchOutcome.Failed, fetched.Outcome);
    }

    private async Task<Fetched> FetchAsync(string? url = null, long limit = 1 << 20, bool allowPrivate = true)
    {
        using var http = new GuardedHttp(Guard(allowPrivate), _time);
        return await http.FetchAsync(url ?? _receiver.Url, _to, limit, Ct);
    }

    private UrlGuard Guard(bool allowPrivate) => new(Options.Create(new NetOptions { AllowPrivateUrls = allowPrivate }), (_, _) =>
    {
        _lookUps++;
        return Task.FromResult<IPAddress[]>(_answers.TryDequeue(out var answer) ? [answer] : []);
    });
}
