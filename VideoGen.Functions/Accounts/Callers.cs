using Microsoft.AspNetCore.Http;

namespace VideoGen.Functions.Accounts;

/// <summary>Tells who calls. Every door asks here, for every request that is not open to all.</summary>
public sealed class Callers
{
    /// <exception cref="Domain.ProblemException">Whoever calls has not shown who they are.</exception>
    public ValueTask<Caller> OfAsync(HttpRequest request, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Caller.Anonymous);
    }
}
