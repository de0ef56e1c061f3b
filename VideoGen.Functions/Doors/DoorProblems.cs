using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using VideoGen.Domain;

namespace VideoGen.Functions.Doors;

/// <summary>How one door says what is wrong, where its clients do not read problem+json. The status and <c>Retry-After</c> are as everywhere.</summary>
/// <param name="Door">A class of the door; all functions of its namespace answer so.</param>
/// <param name="Write">The body, as JSON.</param>
/// <param name="Tell">Adds headers; null for none.</param>
public sealed record DoorProblems(Type Door, Func<ProblemException, object> Write, Action<ProblemException, IHeaderDictionary>? Tell = null)
{
    public bool IsOf(FunctionDefinition function) => function.EntryPoint.StartsWith($"{Door.Namespace}.", StringComparison.Ordinal);

    /// <summary>The same problem with the fields called as the door's callers call them.</summary>
    public static ProblemException InWordsOf(ProblemException problem, IReadOnlyDictionary<string, string> names)
    {
        if (problem.Fields.Count == 0) return problem;

        var fields = problem.Fields.Select(fault => fault with { Field = names.GetValueOrDefault(fault.Field, fault.Field) }).ToList();
        return new(problem.Kind, string.Join(" ", fields.Select(fault => $"{fault.Field}: {fault.Message}")), fields, problem.RetryAfterSeconds);
    }
}

/// <summary>The problem as most clients of old read it: <c>success</c> is false, <c>error</c> says why in a sentence, <c>code</c> in a word.</summary>
/// <param name="Fields">The faults of a request by field; null where it is about something else.</param>
public sealed record PlainProblem(bool Success, string Error, string Code, IReadOnlyDictionary<string, IReadOnlyList<string>>? Fields)
{
    public static PlainProblem Of(ProblemException problem, string? code = null) => new(
        false,
        problem.Message,
        code ?? problem.Kind.Code,
        problem.Fields.Count == 0 ? null : problem.Fields.GroupBy(fault => fault.Field)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(fault => fault.Message)]));
}
