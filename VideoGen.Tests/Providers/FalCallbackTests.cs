using System.Text;
using Microsoft.AspNetCore.Http;
using VideoGen.Functions.Providers;
using VideoGen.ProviderSim.Fal;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Providers;

public sealed class FalCallbackTests : IAsyncLifetime
{
    // A known pair of key and signature.
    private const string VectorKey = "A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg";
    private const string VectorBody = """{"request_id":"req-0001","gateway_request_id":"req-0001","status":"OK","payload":{"video":{"url":"https://v3b.fal.media/files/b/out.mp4","content_type":"video/mp4"}}}""";
    private const string VectorSignature = "824a619bed5ee10cbd470621dad862313f661f422cd10ca3ea0ae2b331bfde58fca25f21b0c8dc63822fc5bde65f7560306b1228f9dc11ad283774b8fe13ee04";
    private const long VectorTime = 1700000000;

    private Simulator _sim = null!;
    private FalUnderTest _fal = null!;
    private Receiver _receiver = null!;
    private int _taken;

    public async ValueTask InitializeAsync()
    {
        _sim = await Simulator.StartAsync();
        _fal = FalUnderTest.At(_sim);
        _receiver = await Receiver.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _fal.DisposeAsync();
        await _sim.DisposeAsync();
    }

    [Fact]
    public void The_simulator_signs_as_the_vector_says()
    {
        var signer = new FalSigner([.. Enumerable.Range(0, 32).Select(number => (byte)number)]);
        var message = $"req-0001\nuser-0001\n{VectorTime}\n1020d5bc354830cfed17953baa6f642a5454b6b34c682d846d8539340fbbde7b";

        Assert.Equal((VectorKey, VectorSignature), (signer.PublicKey, Convert.ToHexStringLower(signer.Sign(Encoding.UTF8.GetBytes(message)))));
    }

    [Theory]
    [InlineData(VectorTime, "req-0001", VectorBody, VectorSignature, null)]
    [InlineData(VectorTime + 300, "req-0001", VectorBody, VectorSignature, null)]
    [InlineData(VectorTime + 301, "req-0001", VectorBody, VectorSignature, "The timestamp is more than 300 seconds off.")]
    [InlineData(VectorTime - 301, "req-0001", VectorBody, VectorSignature, "The timestamp is more than 300 seconds off.")]
    [InlineData(VectorTime, "req-0002", VectorBody, VectorSignature, "The signature fits no key of fal's.")]
    [InlineData(VectorTime, "req-0001", VectorBody + " ", VectorSignature, "The signature fits no key of fal's.")]
    [InlineData(VectorTime, "req-0001", VectorBody, "824a", "The signature is not hexadecimal.")]
    [InlineData(VectorTime, "req-0001", VectorBody, null, "A header of fal's is missing.")]
    public async Task The_vector_is_genuine_and_nothing_else_is(long now, string id, string body, string? signature, string? why)
    {
        await using var keys = await Receiver.StartAsync();
        keys.Answer = (context, _) => context.Response.WriteAsJsonAsync(new
        {
            keys = new[] { new { kty = "OKP", crv = "X25519", x = "AA" }, new { kty = "OKP", crv = "Ed25519", x = VectorKey } },
        });
        var time = new FakeTime(DateTimeOffset.FromUnixTimeSeconds(now));
        await using var fal = FalUnderTest.At(new Uri(keys.Url), time);
        var headers = Headers(id, signature);

        var check = await fal.Provider.CheckCallbackAsync(new(headers, Encoding.UTF8.GetBytes(body)), TestContext.Current.CancellationToken);

        Assert.Equal((why, why is null ? id : null), (check.Why, check.DeliveryId));
    }

    [Fact]
    public async Task The_simulators_callback_comes_when_the_request_is_over_and_is_genuine()
    {
        var task = await SubmitAsync();
        _sim.Time.Advance(TimeSpan.FromSeconds(20));

        var callback = await NextAsync();

        Assert.Equal(task, (await CheckAsync(callback)).DeliveryId);
        Assert.Contains("\"status\":\"OK\"", Encoding.UTF8.GetString(callback.Body.Span));
    }

    [Fact]
    public async Task A_failed_request_calls_back_as_well()
    {
        await SubmitAsync("COMPLETED content_policy_violation");

        var callback = await NextAsync();

        Assert.True((await CheckAsync(callback)).IsGenuine);
        Assert.Contains("\"status\":\"ERROR\",\"error\":\"Invalid status code: 422\"", Encoding.UTF8.GetString(callback.Body.Span));
    }

