using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using VideoGen.Domain.Catalog;
using VideoGen.Functions.Enhancement;
using VideoGen.Functions.Media;
using VideoGen.Functions.Providers;
using VideoGen.Functions.Stores;

namespace VideoGen.Functions.Doors.Native;

/// <summary>Whether the service is alive and ready, which features are on, and why one is off.</summary>
/// <remarks>Open to all: it tells no secret, and those who watch over services have no key.</remarks>
public sealed class HealthDoor(ModelCatalog catalog, ProviderRegistry providers, IMedia media, JobStore jobs, PromptEnhancer enhancer)
{
    [Function("GetHealth")]
    public async Task<IResult> Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/health")] HttpRequest request, CancellationToken ct)
    {
        var store = await StoreTroubleAsync(ct);
        var live = catalog.Providers.Where(name => name != Models.Simulation && providers.Find(name) is not null).ToList();
        Feature[] features =
        [
            new("store", store is null, store),
            new("generation", live.Count > 0, live.Count > 0 ? null : "No provider has a key: every job is a simulation."),
            new("simulation", providers.Find(Models.Simulation) is not null, null),
            new("thumbnails", media.Unavailable is null, media.Unavailable),
            new("transcoding", media.Unavailable is null, media.Unavailable),
        ];
        // To have none is a choice, and nothing is amiss without.
        var enhancement = new Feature("enhancement", enhancer.IsConfigured, enhancer.IsConfigured ? null : "No language model has a key: prompts are composed.");
        var answer = new Health(
            store is not null ? "unhealthy" : features.All(feature => feature.On) ? "healthy" : "degraded", Live: true, Ready: store is null, [.. features, enhancement]);
        return Results.Json(answer, NativeJson.Options, statusCode: answer.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private async Task<string?> StoreTroubleAsync(CancellationToken ct)
    {
        try
        {
            await jobs.PingAsync(ct);
            return null;
        }
        catch (RequestFailedException e)
        {
            return $"The store answers {e.Status} {e.ErrorCode}.".Replace(" .", ".", StringComparison.Ordinal);
        }
    }

    private sealed record Health(string Status, bool Live, bool Ready, IReadOnlyList<Feature> Features);

    private sealed record Feature(string Name, bool On, string? Why);
}
