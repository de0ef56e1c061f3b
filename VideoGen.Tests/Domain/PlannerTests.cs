using VideoGen.Domain;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Domain;

public sealed class PlannerTests
{
    private static readonly string[] Live = ["runway", "simulation"];
    private static readonly string[] NoKey = ["simulation"];

    [Fact]
    public void Text_goes_through_a_first_frame_where_the_model_needs_one()
    {
        var first = Plan(Make.Request, Live).Candidates[0];

        Assert.Equal([TaskKind.TextToImage, TaskKind.ImageToVideo], first.Steps.Select(step => step.Kind));
        Assert.Equal(["gen4_image", "gen4_turbo"], first.Steps.Select(step => step.Model));
        Assert.Equal(0.30m, first.PriceUsd);
    }

    [Fact]
    public void An_image_of_the_caller_is_the_first_frame()
    {
        var first = Plan(Make.Request with { Kind = TaskKind.ImageToVideo, Image = new("https://example.com/a.png") }, Live).Candidates[0];

        Assert.Equal([TaskKind.ImageToVideo], first.Steps.Select(step => step.Kind));
        Assert.Equal(0.25m, first.PriceUsd);
    }

    [Fact]
    public void The_simulation_comes_last() =>
        Assert.Equal(["gen4_turbo", "gen4.5", "simulation"], Models(Plan(Make.Request, Live)));

    [Fact]
    public void The_named_model_comes_first() =>
        Assert.Equal(["gen4.5", "gen4_turbo", "simulation"], Models(Plan(Make.Request with { Model = "gen4.5" }, Live)));

    [Theory]
    [InlineData("cost", "gen4_turbo")]
    [InlineData("quality", "gen4.5")]
    [InlineData("speed", "gen4_turbo")]
    public void The_callers_wish_decides_the_order(string wish, string first) =>
        Assert.Equal(first, Plan(Make.Request with { Prefer = wish }, Live).Candidates[0].Model);

    [Theory]
    [InlineData("auto", "no provider configured")]
    [InlineData("always", "as requested")]
    public void Without_a_provider_it_is_simulated_and_says_why(string simulation, string why)
    {
        var plan = Plan(Make.Request with { Simulation = simulation }, NoKey);

        Assert.Equal(["simulation"], Models(plan));
        Assert.Equal(why, plan.WhySimulated);
        Assert.Equal(0m, plan.Quote());
    }

    [Fact]
    public void Simulation_on_request_asks_no_provider() =>
        Assert.Equal(["simulation"], Models(Plan(Make.Request with { Simulation = "always" }, Live)));

    [Fact]
    public void Simulation_can_be_ruled_out()
    {
        Assert.DoesNotContain("simulation", Models(Plan(Make.Request with { Simulation = "never" }, Live)));
        Assert.Throws<ProblemException>(() => Plan(Make.Request with { Simulation = "never" }, NoKey));
    }

    [Fact]
    public void What_is_dearer_than_allowed_is_skipped() =>
        Assert.Equal(["gen4_turbo", "simulation"], Models(Plan(Make.Request with { MaxCost = 0.50m }, Live)));

    [Fact]
    public void When_everything_is_dearer_the_cheapest_price_is_told()
    {
        var problem = Assert.Throws<ProblemException>(() => Plan(Make.Request with { MaxCost = 0.10m }, Live));

        Assert.Equal("maxCost", Assert.Single(problem.Fields).Field);
        Assert.Contains("$0.30", problem.Message);
    }

    [Fact]
    public void Four_videos_cost_four_times_as_much() =>
        Assert.Equal(1.20m, Plan(Make.Request with { Count = 4 }, Live).Quote());

    [Theory]
    [InlineData("1:1", "960:960")]
    [InlineData("4:3", "1104:832")]
    [InlineData("3:4", "832:1104")]
    [InlineData("21:9", "1584:672")]
    [InlineData("16:10", "1280:720")]
    public void A_shape_the_model_lacks_becomes_the_nearest_and_is_said(string asked, string used)
    {
        var first = Plan(Make.Request with { AspectRatio = asked }, Live).Candidates[0];

        Assert.Equal(used, $"{first.Last().Width}:{first.Last().Height}");
        Assert.Equal(("aspectRatio", used), first.Adapted.Select(note => (note.Field, note.Used)).Single());
    }

    [Theory]
    [InlineData("16:9")]
    [InlineData("9:16")]
    public void A_shape_the_model_has_is_not_adapted(string asked) =>
        Assert.Empty(Plan(Make.Request with { AspectRatio = asked }, Live).Candidates[0].Adapted);

    [Fact]
    public void What_no_model_honours_is_said_before_a_cent_is_spent()
    {
        var request = Make.Request with { Fps = 60, NegativePrompt = "rain", Quality = "high", PersonGeneration = "dont_allow" };

        var fields = Plan(request, Live).Candidates[0].Adapted.Select(note => note.Field);

        Assert.Equal(["fps", "negativePrompt", "personGeneration", "quality"], fields);
    }

    [Fact]
    public void A_prompt_that_will_be_cut_is_said()
    {
        var request = Make.Request with { Prompt = new string('a', 990), Camera = ["zoom_in"] };

        Assert.Contains(Plan(request, Live).Candidates[0].Adapted, note => note.Field == "prompt");
    }

    [Fact]
    public void Style_and_platform_fill_what_the_caller_leaves_open()
    {
        var plan = Plan(Make.Request with { Style = "cinematic", Platform = "tiktok" }, Live);

        Assert.Equal((5, 30, "portrait"), (plan.Request.Duration, plan.Request.Fps, plan.Request.Format));
        Assert.Equal((720, 1280), (plan.Candidates[0].Last().Width, plan.Candidates[0].Last().Height));
    }

    [Fact]
    public void Video_to_video_is_refused_where_no_configured_provider_offers_it() =>
        Assert.Equal("kind", Assert.Single(Assert.Throws<ProblemException>(() =>
            Plan(Make.Request with { Kind = TaskKind.VideoToVideo, Simulation = "never" }, ["kling"])).Fields).Field);

    private static PlannedJob Plan(JobRequest request, IReadOnlyCollection<string> configured) =>
        Planner.Plan(request, Make.Catalog, configured, Make.Today);

    private static IEnumerable<string> Models(PlannedJob plan) => plan.Candidates.Select(candidate => candidate.Model);
}
