using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Intake;

namespace VideoGen.Functions.Doors.Native;

/// <summary>The JSON of a quote.</summary>
public static class QuoteJson
{
    public static QuoteAnswer Write(PlannedJob plan, Quotes quotes, int points) => new(
        plan.Candidates[0].IsSimulation() ? Mode.Simulation : Mode.Live,
        plan.WhySimulated,
        plan.Request.Count,
        plan.Quote(),
        points,
        [.. plan.Candidates.Select(candidate => Write(candidate, quotes.DeprecationOf(candidate)))]);

    private static CandidateAnswer Write(Candidate candidate, Deprecation? deprecation) => new(
        candidate.Provider,
        candidate.Model,
        [.. candidate.Steps.Select(step => new StepAnswer(step.Kind, step.Model, step.Width, step.Height, step.Duration, step.Audio, step.UsualSeconds, step.PriceUsd))],
        candidate.PriceUsd,
        candidate.Steps.Sum(step => step.UsualSeconds),
        candidate.Adapted,
        deprecation);
}

/// <summary>What would be made of a request.</summary>
/// <param name="Mode">What the first candidate would be.</param>
/// <param name="WhySimulated">Null when a provider comes first.</param>
/// <param name="Count">How many videos.</param>
/// <param name="TotalUsd">Of all videos, by the first candidate.</param>
/// <param name="Points">Likewise.</param>
/// <param name="Candidates">In the order in which they are tried.</param>
public sealed record QuoteAnswer(Mode Mode, string? WhySimulated, int Count, decimal TotalUsd, int Points, IReadOnlyList<CandidateAnswer> Candidates);

/// <summary>One way to make a video.</summary>
/// <param name="PriceUsd">Of one video.</param>
public sealed record CandidateAnswer(
    string Provider,
    string Model,
    IReadOnlyList<StepAnswer> Steps,
    decimal PriceUsd,
    int UsualSeconds,
    IReadOnlyList<Adaptation> Adapted,
    Deprecation? Deprecation);

public sealed record StepAnswer(TaskKind Kind, string Model, int Width, int Height, int? Duration, bool? Audio, int UsualSeconds, decimal PriceUsd);
