using System.Text.Json;
using VideoGen.Domain;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Domain;

/// <summary>Plans over every provider, and what each model cannot honour.</summary>
public sealed class PlannerAllProvidersTests
{
    private static readonly MediaSource Picture = new("https://example.com/a.png");

    private static readonly ModelCatalog Everlasting = ModelCatalog.Read(Make.NothingRetired);

    public static TheoryData<string, string[]> Wishes => new()
    {
        { "cost", ["pika-2.2", "pika-2-turbo", "kling-v2-5-turbo", "kling-v2-6", "gen4_turbo", "gemini-omni-1.1-flash", "simulation"] },
        { "quality", ["kling-v3-4k", "kling-v3-pro", "gen4.5", "veo3.1", "gemini-omni-1.2-flash", "gemini-omni-1.1-flash", "simulation"] },
        { "speed", ["pika-2-turbo", "gen4_turbo", "gen4.5", "gemini-omni-1.1-flash", "pika-2.2", "gemini-omni-1.2-flash", "simulation"] },
    };

    [Theory]
    [MemberData(nameof(Wishes))]
    public void The_callers_wish_orders_all_providers(string wish, string[] models) =>
        Assert.Equal(models, Plan(Make.Request with { Prefer = wish }).Candidates.Select(candidate => candidate.Model));

    [Fact]
    public void A_plan_holds_six_candidates_and_the_simulation_and_two_of_one_provider_at_most()
    {
        var plan = Plan(Make.Request);

        Assert.Equal(Planner.MostCandidates + 1, plan.Candidates.Count);
        Assert.All(plan.Candidates.CountBy(candidate => candidate.Provider), count => Assert.InRange(count.Value, 1, Planner.MostOfOneProvider));
    }

    [Fact]
    public void The_named_model_is_always_among_them() => Assert.All(
        Make.Catalog.All.Where(model => model.MakesVideos && !model.IsRetired(Make.Today) && model.OffersOf(TaskKind.ImageToVideo).Any()),
        model => Assert.Equal(model.Name, Plan(Make.Request with { Kind = TaskKind.ImageToVideo, Image = Picture, Model = model.Name }).Candidates[0].Model));

