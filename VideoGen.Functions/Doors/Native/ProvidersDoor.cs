using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using VideoGen.Domain;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Doors.Native;

/// <summary>The native API's providers: which are configured, how their keys are, what is left on them.</summary>
public sealed class ProvidersDoor(Callers callers, ModelCatalog catalog, ProviderRegistry providers, KeyPool pool)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Function("ListProviders")]
    public async Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/providers")] HttpRequest request, CancellationToken ct)
    {
        _ = await callers.OfAsync(request, ct);
        var answers = new List<ProviderAnswer>();
        foreach (var name in catalog.Providers)
        {
            answers.Add(await DescribeAsync(name, ct));
        }

        return Results.Json(new ProvidersAnswer(answers), NativeJson.Options);
    }

    [Function("GetProviderCredits")]
    public async Task<IResult> Credits(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/providers/{name}/credits")] HttpRequest request, string name, CancellationToken ct)
    {
        _ = await callers.OfAsync(request, ct);
        name = catalog.FindProvider(name) ?? throw Errors.NotFound($"There is no provider {(name.Length <= 40 ? name : name[..40])}.");

        var keys = new List<KeyCredits>();
        var provider = providers.Find(name);
        foreach (var key in provider?.Keys ?? [])
        {
            var credits = await AskAsync(provider!, key, ct);
            keys.Add(new(key, Words((await pool.DescribeAsync(provider!, key, ct)).State), credits));
        }

        return Results.Json(CreditsAnswer.Of(name, provider is not null, keys), NativeJson.Options);
    }

    // Whoever asks waits for the answer, and a provider that is down is asked again and again.
    private async Task<ProviderCredits?> AskAsync(IVideoProvider provider, KeyFingerprint key, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            return await pool.AskAsync(provider, key, limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(null, "", 0, Verdict.Outage($"{provider.Name} did not answer within {Patience.TotalSeconds} seconds."));
        }
    }

    private async Task<ProviderAnswer> DescribeAsync(string name, CancellationToken ct)
    {
        var provider = providers.Find(name);
        var keys = new List<KeyAnswer>();
        foreach (var key in provider?.Keys ?? [])
        {
            var known = await pool.DescribeAsync(provider!, key, ct);
            keys.Add(new(key, Words(known.State), known.Since, known.Until, known.InFlight, known.Limit, known.Moderated, known.Detail));
        }

        return new(name, keys.Count > 0, keys.Count == 0 ? "not configured" : keys.Exists(key => key.State == "live") ? "live" : keys[0].State, keys);
    }

    private static string Words(KeyState state) => state.ToString().ToLowerInvariant();

    private sealed record ProvidersAnswer(IReadOnlyList<ProviderAnswer> Providers);

    private sealed record ProviderAnswer(string Name, bool Configured, string State, IReadOnlyList<KeyAnswer> Keys);

    private sealed record KeyAnswer(
        KeyFingerprint Key, string State, DateTimeOffset? Since, DateTimeOffset? NextProbe, int InFlight, int? Limit, int Moderated, string? Detail);

    private sealed record KeyCredits(KeyFingerprint Key, string State, ProviderCredits? Credits);

    private sealed record CreditsAnswer(
        string Provider, bool Configured, decimal? Balance, string? Unit, decimal? BalanceUsd, bool CanGenerate, IReadOnlyList<KeyBalance> Keys)
    {
        public static CreditsAnswer Of(string provider, bool configured, IReadOnlyList<KeyCredits> keys)
        {
            var told = keys.Select(key => key.Credits).OfType<ProviderCredits>().Where(credits => credits.Balance is not null).ToList();
            return new(
                provider,
                configured,
                told.Count == 0 ? null : told.Sum(credits => credits.Balance),
                keys.Select(key => key.Credits?.Unit).FirstOrDefault(unit => unit is not null),
                told.Count == 0 ? null : told.Sum(credits => credits.Balance * credits.UsdPerUnit),
                keys.Any(key => key.Credits is null || (key.Credits.Trouble is null && key.Credits.Balance > 0)),
                [.. keys.Select(key => new KeyBalance(key.Key, key.State, key.Credits?.Balance, key.Credits?.Trouble?.Detail))]);
        }
    }

    private sealed record KeyBalance(KeyFingerprint Key, string State, decimal? Balance, string? Trouble);
}
