using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using VideoGen.Embedded.Hosting.Functions;

namespace VideoGen.Embedded.Hosting.Http;

/// <summary>Chooses by method among functions whose routes match: a method nobody takes is 404, never 405.</summary>
internal sealed class FunctionMatcherPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<HttpTrigger>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        int? taken = null;
        for (var i = 0; i < candidates.Count; i++)
        {
            if (!candidates.IsValidCandidate(i)) continue;
            var takes = candidates[i].Endpoint.Metadata.GetMetadata<HttpTrigger>()?.Takes(httpContext.Request.Method) ?? true;
            // Of routes that are equally near, the first one wins instead of an error.
            if (takes && taken != candidates[i].Score) taken = candidates[i].Score;
            else candidates.SetValidity(i, false);
        }

        return Task.CompletedTask;
    }
}
