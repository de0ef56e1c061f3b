using Microsoft.Extensions.Options;
using VideoGen.Domain;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Domain.Media;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Enhancement;
using VideoGen.Functions.Media;
using VideoGen.Functions.Net;
using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Intake;

/// <summary>Says what would be made of a request, by whom, and at which price. Starts and writes nothing.</summary>
public sealed class Quotes(
    ModelCatalog catalog, ProviderRegistry providers, PromptEnhancer enhancer, IMedia media, InputMedia inputs, UrlGuard guard, IOptions<IntakeOptions> options, TimeProvider clock)
{
    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <exception cref="ProblemException">The request cannot be accepted.</exception>
    public async Task<PlannedJob> QuoteAsync(Caller caller, JobRequest asked, CancellationToken ct) => (await PlanAsync(caller, Check(asked), ct)).Planned;

    /// <summary>The request with what the service is set to, where it does not say itself.</summary>
    /// <exception cref="ProblemException">With every fault found.</exception>
    public JobRequest Check(JobRequest asked)
    {
        var request = asked with { Simulation = asked.Simulation ?? options.Value.Simulation };
        return FaultsOf(request) is { Count: > 0 } faults ? throw Errors.InvalidRequest(faults) : request;
    }

    /// <exception cref="ProblemException">Nobody may or can do it.</exception>
    private PlannedJob Plan(JobRequest request)
    {
        var planned = Planner.Plan(request, catalog, [.. providers.All.Select(provider => provider.Name)], Today, enhancer.IsConfigured);
        return media.Unavailable is null && DeliveryWish.Of(request) is { } wish ? planned.DeliveredBy(wish) : planned;
    }

    /// <summary>The plan of those who can take the caller's images, and all inputs, looked at.</summary>
    /// <exception cref="ProblemException">Nobody may or can do it, or an input is not what it should be.</exception>
    public async Task<(PlannedJob Planned, InputFiles Inputs)> PlanAsync(Caller caller, JobRequest request, CancellationToken ct)
    {
        var planned = Plan(request);
        var files = await inputs.ReadAsync(caller, request, InputLimits.NeedBytes(planned, catalog), ct);
        return (InputLimits.Keep(planned, catalog, Seen(files.Image), [.. files.References.Select(reference => Seen(reference)!)]), files);

        static InputImage? Seen(InputFile? file) => file is null ? null : new(file.Field, file.Facts);
    }

    /// <summary>The first of its models to go; null while nothing speaks against them.</summary>
    public Deprecation? DeprecationOf(Candidate candidate) => candidate.Steps
        .Select(step => catalog.Find(step.Model)?.DeprecationAt(Today))
        .OfType<Deprecation>()
        .MinBy(end => end.RetiresOn ?? DateOnly.MaxValue);

    private IReadOnlyList<FieldError> FaultsOf(JobRequest request)
    {
        var faults = JobRules.Check(request, catalog, Today);
        return
        [
            .. faults,
            .. new[] { Fault("webhookUrl", request.WebhookUrl), Fault("image.url", request.Image?.Url), Fault("video.url", request.Video?.Url) }
                .Concat(request.References.Select((reference, i) => Fault($"references[{i}].url", reference.Url)))
                .OfType<FieldError>().ExceptBy(faults.Select(fault => fault.Field), fault => fault.Field),
        ];

        FieldError? Fault(string field, string? url) => url is not null && guard.CheckUrl(url) is { } why ? new(field, why) : null;
    }
}
