using VideoGen.Domain.Catalog;
using VideoGen.Domain.Prompts;

namespace VideoGen.Domain.Jobs;

/// <summary>One request and one model in; the way to make it out, with what the model cannot honour.</summary>
internal static class Fitting
{
    // A first frame this near in shape is as good as one that costs more.
    private const double NearEnough = 0.05;

    /// <summary>Null when the model cannot do it.</summary>
    public static Candidate? Fit(JobRequest request, Model model, ModelCatalog catalog, DateOnly today)
    {
        var asked = Asked(request);
        var steps = Direct(request, model, asked) is { } direct ? [direct]
            : request.Kind == TaskKind.TextToVideo ? ThroughImage(request, model, asked, catalog, today)
            : null;
        return steps is null
            ? null
            : new(model.Provider, model.Name, [.. steps.Select(way => way.Step)], steps.Sum(way => way.Step.PriceUsd), [.. Notes(request, asked, steps, today)]);
    }

    private static Way? Direct(JobRequest request, Model model, FrameSize asked) =>
        Ways(request, model, request.Kind, asked)
            .OrderByDescending(way => way.Step.References)
            .ThenBy(way => asked.ShapeDistance(way.Size))
            .ThenBy(way => asked.AreaDistance(way.Size))
            .ThenBy(way => Math.Abs((way.Step.Duration ?? Seconds(request)) - Seconds(request)))
            .ThenByDescending(way => way.Step.CameraParameter)
            .ThenBy(way => way.Step.PriceUsd)
            .FirstOrDefault();

    // Text alone goes through a first frame where the model needs one. It takes the further images with it.
    private static IReadOnlyList<Way>? ThroughImage(JobRequest request, Model model, FrameSize asked, ModelCatalog catalog, DateOnly today)
    {
        if (Direct(request with { Kind = TaskKind.ImageToVideo, References = [] }, model, asked) is not { } video) return null;

        var image = catalog.All.Where(other => other.Provider == model.Provider && !other.IsRetired(today))
            .Select(other => Frame(request, other, video.Size))
            .OfType<Way>()
            .OrderBy(way => Wish(request, way.Step.PriceUsd, way.Model.Quality, way.Step.UsualSeconds))
            .FirstOrDefault();
        return image is null ? null : [image, video];
    }

    private static Way? Frame(JobRequest request, Model model, FrameSize size) =>
        Ways(request, model, TaskKind.TextToImage, size)
            .OrderByDescending(way => size.ShapeDistance(way.Size) <= NearEnough)
            .ThenBy(way => way.Step.PriceUsd)
            .ThenBy(way => size.ShapeDistance(way.Size))
            .FirstOrDefault();

    /// <summary>What the caller wants least of: the smaller, the sooner its turn. The same for all without a wish.</summary>
    public static double Wish(JobRequest request, decimal price, int quality, int seconds) => request.Prefer switch
    {
        "cost" => (double)price,
        "quality" => -quality,
        "speed" => seconds,
        _ => 0,
    };

    private static IEnumerable<Way> Ways(JobRequest request, Model model, TaskKind kind, FrameSize size) =>
        model.OffersOf(kind).Where(offer => offer.LeastReferences <= request.References.Count).Select(offer => new Way(model, offer, Step(request, model, offer, size)));

    private static TaskStep Step(JobRequest request, Model model, Offer offer, FrameSize asked)
    {
        var size = model.AnySize ? asked : asked.NearestOf(offer.Sizes);
        int? duration = offer.Durations.Count == 0 ? null : offer.Durations.MinBy(offered => (Math.Abs(offered - Seconds(request)), -offered));
        bool? audio = model.Audio == AudioAbility.Choice ? request.Audio == true : null;
        return new()
        {
            Kind = offer.Kind,
            Model = model.Name,
            Wire = offer.Wire,
            Grade = model.Grade,
            Width = size.Width,
            Height = size.Height,
            Resolution = offer.Resolution,
            Duration = duration,
            Audio = audio,
            CameraParameter = request.Camera.Any(offer.Camera.Contains),
            References = Math.Min(offer.References, request.References.Count),
            TakesSeed = model.Seed,
            TakesNegativePrompt = model.NegativePrompt,
            TakesPersonGeneration = model.PersonGeneration,
            PromptLimit = model.PromptLimit,
            PromptUnit = model.PromptUnit,
            UsualSeconds = model.UsualSeconds,
            PriceUsd = offer.PriceOf(offer.Kind == TaskKind.TextToImage ? null : duration ?? InputSeconds(request, offer), audio == true),
        };
    }

    private static int Seconds(JobRequest request) => request.Duration ?? Planner.DefaultDuration;

    // What is not known of the input is taken to be as dear as it may be.
    private static int InputSeconds(JobRequest request, Offer offer) => request.Duration ?? offer.LongestInput ?? Planner.DefaultDuration;

    private static FrameSize Asked(JobRequest request) =>
        request is { Width: { } width, Height: { } height } ? new(width, height)
        : Shapes.SizeOf(request.AspectRatio ?? (request.Format is { } format ? Shapes.AspectOf(format) : Shapes.DefaultAspect))!;

