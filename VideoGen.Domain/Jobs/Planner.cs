using VideoGen.Domain.Catalog;
using VideoGen.Domain.Prompts;

namespace VideoGen.Domain.Jobs;

/// <summary>The request with its gaps filled, and who could do it.</summary>
public sealed record PlannedJob(JobRequest Request, IReadOnlyList<Candidate> Candidates, string? WhySimulated)
{
    /// <summary>What the first provider in line would charge for all videos.</summary>
    public decimal Quote() => Candidates[0].PriceUsd * Request.Count;
}

/// <summary>Request and catalog in, ordered candidates out: each with its price, and with what it cannot honour said before a cent is spent.</summary>
public static class Planner
{
    private const int DefaultDuration = 5;

    /// <param name="request">One that keeps the <see cref="JobRules"/>.</param>
    /// <param name="configured">The providers that have a key.</param>
    /// <exception cref="ProblemException">Nobody may or can do it.</exception>
    public static PlannedJob Plan(JobRequest request, IReadOnlyCollection<string> configured)
    {
        var resolved = Resolve(request);
        var all = Models.All.Where(model => model.Durations.Count > 0 && model.RetiredOn is null)
            .Select(model => Fit(resolved, model))
            .OfType<Candidate>()
            .ToList();
        var live = Order(request, all.Where(candidate => IsWanted(request, candidate, configured)));
        var cheap = live.Where(candidate => request.MaxCost is not { } most || candidate.PriceUsd * request.Count <= most).ToList();
        if (live.Count > 0 && cheap.Count == 0)
        {
            throw Errors.InvalidRequest("maxCost", $"is too low: the cheapest way costs ${live.Min(candidate => candidate.PriceUsd) * request.Count:0.00}.");
        }

        if (request.Simulation != SimulationMode.Never)
        {
            cheap.AddRange(all.Where(candidate => candidate.IsSimulation()));
        }

        return cheap.Count == 0 ? throw Nobody(request, configured) : new(Seen(resolved, cheap[0]), cheap, WhySimulated(request, cheap[0]));
    }

    private static JobRequest Resolve(JobRequest request)
    {
        var style = Styles.Find(request.Style);
        var platform = Platforms.Find(request.Platform);
        return request with
        {
            Camera = [.. request.Camera.Select(move => Cameras.Find(move)!.Name)],
            Format = request.Format ?? (request.AspectRatio is null && request.Width is null ? platform?.Format : null),
            Duration = request.Duration ?? platform?.DefaultDuration ?? style?.DefaultDuration ?? DefaultDuration,
            Fps = request.Fps ?? platform?.DefaultFps ?? style?.DefaultFps ?? Models.UsualFrameRate,
        };
    }

    private static FrameSize Asked(JobRequest request) =>
        request is { Width: { } width, Height: { } height } ? new(width, height)
        : Shapes.SizeOf(request.AspectRatio ?? (request.Format is { } format ? Shapes.AspectOf(format) : Shapes.DefaultAspect))!;

    private static bool IsWanted(JobRequest request, Candidate candidate, IReadOnlyCollection<string> configured) =>
        !candidate.IsSimulation() && request.Simulation != SimulationMode.Always && request.Model != Models.Simulation
        && configured.Contains(candidate.Provider) && (request.Provider ?? candidate.Provider) == candidate.Provider;

    // The named model first; else by the caller's wish; else as the catalog has them.
    private static List<Candidate> Order(JobRequest request, IEnumerable<Candidate> candidates) =>
        [.. candidates.OrderByDescending(candidate => candidate.Model == request.Model).ThenBy(candidate => request.Prefer switch
        {
            "cost" => (double)candidate.PriceUsd,
            "quality" => -Models.Find(candidate.Model)!.Quality,
            "speed" => candidate.Steps.Sum(step => step.UsualSeconds),
            _ => 0,
        })];

    // Text alone goes through a first frame where the model needs one.
    private static Candidate? Fit(JobRequest request, Model model)
    {
        if (model.Can(request.Kind))
        {
            return Build(request, model, request.Kind, null);
        }

        var image = Models.All.FirstOrDefault(other => other.Provider == model.Provider && other.Can(TaskKind.TextToImage));
        return request.Kind == TaskKind.TextToVideo && image is not null && model.Can(TaskKind.ImageToVideo)
            ? Build(request, model, TaskKind.ImageToVideo, image)
            : null;
    }