    [Theory]
    [InlineData("wrong", "The signature fits no key of fal's.")]
    [InlineData("old", "The timestamp is more than 300 seconds off.")]
    [InlineData("ahead", "The timestamp is more than 300 seconds off.")]
    [InlineData("unsigned", "A header of fal's is missing.")]
    [InlineData("unknown", null)]
    [InlineData("null", null)]
    public async Task A_callback_is_judged_by_its_signature_and_its_age(string odd, string? why)
    {
        await SubmitAsync($"COMPLETED; callback={odd}");

        Assert.Equal(why, (await CheckAsync(await NextAsync())).Why);
    }

    [Fact]
    public async Task A_repeated_callback_has_the_same_delivery_id()
    {
        await SubmitAsync("COMPLETED; callback=twice");

        var (first, second) = (await CheckAsync(await NextAsync()), await CheckAsync(await NextAsync()));

        Assert.NotNull(first.DeliveryId);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_callback_that_is_not_taken_comes_again()
    {
        _receiver.Always(500);
        await SubmitAsync("COMPLETED");
        await NextAsync();
        await Eventually.IsTrueAsync(() => _sim.Time.NextDue is not null);
        _receiver.Always(200);
        _sim.Time.AdvanceToNextDue();

        Assert.True((await CheckAsync(await NextAsync())).IsGenuine);
    }

    [Fact]
    public async Task Any_of_the_published_keys_may_have_signed_and_they_are_asked_for_once()
    {
        await _sim.ControlAsync("fal", new { signingKeys = 2 });
        await SubmitAsync("COMPLETED; callback=twice");

        Assert.True((await CheckAsync(await NextAsync())).IsGenuine);
        Assert.True((await CheckAsync(await NextAsync())).IsGenuine);
        Assert.Equal(1, await KeyFetchesAsync());
    }

    [Fact]
    public async Task A_rotated_key_is_fetched_but_not_more_often_than_once_a_minute()
    {
        await SubmitAsync("COMPLETED");
        await CheckAsync(await NextAsync());
        await _sim.ControlAsync("fal", new { signingKeys = 1 });
        await SubmitAsync("COMPLETED");
        var rotated = await NextAsync();

        Assert.False((await CheckAsync(rotated)).IsGenuine);
        Assert.Equal(1, await KeyFetchesAsync());
        _sim.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await CheckAsync(rotated)).IsGenuine);
        Assert.Equal(2, await KeyFetchesAsync());
    }

    [Fact]
    public async Task Keys_are_trusted_for_a_day_and_without_them_nothing_is_believed()
    {
        await SubmitAsync("COMPLETED");
        Assert.True((await CheckAsync(await NextAsync())).IsGenuine);
        _sim.Time.Advance(TimeSpan.FromHours(25));
        await _sim.ControlAsync("fault", new { fault = "keys=503" });
        await SubmitAsync("COMPLETED");
        var callback = await NextAsync();

        Assert.Equal("fal's keys cannot be fetched.", (await CheckAsync(callback)).Why);
        _sim.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await CheckAsync(callback)).IsGenuine);
    }

    private static Dictionary<string, string> Headers(string id, string? signature)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["x-fal-webhook-request-id"] = id,
            ["x-fal-webhook-user-id"] = "user-0001",
            ["x-fal-webhook-timestamp"] = $"{VectorTime}",
        };
        if (signature is not null)
        {
            headers["x-fal-webhook-signature"] = signature;
        }

        return headers;
    }

    private async Task<string> SubmitAsync(string? script = null)
    {
        var hook = new Uri($"{_receiver.Url}/hook?attempt=a-1&x=%20");
        var prompt = script is null ? "A cat" : $"A cat [sim: {script}]";
        return (await _fal.SubmitAsync(FalUnderTest.Film with { Prompt = prompt, CallbackUrl = hook })).TaskId!;
    }

    private Task<CallbackCheck> CheckAsync(ProviderCallback callback) => _fal.Provider.CheckCallbackAsync(callback, TestContext.Current.CancellationToken);

    private async Task<int> KeyFetchesAsync() => (await _sim.ReadAsync("log?operation=keys")).AsArray().Count;

    private async Task<ProviderCallback> NextAsync()
    {
        await Eventually.IsTrueAsync(() => _receiver.Received.Count > _taken);
        var next = _receiver.Received[_taken++];
        Assert.Equal("/hook?attempt=a-1&x=%20", next.Path);
        return new(next.Headers, Encoding.UTF8.GetBytes(next.Body));
    }
}
