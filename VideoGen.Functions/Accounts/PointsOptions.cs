using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using VideoGen.Domain.Points;

namespace VideoGen.Functions.Accounts;

/// <summary>What a generation costs its user, and what users may have made.</summary>
public sealed class PointsOptions : IValidatableObject
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    /// <summary>Points for one video. A simulated one is free, a failed one costs nothing.</summary>
    [ConfigurationKeyName("POINTS_PER_GENERATION")]
    [Range(0, 1_000_000, ErrorMessage = "POINTS_PER_GENERATION must be from 0 to 1000000.")]
    public int PerGeneration { get; init; } = 10;

    /// <summary>Other numbers for some models, as <c>gen4.5=20,veo-3.1=40</c>.</summary>
    [ConfigurationKeyName("POINTS_BY_MODEL")]
    public string? ByModel { get; init; }

    /// <summary>The plans, as <c>{"free": {"pointsPerMonth": 100, "perDay": 5, "perMonth": 50, "concurrency": 1}}</c>; what is left out has no limit.</summary>
    [ConfigurationKeyName("PLANS")]
    public string? Plans { get; init; }

    /// <summary>The plan of whoever has no other; empty for one without limits.</summary>
    [ConfigurationKeyName("PLAN")]
    public string? Plan { get; init; }

    public int PointsOf(string model) => ReadModels()!.GetValueOrDefault(model, PerGeneration);

    /// <summary>Null when there is none of that name.</summary>
    public Plan? Find(string? name) => ReadPlans()!.FirstOrDefault(plan => plan.Name == name);

    public Plan Usual() => Find(Plan) ?? Domain.Points.Plan.Unlimited;

    public IEnumerable<string> Names() => ReadPlans()!.Select(plan => plan.Name);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ReadModels() is null) yield return new("POINTS_BY_MODEL must look like gen4.5=20,veo-3.1=40.");
        if (ReadPlans() is not { } plans) yield return new("PLANS must look like {\"free\": {\"pointsPerMonth\": 100, \"perDay\": 5, \"perMonth\": 50, \"concurrency\": 1}}, with numbers from 0 on.");
        else if (!string.IsNullOrEmpty(Plan) && plans.All(plan => plan.Name != Plan)) yield return new($"PLAN names {Plan}, which is none of PLANS.");
    }

    private Dictionary<string, int>? ReadModels()
    {
        var points = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var part in (ByModel ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [var model, var text]
                || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !points.TryAdd(model, number))
            {
                return null;
            }
        }

        return points;
    }

    private IReadOnlyList<Plan>? ReadPlans()
    {
        if (string.IsNullOrWhiteSpace(Plans)) return [];

        try
        {
            var read = JsonSerializer.Deserialize<Dictionary<string, Limits?>>(Plans, Json)!;
            return read.Values.All(limits => limits is not null && new[] { limits.PointsPerMonth, limits.PerDay, limits.PerMonth, limits.Concurrency }.All(number => number is not < 0))
                ? [.. read.Select(plan => new Plan(plan.Key, plan.Value!.PointsPerMonth, plan.Value.PerDay, plan.Value.PerMonth, plan.Value.Concurrency))]
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Limits(int? PointsPerMonth, int? PerDay, int? PerMonth, int? Concurrency);
}
