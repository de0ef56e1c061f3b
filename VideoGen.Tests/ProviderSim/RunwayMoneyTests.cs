using System.Net;

namespace VideoGen.Tests.ProviderSim;

public sealed class RunwayMoneyTests : IAsyncLifetime
{
    private const string NoCredits = """{"error":"You do not have enough credits to run this task.","docUrl":"https://docs.dev.runwayml.com/api"}""";

    private Simulator _sim = null!;

    public async ValueTask InitializeAsync() => _sim = await Simulator.StartAsync();

    public ValueTask DisposeAsync() => _sim.DisposeAsync();

    [Fact]
    public async Task Without_credits_a_submit_is_a_bad_request_until_the_money_is_back()
    {
        await _sim.ControlAsync("runway", new { credits = 24 });
        var refused = await _sim.PostAsync("/v1/image_to_video", Simulator.Turbo);

        await _sim.ControlAsync("runway", new { credits = 25 });
        var accepted = await _sim.PostAsync("/v1/image_to_video", Simulator.Turbo);

        Assert.Equal((HttpStatusCode.BadRequest, NoCredits), (refused.Status, refused.Body));
        Assert.Equal(HttpStatusCode.OK, accepted.Status);
        Assert.Equal(25, accepted.Json!["estimatedCost"]!["credits"]!.GetValue<int>());
        Assert.Equal(0, await _sim.BalanceAsync());
    }

