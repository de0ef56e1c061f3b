using VideoGen.Domain.Catalog;

namespace VideoGen.Domain.Jobs;

/// <summary>An image of the caller, as the limits of a model see it.</summary>
/// <param name="Field">As the caller calls it.</param>
/// <param name="Facts">Null for what lies at an address and was not fetched.</param>
public sealed record InputImage(string Field, ImageFacts? Facts);

/// <summary>Who can take the caller's images. Nobody is asked, and nothing paid, who would refuse them.</summary>
public static class InputLimits
{
    /// <summary>Whether somebody must be handed the bytes of what lies at an address.</summary>
    public static bool NeedBytes(PlannedJob planned, ModelCatalog catalog) =>
        planned.Candidates.SelectMany(candidate => candidate.Steps).Any(step => catalog.Find(step.Model)?.Image is { TakesUrl: false });

    /// <summary>The plan without those who cannot take the images; the reason is on the one who comes in their place.</summary>
    /// <exception cref="ProblemException">No provider can; it names the image and the limit.</exception>
    public static PlannedJob Keep(PlannedJob planned, ModelCatalog catalog, InputImage? image, IReadOnlyList<InputImage> references)
    {
        var looked = planned.Candidates.Select(candidate => (Candidate: candidate, Fault: FaultOf(candidate, catalog, image, references))).ToList();
        var able = looked.Where(way => way.Fault is null).Select(way => way.Candidate).ToList();
        if (able.Count == looked.Count) return planned;
        if (!able.Exists(candidate => !candidate.IsSimulation())) throw Errors.InvalidRequest([looked.Find(way => way.Fault is not null).Fault!]);

        var first = able[0];
        able[0] = first with
        {
            Adapted =
            [
                .. first.Adapted,
                .. looked.TakeWhile(way => way.Candidate != first)
                    .Select(way => new Adaptation("model", way.Candidate.Model, first.Model, $"{way.Fault!.Field} {way.Fault.Message}")),
            ],
        };
        return planned.For(able);
    }

    private static FieldError? FaultOf(Candidate candidate, ModelCatalog catalog, InputImage? image, IReadOnlyList<InputImage> references) => candidate.Steps
        .SelectMany(step => Given(step, candidate, image, references).Select(given => FaultOf(step, catalog.Find(step.Model)?.Image, given)))
        .FirstOrDefault(fault => fault is not null);

    private static IEnumerable<InputImage> Given(TaskStep step, Candidate candidate, InputImage? image, IReadOnlyList<InputImage> references) =>
    [
        // Behind a first frame of its own, a model gets that and not the caller's.
        .. image is not null && step.Kind == TaskKind.ImageToVideo && candidate.Steps.Count == 1 ? [image] : (InputImage[])[],
        .. references.Take(step.References),
    ];

    private static FieldError? FaultOf(TaskStep step, ImageLimits? limits, InputImage image) => (limits, image.Facts) switch
    {
        (null, _) or ({ TakesUrl: true }, null) => null,
        (_, null) => new(image.Field, $"could not be fetched from its address, and {step.Model} must be handed the bytes."),
        _ => limits.FaultOf(image.Facts) is { } why ? new(image.Field, $"{why} That is what {step.Model} takes.") : null,
    };
}
