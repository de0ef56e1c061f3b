using System.Text.Json.Serialization;

namespace VideoGen.Cli.Service;

/// <summary>The providers and their keys, as the native API answers them.</summary>
internal sealed record ProviderList([property: JsonPropertyName("providers")] IReadOnlyList<ProviderView> All);

internal sealed record ProviderView(string Name, bool Configured, string State, IReadOnlyList<KeyView> Keys);

/// <param name="Key">Its fingerprint.</param>
/// <param name="State">live, or why it rests.</param>
/// <param name="InFlight">How many tasks it has under way.</param>
/// <param name="NextProbe">When one that rests is tried again.</param>
/// <param name="Detail">What the provider said.</param>
internal sealed record KeyView(string Key, string State, int InFlight, DateTimeOffset? NextProbe, string? Detail);

/// <summary>What is left at a provider.</summary>
internal sealed record Credits(string Provider, decimal? Balance, string? Unit, decimal? BalanceUsd, IReadOnlyList<KeyCredits> Keys);

internal sealed record KeyCredits(string Key, decimal? Balance, string? Trouble);

/// <summary>What the caller has used, and may use.</summary>
internal sealed record Usage(string User, PlanView Plan, PointsView Points, Quota Quota, UsageCost Cost);

internal sealed record PlanView(string Name);

internal sealed record PointsView(bool Unlimited, long? Available, long Reserved, long SpentThisPeriod);

internal sealed record Quota(QuotaOf Day, QuotaOf Month, QuotaOf Running);

internal sealed record QuotaOf(int Used, int? Limit);

internal sealed record UsageCost(decimal Total);