    [Fact]
    public void A_plan_of_every_wish_stays_small()
    {
        var request = Make.Request with
        {
            Kind = TaskKind.ImageToVideo,
            Image = Picture,
            References = [Picture, Picture, Picture, Picture],
            Width = 100,
            Height = 399,
            Duration = 7,
            Fps = 60,
            Seed = 1,
            NegativePrompt = "rain",
            PersonGeneration = "allow_all",
            Audio = true,
            Quality = "high",
            Camera = ["zoom_in"],
            EnhancePrompt = true,
            Model = "gen4_turbo",
        };

        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(Plan(request).Candidates).Length, 1, 16 << 10);
    }

    [Fact]
    public void What_is_retired_is_skipped_from_that_day_on()
    {
        var catalog = ModelCatalog.Read($$"""{ "kling-v2-5-turbo": { "retiresOn": "{{Make.Today:yyyy-MM-dd}}" } }""");
        string First(DateOnly today) => Planner.Plan(Make.Request, catalog, ["kling"], today).Candidates[0].Model;

        Assert.Equal(("kling-v2-5-turbo", "kling-v2-6"), (First(Make.Today.AddDays(-1)), First(Make.Today)));
    }

    [Theory]
    [InlineData("veo3.1", 5, 6)]
    [InlineData("veo3.1", 7, 8)]
    [InlineData("veo3.1", 10, 8)]
    [InlineData("veo-3.1", 2, 4)]
    [InlineData("kling-v2-5-turbo", 7, 5)]
    [InlineData("kling-v2-5-turbo", 8, 10)]
    [InlineData("kling-v3", 7, 7)]
    [InlineData("pika-2.1", 10, 5)]
    public void A_duration_the_model_lacks_is_rounded_and_said(string model, int asked, int used)
    {
        var first = First(Make.Request with { Model = model, Duration = asked });

        Assert.Equal(used, first.Last().Duration);
        Assert.Equal(asked != used, Fields(first).Contains("duration"));
    }

    [Theory]
    // model, width, height, seconds -> what is made, and its price
    [InlineData("veo-3.1", 1280, 720, 5, "1280:720", 6, "720p", 2.40)]
    [InlineData("veo-3.1", 1920, 1080, 5, "1920:1080", 8, "1080p", 3.20)]
    [InlineData("veo-3.1", 3840, 2160, 5, "3840:2160", 8, "4k", 4.80)]
    [InlineData("veo-3.0", 1080, 1920, 6, "720:1280", 6, "720p", 2.40)]
    [InlineData("pika-2.2", 1920, 1080, 5, "1920:1080", 5, "1080p", 0.45)]
    [InlineData("pika-2.2", 720, 900, 5, "720:900", 5, "720p", 0.20)]
    [InlineData("kling-v2-5-turbo-pro", 1920, 1080, 10, "1920:1080", 10, null, 0.70)]
    public void A_resolution_brings_its_own_lengths_and_price(
        string model, int width, int height, int seconds, string size, int made, string? resolution, double usd)
    {
        var first = First(Make.Request with { Model = model, Width = width, Height = height, Duration = seconds });

        Assert.Equal(
            (size, (int?)made, resolution, (decimal)usd),
            ($"{first.Last().Width}:{first.Last().Height}", first.Last().Duration, first.Last().Resolution, first.PriceUsd));
    }

    [Theory]
    [InlineData("kling-v1", TaskKind.TextToVideo, "zoom_in", 5, true)]
    [InlineData("kling-v1", TaskKind.TextToVideo, "zoom_in", 10, false)]
    [InlineData("kling-v1", TaskKind.TextToVideo, "dolly_in", 5, false)]
    [InlineData("kling-v1", TaskKind.ImageToVideo, "zoom_in", 5, false)]
    [InlineData("kling-v1-pro", TaskKind.TextToVideo, "zoom_in", 5, false)]
    [InlineData("kling-v1-5-pro", TaskKind.ImageToVideo, "pan_left", 5, true)]
    [InlineData("kling-v1-5", TaskKind.ImageToVideo, "pan_left", 5, false)]
    [InlineData("gen4.5", TaskKind.TextToVideo, "zoom_in", 5, false)]
    public void A_camera_move_is_a_parameter_only_where_the_model_takes_it_and_else_words(string model, TaskKind kind, string move, int seconds, bool parameter)
    {
        var first = First(WithImage(Make.Request with { Model = model, Kind = kind, Camera = [move], Duration = seconds }));

        Assert.Equal((model, parameter, !parameter), (first.Model, first.Last().CameraParameter, Fields(first).Contains("camera")));
    }

    [Theory]
    [InlineData("veo3.1", true, true, 3.20)]
    [InlineData("veo3.1", false, false, 1.60)]
    [InlineData("veo3.1", null, false, 1.60)]
    [InlineData("veo-3.1", true, null, 3.20)]
    [InlineData("kling-v2-6-pro", true, true, 1.40)]
    [InlineData("gen4.5", null, null, 0.96)]
    public void Sound_is_made_and_paid_for_where_it_is_asked_for(string model, bool? asked, bool? made, double usd)
    {
        var first = First(Make.Request with { Model = model, Audio = asked, Duration = 8 });

        Assert.Equal((made, (decimal)usd), (first.Last().Audio, first.PriceUsd));
        Assert.DoesNotContain("audio", Fields(first));
    }

    [Theory]
    [InlineData("gen4.5", true, "audio")]
    [InlineData("veo-3.1", false, "audio")]
    public void Sound_that_cannot_be_had_or_left_out_is_said(string model, bool asked, string field) =>
        Assert.Contains(field, Fields(First(Make.Request with { Model = model, Audio = asked })));

    [Theory]
    [InlineData("gen4.5", "seed", false)]
    [InlineData("gen4.5", "negativePrompt", true)]
    [InlineData("veo3.1", "negativePrompt", false)]
    [InlineData("kling-v2-6", "seed", true)]
    [InlineData("kling-v2-6", "negativePrompt", false)]
    [InlineData("kling-v2-6", "personGeneration", true)]
    [InlineData("veo-3.1", "personGeneration", false)]
    [InlineData("gemini-omni-1.1-flash", "negativePrompt", true)]
    [InlineData("gemini-omni-1.1-flash", "seed", true)]
    public void A_field_the_model_lacks_is_dropped_and_said(string model, string field, bool dropped)
    {
        var first = First(Make.Request with { Model = model, Seed = 7, NegativePrompt = "rain", PersonGeneration = "allow_adult" });

        Assert.Equal(dropped, Fields(first).Contains(field));
        Assert.Equal(dropped, !(field switch
        {
            "seed" => first.Last().TakesSeed,
            "negativePrompt" => first.Last().TakesNegativePrompt,
            _ => first.Last().TakesPersonGeneration,
        }));
    }

    [Theory]
    [InlineData("gen4_turbo", TaskKind.TextToVideo, 4, 3)]
    [InlineData("gen4_turbo", TaskKind.TextToVideo, 3, 3)]
    [InlineData("gen4_turbo", TaskKind.ImageToVideo, 1, 0)]
    [InlineData("gen4.5", TaskKind.TextToVideo, 2, 0)]
    [InlineData("veo-3.1", TaskKind.TextToVideo, 3, 3)]
    [InlineData("kling-v1-6", TaskKind.ImageToVideo, 2, 2)]
    [InlineData("kling-v2-6", TaskKind.ImageToVideo, 2, 0)]
    public void Further_images_go_where_they_are_taken_and_the_rest_is_said(string model, TaskKind kind, int asked, int taken)
    {
        var first = First(WithImage(Make.Request with { Model = model, Kind = kind, References = [.. Enumerable.Repeat(Picture, asked)] }));

        Assert.Equal((model, taken), (first.Model, first.Steps.Sum(step => step.References)));
        Assert.Equal(taken < asked, Fields(first).Contains("references"));
    }

    [Fact]
    public void Further_images_may_bring_a_shape_and_a_length_of_their_own()
    {
        var first = First(Make.Request with { Model = "veo-3.1", Format = "portrait", Duration = 4, References = [Picture] });

        Assert.Equal((1280, 720, 8), (first.Last().Width, first.Last().Height, first.Last().Duration));
        Assert.Equal(["format", "duration"], Fields(first));
    }

    [Theory]
    [InlineData("kling-v2-6", true)]
    [InlineData("pika-2.2", true)]
    [InlineData("gen4_turbo", false)]
    public void A_shape_given_by_the_image_is_said(string model, bool said)
    {
        var first = First(WithImage(Make.Request with { Model = model, Kind = TaskKind.ImageToVideo, AspectRatio = "16:9" }));

        Assert.Equal(said, first.Adapted.Any(note => note is { Field: "aspectRatio", Used: "the shape of the image" }));
    }

    [Theory]
    [InlineData(TaskKind.TextToVideo, "fal-ai/pika/v2.2/text-to-video")]
    [InlineData(TaskKind.ImageToVideo, "fal-ai/pika/v2.2/image-to-video")]
    public void A_model_may_have_an_id_for_each_kind(TaskKind kind, string wire) =>
        Assert.Equal(wire, First(WithImage(Make.Request with { Model = "pika", Kind = kind })).Last().Wire);

    [Fact]
    public void A_grade_of_a_model_is_told_beside_its_id() =>
        Assert.Equal(
            [("kling-v2-6", null), ("kling-v2-6", "pro"), ("kling-v3", "4k")],
            new[] { "kling-v2-6", "kling-v2-6-pro", "kling-v3-4k" }.Select(model => First(Make.Request with { Model = model }).Last()).Select(step => (step.Wire, step.Grade)));

    [Theory]
    [InlineData(5, 1.40)]
    [InlineData(1, 0.56)]
    [InlineData(null, 8.40)]
    public void A_video_made_of_a_video_is_as_long_and_priced_for_the_length_given_or_the_longest(int? seconds, double usd)
    {
        var first = First(Make.Request with { Kind = TaskKind.VideoToVideo, Video = new("https://example.com/a.mp4"), Model = "aleph2", Duration = seconds });

        Assert.Equal(((int?)null, (decimal)usd), (first.Last().Duration, first.PriceUsd));
        Assert.Contains("duration", Fields(first));
    }

    [Fact]
    public void A_simulation_says_that_it_looks_at_nothing()
    {
        var simulation = Plan(Make.Request with { Kind = TaskKind.ImageToVideo, Image = Picture, References = [Picture], Simulation = "always" }).Candidates.Single();

        Assert.Equal(["image", "references"], Fields(simulation));
    }

    [Fact]
    public void Another_than_the_named_model_says_why()
    {
        var first = Planner.Plan(Make.Request with { Model = "gen4.5" }, Make.Catalog, ["kling", "simulation"], Make.Today).Candidates[0];

        Assert.Contains(first.Adapted, note => note is { Field: "model", Asked: "gen4.5", Why: "runway is not configured" });
    }

    [Fact]
    public void A_named_model_that_is_too_dear_gives_way_and_says_so()
    {
        var first = First(Make.Request with { Model = "veo3.1", Audio = true, MaxCost = 1m });

        Assert.Contains(first.Adapted, note => note is { Field: "model", Why: "veo3.1 would cost $2.40" });
    }

    [Fact]
    public void A_provider_may_be_called_by_its_other_name() =>
        Assert.Equal(["pika-2.2", "pika-2.1", "simulation"], Plan(Make.Request with { Provider = "pika" }).Candidates.Select(candidate => candidate.Model));

    [Fact]
    public void Whatever_is_asked_a_candidate_stays_within_the_price_and_the_offers_of_its_model() => Assert.All(Requests(), request =>
    {
        PlannedJob plan;
        try
        {
            plan = Plan(request, Everlasting);
        }
        catch (ProblemException e)
        {
            Assert.Equal("maxCost", Assert.Single(e.Fields).Field);
            return;
        }

        Assert.Equal(plan.Candidates.Select(candidate => candidate.Model), Plan(request, Everlasting).Candidates.Select(candidate => candidate.Model));
        Assert.All(plan.Candidates, candidate =>
        {
            Assert.True(candidate.PriceUsd * request.Count <= (request.MaxCost ?? decimal.MaxValue));
            Assert.Equal(candidate.PriceUsd, candidate.Steps.Sum(step => step.PriceUsd));
            Assert.All(candidate.Steps, step => Assert.True(IsOffered(step), $"{step} is not offered"));
        });
    });

    private static bool IsOffered(TaskStep step)
    {
        var model = Everlasting.Find(step.Model)!;
        return model.AnySize || model.OffersOf(step.Kind).Any(offer =>
            offer.Wire == step.Wire && offer.Resolution == step.Resolution && offer.Sizes.Contains(new(step.Width, step.Height))
            && (step.Duration is not { } seconds || offer.Durations.Contains(seconds))
            && step.References >= offer.LeastReferences && step.References <= offer.References
            && (step.Kind == TaskKind.TextToImage || offer.PriceOf(step.Duration, step.Audio == true) == step.PriceUsd));
    }

    private static IEnumerable<JobRequest> Requests() =>
        from kind in new[] { TaskKind.TextToVideo, TaskKind.ImageToVideo }
        from aspect in new[] { "16:9", "9:16", "1:1", "21:9", "4:5", "1:4" }
        from seconds in new[] { 2, 5, 7, 10 }
        from wish in new[] { null, "cost", "quality", "speed" }
        from most in new decimal?[] { null, 0.3m, 0.01m }
        from references in new[] { 0, 4 }
        select WithImage(Make.Request with
        {
            Kind = kind,
            AspectRatio = aspect,
            Duration = seconds,
            Prefer = wish,
            MaxCost = most,
            Count = 1 + (seconds % 2),
            Audio = seconds > 5,
            Camera = seconds == 5 ? ["zoom_in"] : [],
            References = [.. Enumerable.Repeat(Picture, references)],
        });

    private static JobRequest WithImage(JobRequest request) => request with { Image = request.Kind == TaskKind.ImageToVideo ? Picture : null };

    private static Candidate First(JobRequest request) => Plan(request, Everlasting).Candidates[0];

    private static PlannedJob Plan(JobRequest request, ModelCatalog? catalog = null) =>
        Planner.Plan(request, catalog ?? Make.Catalog, Make.Catalog.Providers, Make.Today);

    private static IEnumerable<string> Fields(Candidate candidate) => candidate.Adapted.Select(note => note.Field);
}
