using VideoGen.Domain.Catalog;
using VideoGen.Domain.Media;

namespace VideoGen.Domain.Jobs;

/// <summary>The request with its gaps filled, and who could do it.</summary>
public sealed record PlannedJob(JobRequest Request, IReadOnlyList<Candidate> Candidates, string? WhySimulated)
{
    /// <summary>What the first provider in line would charge for all videos.</summary>
    public decimal Quote() => Candidates[0].PriceUsd * Request.Count;

    /// <summary>How the caller wants the file, whatever the model makes; null when any will do.</summary>
    public DeliveryWish? Wish { get; init; }

    /// <summary>The same, with fewer who could do it.</summary>
    public PlannedJob For(IReadOnlyList<Candidate> candidates) => this with
    {
        Candidates = candidates,
        Request = Request with { Width = Wish?.Width ?? candidates[0].Last().Width, Height = Wish?.Height ?? candidates[0].Last().Height },
    };

    /// <summary>The same, with the files brought into the form that is wished for.</summary>
    public PlannedJob DeliveredBy(DeliveryWish wish) => this with
    {
        Wish = wish,
        Request = Request with { Width = wish.Width ?? Request.Width, Height = wish.Height ?? Request.Height },
        Candidates = [.. Candidates.Select(wish.Promise)],
    };
}

/// <summary>Request and catalog in, ordered candidates out: each with its price, and with what it cannot honour said before a cent is spent.</summary>
public static class Planner
{
    /// <summary>So many travel in a plan, besides the simulation.</summary>
    public const int MostCandidates = 6;

    /// <summary>So many of one provider: when two of its models failed, a third is not worth the wait.</summary>
    public const int MostOfOneProvider = 2;

    /// <summary>In seconds, where nobody says.</summary>
    public const int DefaultDuration = 5;

    /// <param name="request">One that keeps the <see cref="JobRules"/>.</param>
    /// <param name="catalog">The models there are.</param>
    /// <param name="configured">The providers that have a key.</param>
    /// <param name="today">What is retired by then is skipped.</param>
    /// <param name="languageModel">Whether one is configured to enhance prompts.</param>
    /// <exception cref="ProblemException">Nobody may or can do it.</exception>
    public static PlannedJob Plan(JobRequest request, ModelCatalog catalog, IReadOnlyCollection<string> configured, DateOnly today, bool languageModel = false)
    {
        var resolved = Resolve(request, catalog);
        var all = catalog.All.Where(model => model.MakesVideos && !model.IsRetired(today))
            .Select(model => Fitting.Fit(resolved, model, catalog, today))
            .OfType<Candidate>()
            .ToList();
        var live = Order(resolved, catalog, all.Where(candidate => IsWanted(resolved, candidate, configured)));
        var affordable = live.Where(candidate => !IsTooDear(resolved, candidate)).ToList();
        if (live.Count > 0 && affordable.Count == 0)
        {
            throw Errors.InvalidRequest("maxCost", $"is too low: the cheapest way costs ${live.Min(candidate => candidate.PriceUsd) * resolved.Count:0.00##}.");
        }

        List<Candidate> chosen = [.. Few(affordable), .. resolved.Simulation == SimulationMode.Never ? [] : all.Where(candidate => candidate.IsSimulation())];
        if (chosen.Count == 0) throw Nobody(resolved, configured);

        var why = WhyNot(resolved, all, configured);
        return new(
            Seen(resolved, chosen[0]),
            [.. chosen.Select(candidate => WithModelNoted(resolved, WithPromptNoted(resolved, candidate, languageModel), why))],
            WhySimulated(resolved, chosen[0], configured));
    }

    private static JobRequest Resolve(JobRequest request, ModelCatalog catalog)
    {
        var style = Styles.Find(request.Style);
        var platform = Platforms.Find(request.Platform);
        return request with
        {
            Camera = [.. request.Camera.Select(move => Cameras.Find(move)!.Name)],
            Format = request.Format ?? (request.AspectRatio is null && request.Width is null ? platform?.Format : null),
            // A video made of another is as long as that one.
            Duration = request.Duration ?? (request.Kind == TaskKind.VideoToVideo ? null : platform?.DefaultDuration ?? style?.DefaultDuration ?? DefaultDuration),
            Fps = request.Fps ?? platform?.DefaultFps ?? style?.DefaultFps ?? Models.UsualFrameRate,
            Provider = catalog.FindProvider(request.Provider),
            Model = catalog.Find(request.Model)?.Name,
        };
    }

