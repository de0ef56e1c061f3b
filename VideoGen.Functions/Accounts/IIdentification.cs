using Microsoft.AspNetCore.Http;
using VideoGen.Domain;

namespace VideoGen.Functions.Accounts;

/// <summary>A way to tell who calls, one for each mode.</summary>
internal interface IIdentification
{
    /// <exception cref="ProblemException">Whoever calls has not shown who they are, or may not call.</exception>
    ValueTask<Caller> IdentifyAsync(HttpRequest request, CancellationToken ct);
}