    [Fact]
    public async Task A_bad_body_is_noticed_before_the_empty_account()
    {
        await _sim.ControlAsync("runway", new { credits = 0 });

        var refused = await _sim.PostAsync("/v1/image_to_video", Simulator.Turbo.Replace("1280:720", "16:9", StringComparison.Ordinal));

        Assert.Equal("Validation of body failed", refused.Json!["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task Credits_can_run_out_between_the_image_and_the_video()
    {
        await _sim.ControlAsync("runway", new { credits = 5 });

        var image = await _sim.PostAsync("/v1/text_to_image", """{"model":"gen4_image","promptText":"A cat","ratio":"1280:720"}""", "SUCCEEDED");
        var url = (await _sim.GetAsync($"/v1/tasks/{image.Json!["id"]}")).Json!["output"]![0]!.GetValue<string>();
        var video = await _sim.PostAsync("/v1/image_to_video", $$"""{"model":"gen4_turbo","promptImage":"{{url}}","ratio":"1280:720","duration":10}""");

        Assert.Equal((HttpStatusCode.BadRequest, NoCredits), (video.Status, video.Body));
    }

    [Theory]
    [InlineData("text_to_image", """{"model":"gen4_image","promptText":"x","ratio":"1280:720"}""", 5)]
    [InlineData("text_to_image", """{"model":"gen4_image","promptText":"x","ratio":"1920:1080"}""", 8)]
    [InlineData("text_to_image", """{"model":"gen4_image_turbo","promptText":"x","ratio":"1280:720","referenceImages":[{"uri":"https://example.com/a.png"}]}""", 2)]
    [InlineData("image_to_video", """{"model":"gen4_turbo","promptImage":"https://example.com/a.png","ratio":"1280:720","duration":10}""", 50)]
    [InlineData("image_to_video", """{"model":"gen3a_turbo","promptImage":"https://example.com/a.png","promptText":"x","duration":5}""", 25)]
    [InlineData("text_to_video", """{"model":"gen4.5","promptText":"x","ratio":"1280:720","duration":5}""", 60)]
    [InlineData("text_to_video", """{"model":"gen4.5","promptText":"x","ratio":"1280:720","duration":5,"outputFormat":"prores"}""", 85)]
    [InlineData("text_to_video", """{"model":"veo3.1","promptText":"x","ratio":"1920:1080","duration":4}""", 160)]
    [InlineData("text_to_video", """{"model":"veo3.1","promptText":"x","ratio":"1920:1080","duration":4,"audio":false}""", 80)]
    [InlineData("image_to_video", """{"model":"veo3.1_fast","promptImage":"https://example.com/a.png","ratio":"720:1280","duration":6,"audio":true}""", 90)]
    public async Task Each_model_has_its_price(string path, string body, int credits)
    {
        var reply = await _sim.PostAsync($"/v1/{path}", body);

        Assert.Equal(credits, reply.Json!["estimatedCost"]!["credits"]!.GetValue<int>());
        Assert.Equal(100_000 - credits, await _sim.BalanceAsync());
    }

    [Fact]
    public async Task The_estimate_can_be_left_out_as_it_was_before_it_existed()
    {
        await _sim.ControlAsync("runway", new { estimates = false });

        var reply = await _sim.PostAsync("/v1/image_to_video", Simulator.Turbo);

        Assert.Equal(["id"], reply.Json!.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task The_daily_cap_answers_429_and_rolls_on()
    {
        await _sim.ControlAsync("runway", new { daily = 2 });
        await _sim.StartTaskAsync();
        _sim.Time.Advance(TimeSpan.FromHours(1));
        await _sim.StartTaskAsync();

        var refused = await _sim.PostAsync("/v1/image_to_video", Simulator.Turbo);
        _sim.Time.Advance(TimeSpan.FromHours(23));
        var accepted = await _sim.PostAsync("/v1/image_to_video", Simulator.Turbo);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Equal("Your daily task limit has been reached.", refused.Json!["error"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, accepted.Status);
    }

    [Fact]
    public async Task The_organization_tells_balance_limits_and_use()
    {
        await _sim.ControlAsync("runway", new { credits = 1234, monthlySpend = 9900, concurrent = 1, daily = 50 });
        await _sim.StartTaskAsync();

        var organization = (await _sim.GetAsync("/v1/organization")).Json!;

        Assert.Equal(1234 - 25, organization["creditBalance"]!.GetValue<int>());
        Assert.Equal(9900, organization["tier"]!["maxMonthlyCreditSpend"]!.GetValue<int>());
        Assert.Equal("""{"maxConcurrentGenerations":1,"maxDailyGenerations":50}""", organization["tier"]!["models"]!["gen4_turbo"]!.ToJsonString());
        Assert.Equal("""{"dailyGenerations":1}""", organization["usage"]!["models"]!["gen4_turbo"]!.ToJsonString());
    }

    [Fact]
    public async Task Limits_can_be_absent_and_the_balance_zero()
    {
        await _sim.ControlAsync("runway", new { credits = 0, concurrent = (int?)null, daily = (int?)null });

        var organization = (await _sim.GetAsync("/v1/organization")).Json!;

        Assert.Equal(0, organization["creditBalance"]!.GetValue<int>());
        Assert.Equal("""{"maxConcurrentGenerations":null,"maxDailyGenerations":null}""", organization["tier"]!["models"]!["gen4_turbo"]!.ToJsonString());
    }

    [Fact]
    public async Task Usage_is_told_by_day_and_model_with_refunds()
    {
        await _sim.StartTaskAsync("FAILED SAFETY.INPUT.TEXT");
        await _sim.StartTaskAsync("FAILED");
        await _sim.PostAsync("/v1/text_to_image", """{"model":"gen4_image","promptText":"A cat","ratio":"1280:720"}""");

        var usage = await _sim.PostAsync("/v1/organization/usage", """{"startDate":"2026-11-21","beforeDate":"2026-11-22"}""");

        Assert.Equal(
            """{"models":["gen4_turbo","gen4_image"],"results":[{"date":"2026-11-21","usedCredits":[{"model":"gen4_turbo","amount":25},{"model":"gen4_image","amount":5}]}]}""",
            usage.Body);
        Assert.Equal(HttpStatusCode.BadRequest, (await _sim.PostAsync("/v1/organization/usage", """{"startDate":"2026-01-01","beforeDate":"2026-11-22"}""")).Status);
    }

    [Fact]
    public async Task The_bill_counts_what_was_accepted_and_what_it_cost()
    {
        await _sim.StartTaskAsync("SUCCEEDED");
        await _sim.StartTaskAsync("FAILED");
        await _sim.PostAsync("/v1/image_to_video", "{}");

        var bill = await _sim.ReadAsync("runway/bill");

        Assert.Equal(2, bill["paidSubmits"]!.GetValue<int>());
        Assert.Equal(25, bill["charged"]!.GetValue<int>());
    }
}