    private static bool IsWanted(JobRequest request, Candidate candidate, IReadOnlyCollection<string> configured) =>
        !candidate.IsSimulation() && request.Simulation != SimulationMode.Always && request.Model != Models.Simulation
        && configured.Contains(candidate.Provider) && (request.Provider ?? candidate.Provider) == candidate.Provider;

    private static bool IsTooDear(JobRequest request, Candidate candidate) =>
        request.MaxCost is { } most && candidate.PriceUsd * request.Count > most;

    // The named model first; else by the caller's wish; else as the catalog has them.
    private static List<Candidate> Order(JobRequest request, ModelCatalog catalog, IEnumerable<Candidate> candidates) =>
    [
        .. candidates.OrderByDescending(candidate => candidate.Model == request.Model).ThenBy(candidate => Fitting.Wish(
            request, candidate.PriceUsd, catalog.Find(candidate.Model)!.Quality, candidate.Steps.Sum(step => step.UsualSeconds))),
    ];

    private static IEnumerable<Candidate> Few(IReadOnlyList<Candidate> ordered) => ordered
        .Where((candidate, place) => ordered.Take(place).Count(earlier => earlier.Provider == candidate.Provider) < MostOfOneProvider)
        .Take(MostCandidates);

    private static Candidate WithModelNoted(JobRequest request, Candidate candidate, string why) =>
        request.Model is not { } named || named == candidate.Model
            ? candidate
            : candidate with { Adapted = [.. candidate.Adapted, new("model", named, candidate.Model, why)] };

    private static Candidate WithPromptNoted(JobRequest request, Candidate candidate, bool languageModel) =>
        !request.EnhancePrompt || languageModel
            ? candidate
            : candidate with { Adapted = [.. candidate.Adapted, Adaptation.PromptComposed("no language model is configured; style, theme and platform still shape the prompt")] };

    // Why another than the named model makes the video.
    private static string WhyNot(JobRequest request, List<Candidate> all, IReadOnlyCollection<string> configured) =>
        all.Find(candidate => candidate.Model == request.Model) switch
        {
            null => $"{request.Model} does not do this",
            _ when request.Simulation == SimulationMode.Always => "a simulation was asked for",
            { Provider: var provider } when !configured.Contains(provider) => $"{provider} is not configured",
            { PriceUsd: var price } candidate when IsTooDear(request, candidate) => $"{request.Model} would cost ${price * request.Count:0.00##}",
            _ => $"{request.Model} could not do it",
        };

    // What the answer shows for what the caller left open.
    private static JobRequest Seen(JobRequest request, Candidate first)
    {
        var size = new FrameSize(first.Last().Width, first.Last().Height);
        return request with { Format = request.Format ?? Shapes.FormatOf(size), Width = size.Width, Height = size.Height };
    }

    private static string? WhySimulated(JobRequest request, Candidate first, IReadOnlyCollection<string> configured) =>
        !first.IsSimulation() ? null
        : request.Simulation == SimulationMode.Always || Models.Simulation == request.Provider || Models.Simulation == request.Model ? "as requested"
        : request.Provider is { } named ? configured.Contains(named) ? $"{named} does not do this" : $"{named} is not configured"
        : configured.Any(provider => provider != Models.Simulation) ? "no configured provider does this"
        : "no provider configured";

    private static ProblemException Nobody(JobRequest request, IReadOnlyCollection<string> configured) =>
        request.Provider is { } named && !configured.Contains(named) ? Errors.InvalidRequest("provider", $"{named} is not configured.")
        : configured.Any(provider => provider != Models.Simulation) && request.Provider != Models.Simulation && request.Model != Models.Simulation
            ? Errors.InvalidRequest("kind", $"{Words(request.Kind)} is {(request.Provider is { } asked ? $"not offered by {asked}" : "offered by no configured provider")}.")
        : Errors.InvalidRequest("simulation", "is 'never', and no provider is configured.");

    private static string Words(TaskKind kind) => kind switch
    {
        TaskKind.ImageToVideo => "image-to-video",
        TaskKind.VideoToVideo => "video-to-video",
        _ => "text-to-video",
    };
}