    private static Candidate Build(JobRequest request, Model model, TaskKind kind, Model? image)
    {
        var asked = Asked(request);
        var size = model.AnySize ? asked : asked.NearestOf(model.Sizes[kind]);
        var duration = model.Durations.MinBy(offered => (Math.Abs(offered - request.Duration!.Value), -offered));
        var steps = new List<TaskStep>();
        if (image is not null)
        {
            steps.Add(Step(image, TaskKind.TextToImage, size.NearestOf(image.Sizes[TaskKind.TextToImage]), null));
        }

        steps.Add(Step(model, kind, size, duration));
        return new(model.Provider, model.Name, steps, steps.Sum(step => step.PriceUsd), [.. Adaptations(request, model, asked, size, duration)]);
    }

    private static TaskStep Step(Model model, TaskKind kind, FrameSize size, int? duration) =>
        new()
        {
            Kind = kind,
            Model = model.Name,
            Wire = model.Name,
            Width = size.Width,
            Height = size.Height,
            Duration = duration,
            PromptLimit = model.PromptLimit,
            UsualSeconds = model.UsualSeconds,
            PriceUsd = model.PriceOf(duration),
        };

    private static IEnumerable<Adaptation> Adaptations(JobRequest request, Model model, FrameSize asked, FrameSize size, int duration)
    {
        var bySize = request.Width is not null;
        if (size != asked && (bySize || request.AspectRatio is not null || Math.Abs(size.Ratio - asked.Ratio) > 0.01))
        {
            yield return new(bySize ? "width" : request.AspectRatio is not null ? "aspectRatio" : "format",
                bySize ? asked.ToString() : $"{request.AspectRatio ?? request.Format} ({asked})", size.ToString(), $"the nearest that {model.Name} offers");
        }

        if (duration != request.Duration)
        {
            yield return new("duration", $"{request.Duration}", $"{duration}", $"the nearest that {model.Name} offers");
        }

        if (request.Fps != Models.UsualFrameRate && !model.AnyFrameRate)
        {
            yield return new("fps", $"{request.Fps}", $"{Models.UsualFrameRate}", $"{model.Name} takes no frame rate");
        }

        if (request.NegativePrompt is not null && !model.NegativePrompt)
        {
            yield return new("negativePrompt", "given", "dropped", $"{model.Name} takes none");
        }

        if (request.PersonGeneration is { } people)
        {
            yield return new("personGeneration", people, "dropped", $"{model.Name} takes none");
        }

        if (request.Quality is { } quality)
        {
            yield return new("quality", quality, "as made", $"{model.Name} offers no choice");
        }

        if (request.EnhancePrompt)
        {
            yield return new("enhancePrompt", "true", "composed", "no language model is configured; style, theme and platform still shape the prompt");
        }

        if (request.WebhookUrl is not null)
        {
            yield return new("webhookUrl", "given", "not called", "this service does not deliver webhooks");
        }

        if (request.Model is { } named && named != model.Name)
        {
            yield return new("model", named, model.Name, $"{named} could not do it");
        }

        if (PromptComposer.IsCut(request.Prompt!, request.Camera.Count > 0 ? request.Camera[0] : null, request.PreserveIdentity, model.PromptLimit))
        {
            yield return new("prompt", $"{request.Prompt!.Length} characters", $"cut to {model.PromptLimit} with what is added", $"the most that {model.Name} takes");
        }
    }

    // What the answer shows for what the caller left open.
    private static JobRequest Seen(JobRequest request, Candidate first)
    {
        var size = new FrameSize(first.Last().Width, first.Last().Height);
        return request with { Format = request.Format ?? Shapes.FormatOf(size), Width = size.Width, Height = size.Height };
    }

    private static string? WhySimulated(JobRequest request, Candidate first) =>
        !first.IsSimulation() ? null
        : request.Simulation == SimulationMode.Always || Models.Simulation == request.Provider || Models.Simulation == request.Model ? "as requested"
        : "no provider configured";

    private static ProblemException Nobody(JobRequest request, IReadOnlyCollection<string> configured) =>
        request.Kind == TaskKind.VideoToVideo ? Errors.InvalidRequest("kind", "video-to-video is offered by no configured provider.")
        : request.Provider is { } named && !configured.Contains(named) ? Errors.InvalidRequest("provider", $"{named} is not configured.")
        : Errors.InvalidRequest("simulation", "is 'never', and no provider is configured.");
}
