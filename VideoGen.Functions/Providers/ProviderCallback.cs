namespace VideoGen.Functions.Providers;

/// <summary>A provider that reports on its own when a task changes.</summary>
/// <remarks>A report only brings the next look forward: what it says of the task is never believed.</remarks>
public interface IReportingProvider : IVideoProvider
{
    /// <summary>Whether the callback is genuine, by its signature and its age.</summary>
    Task<CallbackCheck> CheckCallbackAsync(ProviderCallback callback, CancellationToken ct);
}

/// <summary>What somebody posted to us in a provider's name.</summary>
/// <param name="Headers">By name, ignoring case.</param>
/// <param name="Body">As it came, since signatures are over its bytes.</param>
public sealed record ProviderCallback(IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);

/// <summary>What a look at a callback came to.</summary>
/// <param name="Why">Why it is not believed, without its content; null for a genuine one.</param>
/// <param name="DeliveryId">The same at every repeat of one callback.</param>
public sealed record CallbackCheck(string? Why, string? DeliveryId)
{
    public bool IsGenuine => Why is null;

    public static CallbackCheck Genuine(string deliveryId) => new(null, deliveryId);

    public static CallbackCheck Refused(string why) => new(why, null);
}