    private static IEnumerable<Adaptation> Notes(JobRequest request, FrameSize asked, IReadOnlyList<Way> ways, DateOnly today)
    {
        var (model, offer, step) = ways[^1];
        return
        [
            .. Shape(request, asked, ways),
            .. Length(request, model, offer, step),
            .. Note(request.Fps != Models.UsualFrameRate && !model.AnyFrameRate, "fps", $"{request.Fps}", $"{Models.UsualFrameRate}", $"{model.Name} takes no frame rate"),
            .. Camera(request, model, offer, step),
            .. Note(request.NegativePrompt is not null && !model.NegativePrompt, "negativePrompt", "given", "dropped", $"{model.Name} takes none"),
            .. Note(request.Seed is not null && !model.Seed, "seed", $"{request.Seed}", "dropped", $"{model.Name} takes none"),
            .. Note(request.PersonGeneration is not null && !model.PersonGeneration, "personGeneration", request.PersonGeneration!, "dropped", $"{model.Name} takes none"),
            .. Note(request.Audio is true && model.Audio == AudioAbility.None, "audio", "true", "false", $"{model.Name} makes no sound"),
            .. Note(request.Audio is false && model.Audio == AudioAbility.Always, "audio", "false", "true", $"{model.Name} always makes sound"),
            .. Inputs(request, model, ways),
            .. Note(request.Quality is not null, "quality", request.Quality!, "as made", $"{model.Name} offers no choice"),
            .. ways.Select(way => way.Model.DeprecationAt(today)).OfType<Deprecation>()
                .Select(end => new Adaptation("model", end.Model, end.Model, end.Words())),
            .. Note(
                PromptComposer.IsCut(request.Prompt!, step.CameraParameter ? null : request.Move(), request.PreserveIdentity, step.PromptLimit, step.PromptUnit),
                "prompt", $"{request.Prompt!.Length} characters", $"cut to {step.PromptLimit} {Words(step.PromptUnit)} with what is added", $"the most that {model.Name} takes"),
        ];
    }

    private static IEnumerable<Adaptation> Shape(JobRequest request, FrameSize asked, IReadOnlyList<Way> ways)
    {
        var (model, offer, _) = ways[^1];
        var size = ways[^1].Size;
        var bySize = request.Width is not null;
        var named = bySize || request.AspectRatio is not null || request.Format is not null;
        var field = bySize ? "width" : request.AspectRatio is not null ? "aspectRatio" : "format";
        var what = bySize ? asked.ToString() : $"{request.AspectRatio ?? request.Format} ({asked})";
        return offer.FollowsImage && ways.Count == 1
            ? Note(named, field, what, "the shape of the image", $"{model.Name} takes it from there")
            : Note(
                size != asked && (bySize || request.AspectRatio is not null || Math.Abs(size.Ratio - asked.Ratio) > 0.01),
                field, what, size.ToString(), $"the nearest that {model.Name} offers");
    }

    private static IEnumerable<Adaptation> Length(JobRequest request, Model model, Offer offer, TaskStep step) => step.Duration is null
        ? [new("duration", request.Duration is { } given ? $"{given}" : "not given", "that of the input", $"{model.Name} keeps it; the price is told for {InputSeconds(request, offer)} s")]
        : Note(step.Duration != Seconds(request), "duration", $"{Seconds(request)}", $"{step.Duration}", $"the nearest that {model.Name} offers");

    private static IEnumerable<Adaptation> Camera(JobRequest request, Model model, Offer offer, TaskStep step) => Note(
        request.Move() is not null && !step.CameraParameter, "camera", request.Move()!, "words in the prompt",
        model.Offers.Any(other => other.Camera.Count > 0) ? $"{model.Name} takes no such parameter here" : $"{model.Name} has no camera parameters");

    private static IEnumerable<Adaptation> Inputs(JobRequest request, Model model, IReadOnlyList<Way> ways)
    {
        const string why = "it is drawn from the words alone";
        var taken = ways.Sum(way => way.Step.References);
        return
        [
            .. Note(request.Image is not null && model.IgnoresInputs, "image", "given", "ignored", why),
            .. Note(request.Video is not null && model.IgnoresInputs, "video", "given", "ignored", why),
            .. Note(
                taken < request.References.Count, "references", $"{request.References.Count}", taken == 0 ? "ignored" : $"the first {taken}",
                model.IgnoresInputs ? why : $"{model.Name} takes no more here"),
        ];
    }

    private static IEnumerable<Adaptation> Note(bool departs, string field, string asked, string used, string why) =>
        departs ? [new(field, asked, used, why)] : [];

    private static string Words(PromptUnit unit) => unit == PromptUnit.Tokens ? "tokens" : "characters";

    /// <summary>One task of one model, as one of its offers has it.</summary>
    private sealed record Way(Model Model, Offer Offer, TaskStep Step)
    {
        public FrameSize Size => new(Step.Width, Step.Height);
    }
}
