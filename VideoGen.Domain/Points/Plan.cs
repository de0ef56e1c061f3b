namespace VideoGen.Domain.Points;

/// <summary>What a user may have made.</summary>
/// <param name="Name">As administrators call it.</param>
/// <param name="PointsPerMonth">Given each month; null for points without a limit.</param>
/// <param name="PerDay">Generations, in UTC days; null for any number.</param>
/// <param name="PerMonth">Likewise.</param>
/// <param name="Concurrency">Jobs at once; null for any number.</param>
public sealed record Plan(string Name, int? PointsPerMonth = null, int? PerDay = null, int? PerMonth = null, int? Concurrency = null)
{
    /// <summary>Of whoever has none: everything, without a limit.</summary>
    public static Plan Unlimited { get; } = new("unlimited");

    public bool IsUnlimited => PointsPerMonth is null;

    public bool HasLimits => (PointsPerMonth ?? PerDay ?? PerMonth ?? Concurrency) is not null;
}
