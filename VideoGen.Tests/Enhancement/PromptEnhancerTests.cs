using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using VideoGen.Domain.Prompts;
using VideoGen.Tests.ProviderSim;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Enhancement;

public sealed class PromptEnhancerTests : IAsyncLifetime
{
    private Simulator _sim = null!;
    private EnhancerUnderTest _enhancer = null!;

    public async ValueTask InitializeAsync()
    {
        _sim = await Simulator.StartAsync();
        _enhancer = new(_sim.Address, _sim.Time);
    }

    public async ValueTask DisposeAsync()
    {
        await _enhancer.DisposeAsync();
        await _sim.DisposeAsync();
    }

    [Fact]
    public async Task The_language_model_writes_the_scene_and_is_told_all_that_was_asked_for()
    {
        var enhanced = await _enhancer.EnhanceAsync(new("A cat on a roof", "cinematic", null, "tiktok", "a teaser"));

        Assert.StartsWith("A cat on a roof, in soft morning light", enhanced.Scene);
        Assert.Null(enhanced.WhyComposed);
        Assert.True(enhanced is { TokensIn: > 0, TokensOut: > 0 });
        var body = (await _sim.ReadAsync("log?operation=chat")).AsArray().Single()!["body"]!;
        Assert.Equal(["max_completion_tokens", "messages", "model"], body.AsObject().Select(field => field.Key).Order());
        Assert.Equal(("gpt-5.4-mini", 400), ((string?)body["model"], (int?)body["max_completion_tokens"]));
        Assert.Equal(["system", "user"], body["messages"]!.AsArray().Select(message => (string?)message!["role"]));
        var asked = JsonNode.Parse((string)body["messages"]![1]!["content"]!)!;
        Assert.Equal(("A cat on a roof", "a teaser", null), ((string?)asked["prompt"], (string?)asked["contentType"], asked["theme"]));
        Assert.All(["style", "platform"], field => Assert.NotNull(asked[field]));
    }

    [Theory]
    [InlineData("length", "the language model's answer was too long")]
    [InlineData("content_filter", "the language model's answer was withheld for its content")]
    [InlineData("empty", "the language model's answer was empty")]
    [InlineData("refusal", "the language model declined")]
    public async Task An_answer_that_is_no_scene_is_not_taken(string answer, string why)
    {
        await _sim.ControlAsync("openai", new { answers = new[] { answer } });

        var enhanced = await _enhancer.EnhanceAsync();

        Assert.Equal((PromptComposer.Describe(EnhancerUnderTest.Cat), why), (enhanced.Scene, enhanced.WhyComposed));
    }

    [Theory]
    [InlineData("429:insufficient_quota", "the language model's credit is used up")]
    [InlineData("429:credit_balance_exhausted", "the language model's credit is used up")]
    [InlineData("429:rate_limit_exceeded:retry=20", "the language model takes no more requests for now")]
    [InlineData("401", "the language model refused the key")]
    [InlineData("400", "the language model refused the request (HTTP 400)")]
    [InlineData("500", "the language model is failing (HTTP 500)")]
    [InlineData("503", "the language model is failing (HTTP 503)")]
    [InlineData("html", "the language model is failing (HTTP 502)")]
    [InlineData("close", "the language model cannot be reached")]
    [InlineData("cut", "the language model's answer cannot be read")]
    public async Task Trouble_is_named_and_not_asked_about_twice(string fault, string why)
    {
        await _sim.ControlAsync("fault", new { fault = $"chat={fault}" });

        var enhanced = await _enhancer.EnhanceAsync();

        Assert.Equal((PromptComposer.Describe(EnhancerUnderTest.Cat), why), (enhanced.Scene, enhanced.WhyComposed));
        Assert.Single((await _sim.ReadAsync("log?operation=chat")).AsArray());
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("drip:4")]
    public async Task Who_takes_too_long_is_not_waited_for(string fault)
    {
        await _sim.ControlAsync("fault", new { fault = $"chat={fault}" });

        var asking = _enhancer.EnhanceAsync();
        await Eventually.IsTrueAsync(async () => (await _sim.ReadAsync("log?operation=chat")).AsArray().Count == 1);
        _sim.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("the language model did not answer within 10 s", (await asking).WhyComposed);
    }

    [Fact]
    public async Task Where_nobody_listens_the_prompt_is_composed()
    {
        await using var lost = new EnhancerUnderTest(new Uri("http://127.0.0.1:1"));

        Assert.Equal("the language model cannot be reached", (await lost.EnhanceAsync()).WhyComposed);
    }

    [Fact]
    public async Task A_caller_who_leaves_ends_it()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _enhancer.Enhancer.EnhanceAsync(EnhancerUnderTest.Cat, gone.Token));
    }

    [Fact]
    public async Task Quotes_and_line_breaks_around_a_scene_are_taken_off_and_a_long_one_is_cut_at_a_word()
    {
        await _sim.ControlAsync("openai", new { answers = new[] { "quoted", "long" } });

        var (quoted, whole) = (await _enhancer.EnhanceAsync(), await _enhancer.EnhanceAsync());

        Assert.StartsWith("A cat on a roof, in soft", quoted.Scene);
        Assert.EndsWith("in its movement.", quoted.Scene);
        Assert.InRange(whole.Scene.Length, 980, 1000);
    }

    [Fact]
    public async Task Characters_of_every_script_survive() =>
        Assert.StartsWith("家族 👨‍👩‍👧 auf dem Dach, in soft", (await _enhancer.EnhanceAsync(new("家族 👨‍👩‍👧 auf dem Dach", null, null, null, null))).Scene);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":null}""")]
    [InlineData("""{"choices":[{"index":"first","message":{"role":"robot","content":7},"finish_reason":"boredom"}]}""")]
    [InlineData("""{"choices":[{"index":0,"message":null,"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"index":0,"message":{"role":"assistant","content":"A cat"},"finish_reason":"boredom"}],"usage":[]}""")]
    public async Task An_answer_of_any_other_shape_is_no_answer(string body)
    {
        await using var odd = await Receiver.StartAsync();
        odd.Answer = (context, _) => context.Response.WriteAsync(body);
        await using var enhancer = new EnhancerUnderTest(new Uri(odd.Url));

        Assert.Equal("the language model's answer cannot be read", (await enhancer.EnhanceAsync()).WhyComposed);
    }

    [Fact]
    public async Task The_key_is_in_no_log_and_goes_to_no_other_host()
    {
        await using var elsewhere = await Simulator.StartAsync();
        await using var moved = await Receiver.StartAsync();
        moved.Always(308, ("Location", new Uri(elsewhere.Address, "/v1/chat/completions").ToString()));
        await using var enhancer = new EnhancerUnderTest(new Uri(moved.Url));

        var enhanced = await enhancer.EnhanceAsync();

        Assert.NotNull(enhanced.WhyComposed);
        Assert.Empty((await elsewhere.ReadAsync("log")).AsArray());
        Assert.NotEmpty(enhancer.Logs.Lines);
        Assert.DoesNotContain(enhancer.Logs.Lines, line => line.Contains(EnhancerUnderTest.Secret));
    }
}
