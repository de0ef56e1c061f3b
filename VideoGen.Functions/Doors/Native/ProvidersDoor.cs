using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using VideoGen.Domain;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Doors.Native;

/// <summary>The native API's providers: which are configured, how their keys are, what is left on them.</summary>
public sealed class ProvidersDoor(Callers callers, ModelCatalog catalog, ProviderRegistry providers, KeyPool pool, Balances balances)
{
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

        return Results.Json(CreditsAnswer.Of(await balances.OfAsync(name, ct)), NativeJson.Options);
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

    private sealed record CreditsAnswer(
        string Provider, bool Configured, decimal? Balance, string? Unit, decimal? BalanceUsd, bool CanGenerate, IReadOnlyList<KeyBalanceAnswer> Keys)
    {
        public static CreditsAnswer Of(ProviderBalance left) => new(
            left.Provider,
            left.Configured,
            left.Balance,
            left.Unit,
            left.BalanceUsd,
            left.CanPay(0),
            [.. left.Keys.Select(key => new KeyBalanceAnswer(key.Key, Words(key.State), key.Credits?.Balance, key.Credits?.Trouble?.Detail))]);
    }

    private sealed record KeyBalanceAnswer(KeyFingerprint Key, string State, decimal? Balance, string? Trouble);
}
