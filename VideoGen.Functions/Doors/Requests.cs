using Microsoft.AspNetCore.Http;
using VideoGen.Domain;
using VideoGen.Domain.Catalog;

namespace VideoGen.Functions.Doors;

/// <summary>What every door reads of a request in the same way.</summary>
public static class Requests
{
    /// <summary>Scheme and host the caller used, to make our URLs whole.</summary>
    public static string Origin(this HttpRequest request) => $"{request.Scheme}://{request.Host}";

    /// <summary>Which of our languages the caller likes best.</summary>
    public static string Language(this HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .Where(wish => wish.Quality is not 0)
        .OrderByDescending(wish => wish.Quality ?? 1)
        .Select(wish => wish.Value.ToString().Split('-')[0].ToLowerInvariant())
        .FirstOrDefault(Names.Languages.Contains) ?? Names.DefaultLanguage;

    /// <exception cref="ProblemException">It is given twice.</exception>
    public static string? IdempotencyKey(this HttpRequest request) => request.Headers["Idempotency-Key"] switch
    {
        [] => null,
        [var key] => key,
        _ => throw Errors.InvalidRequest("Idempotency-Key", "must be given once."),
    };

    /// <summary>A parameter of the query; null when it is not there.</summary>
    /// <exception cref="ProblemException">It is given twice.</exception>
    public static string? Only(this IQueryCollection query, string name) => query[name] switch
    {
        [] => null,
        [var value] => value,
        _ => throw Errors.InvalidRequest(name, "is given twice."),
    };
}
