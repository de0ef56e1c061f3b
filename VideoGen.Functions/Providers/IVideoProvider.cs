using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Providers;

/// <summary>One provider, in our terms. Its whole wire contract is behind this port.</summary>
/// <remarks>
/// What the far side does comes back as a <see cref="Verdict"/>, whatever it answers: an exception here is a bug of ours.
/// The key that submitted a task is the one that checks, cancels and downloads it.
/// </remarks>
public interface IVideoProvider
{
    /// <summary>As in the model catalog, the plan and the answers: lower case.</summary>
    string Name { get; }

    /// <summary>The configured keys; <see cref="KeyFingerprint.None"/> alone where none is needed. Never empty: without a key there is no provider.</summary>
    IReadOnlyList<KeyFingerprint> Keys { get; }

    /// <summary>Submits once. Never repeats the call: the pipeline decides, as it may cost money.</summary>
    /// <returns>
    /// Accepted; or why nothing was started; or <see cref="VerdictKind.Unknown"/> when bytes had left and no answer settles it
    /// (<see cref="VerdictKind.Outage"/> only when certainly nothing was started).
    /// </returns>
    Task<Verdict> SubmitAsync(ProviderRequest request, KeyFingerprint key, CancellationToken ct);

    /// <summary>Asks once how the task stands. Does not repeat the call either: a provider may limit looks at one task.</summary>
    /// <returns>Pending, an end, or Throttled, Outage, KeyRefused when this look told nothing about the task.</returns>
    Task<Verdict> CheckAsync(TaskRef task, KeyFingerprint key, CancellationToken ct);

    /// <summary>Whether <see cref="LookUpAsync"/> can find a task; without it, a lost answer waits for somebody to say what became of it.</summary>
    /// <remarks>A second submit under the same attempt id must be refused by the provider, as one is made when the first cannot be found.</remarks>
    bool CanLookUp => false;

    /// <summary>Looks once for the task of a submit whose answer was lost, by the attempt it was made for. The pipeline looks again.</summary>
    /// <returns>
    /// Accepted with the task; Gone when the provider certainly has none; Outage, Throttled or KeyRefused when it did not tell;
    /// null where the provider cannot be asked.
    /// </returns>
    Task<Verdict?> LookUpAsync(string attemptId, TaskKind kind, string model, KeyFingerprint key, CancellationToken ct) => Task.FromResult<Verdict?>(null);

    /// <summary>Ends the task, so that it costs nothing further. Safe to repeat.</summary>
    /// <returns>Canceled (also when it was gone already), Outage, or Pending where it may run on all the same, and a later look tells.</returns>
    Task<Verdict> CancelAsync(TaskRef task, KeyFingerprint key, CancellationToken ct);

    /// <summary>The balance behind a key; null where the provider tells none.</summary>
    Task<ProviderCredits?> CreditsAsync(KeyFingerprint key, CancellationToken ct);

    /// <summary>Opens an output for reading, from a byte on. The whole file is never in memory.</summary>
    /// <param name="output">One of <see cref="Verdict.Outputs"/>.</param>
    /// <param name="key">The key that submitted.</param>
    /// <param name="from">Where to go on; answered by <see cref="ProviderOutput.Start"/>, which is 0 when the host starts over.</param>
    /// <param name="validator">The <see cref="ProviderOutput.Validator"/> of the first part: a changed file is started over.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>Null when the address no longer serves it: ask the task again for a fresh one.</returns>
    /// <exception cref="TransientException">The host did not answer; it may be tried again.</exception>
    Task<ProviderOutput?> OpenOutputAsync(string output, KeyFingerprint key, long from, string? validator, CancellationToken ct);
}

/// <summary>The balance behind a key.</summary>
/// <param name="Balance">In the provider's unit; null when it could not be learnt.</param>
/// <param name="Unit">The provider's unit, such as credits.</param>
/// <param name="UsdPerUnit">What one unit costs.</param>
/// <param name="Trouble">Why the balance could not be learnt.</param>
public sealed record ProviderCredits(decimal? Balance, string Unit, decimal UsdPerUnit, Verdict? Trouble = null);

/// <summary>An output being read.</summary>
/// <param name="Content">The bytes from <paramref name="Start"/> on.</param>
/// <param name="Start">The position of the first byte of <paramref name="Content"/> in the file.</param>
/// <param name="TotalLength">The length of the whole file, where the host tells.</param>
/// <param name="ContentType">As the host says.</param>
/// <param name="Validator">A strong ETag or a date to go on with after a break; null when the host offers none.</param>
public sealed record ProviderOutput(Stream Content, long Start, long? TotalLength, string? ContentType, string? Validator) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
