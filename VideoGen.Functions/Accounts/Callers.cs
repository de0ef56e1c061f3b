using Microsoft.AspNetCore.Http;
using VideoGen.Domain;

namespace VideoGen.Functions.Accounts;

/// <summary>Tells who calls, and counts it. Every door asks here first, for every request that is not open to all.</summary>
public sealed class Callers
{
    private readonly IIdentification _identification;
    private readonly RateLimiter _limiter;

    internal Callers(IIdentification identification, RateLimiter limiter) => (_identification, _limiter) = (identification, limiter);

    /// <exception cref="ProblemException">Whoever calls has not shown who they are, may not call, or has sent too much.</exception>
    public async ValueTask<Caller> OfAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.HttpContext.Items.TryGetValue(typeof(Caller), out var known)) return (Caller)known!;

        var caller = await IdentifyAsync(request, ct);
        _limiter.Count(caller, request.HttpContext.Response);
        request.HttpContext.Items[typeof(Caller)] = caller;
        return caller;
    }

    /// <summary>As <see cref="OfAsync"/>, where administrators alone may go.</summary>
    /// <exception cref="ProblemException">Whoever calls is none.</exception>
    public async ValueTask<Caller> AdminOfAsync(HttpRequest request, CancellationToken ct) =>
        await OfAsync(request, ct) is { IsAdmin: true } admin ? admin : throw new ProblemException(Errors.IsForbidden, "This is for administrators.");

    private async ValueTask<Caller> IdentifyAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            return await _identification.IdentifyAsync(request, ct);
        }
        catch (ProblemException problem) when (problem.Kind == Errors.IsUnauthorized)
        {
            // A 401 says how it is done better.
            request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
            throw;
        }
    }
}
