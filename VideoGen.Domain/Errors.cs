namespace VideoGen.Domain;

/// <summary>One row of the error catalogue: a stable code, what HTTP says to it, and whether trying again can help.</summary>
public sealed record ErrorKind(string Code, int Status, string Title, bool Retryable);

/// <summary>A fault in one field of a request, named as the caller spelled it.</summary>
public sealed record FieldError(string Field, string Message);

/// <summary>A caller's fault or a known refusal. Each door says it in its own words.</summary>
public sealed class ProblemException(ErrorKind error, string detail, IReadOnlyList<FieldError>? fields = null, int? retryAfterSeconds = null)
    : Exception(detail)
{
    public ErrorKind Kind { get; } = error;

    public IReadOnlyList<FieldError> Fields { get; } = fields ?? [];

    public int? RetryAfterSeconds { get; } = retryAfterSeconds;
}

/// <summary>The error catalogue.</summary>
public static class Errors
{
    public static readonly ErrorKind PromptIsInvalid = new("INVALID_PROMPT", 400, "The prompt cannot be used", false);
    public static readonly ErrorKind RequestIsInvalid = new("INVALID_REQUEST", 400, "The request is not valid", false);
    public static readonly ErrorKind MediaIsUnsupported = new("UNSUPPORTED_MEDIA", 415, "This kind of file is not supported", false);
    public static readonly ErrorKind MediaIsTooLarge = new("MEDIA_TOO_LARGE", 413, "The file is too large", false);
    public static readonly ErrorKind LimitIsExceeded = new("API_LIMIT_EXCEEDED", 429, "Too many requests", true);
    public static readonly ErrorKind QuotaIsExceeded = new("QUOTA_EXCEEDED", 429, "The quota of this period is used up", false);
    public static readonly ErrorKind PointsAreMissing = new("INSUFFICIENT_POINTS", 402, "Not enough points", false);
    public static readonly ErrorKind CreditsAreExhausted = new("CREDITS_EXHAUSTED", 503, "The provider's credits are used up", true);
    public static readonly ErrorKind ContentIsRejected = new("CONTENT_REJECTED", 422, "The content was rejected", false);
    public static readonly ErrorKind GenerationFailed = new("GENERATION_FAILED", 502, "The generation failed", true);
    public static readonly ErrorKind GenerationTimedOut = new("GENERATION_TIMEOUT", 504, "The generation took too long", true);
    public static readonly ErrorKind IsNotFound = new("NOT_FOUND", 404, "Not found", false);
    public static readonly ErrorKind Conflicts = new("CONFLICT", 409, "This does not go with the present state", false);
    public static readonly ErrorKind IsUnauthorized = new("UNAUTHORIZED", 401, "Who is calling?", false);
    public static readonly ErrorKind IsForbidden = new("FORBIDDEN", 403, "This is not allowed", false);

    /// <summary>A bug of ours; what happened is in the log, not in the answer.</summary>
    public static readonly ErrorKind IsInternal = new("INTERNAL_ERROR", 500, "Something went wrong here", true);

    public static IReadOnlyList<ErrorKind> All { get; } =
    [
        PromptIsInvalid, RequestIsInvalid, MediaIsUnsupported, MediaIsTooLarge, LimitIsExceeded, QuotaIsExceeded, PointsAreMissing,
        CreditsAreExhausted, ContentIsRejected, GenerationFailed, GenerationTimedOut, IsNotFound, Conflicts, IsUnauthorized, IsForbidden,
        IsInternal,
    ];

    public static ProblemException InvalidRequest(string field, string message) => InvalidRequest([new(field, message)]);

    /// <summary>A fault in the prompt alone has a code of its own.</summary>
    public static ProblemException InvalidRequest(IReadOnlyList<FieldError> fields) => new(
        fields.All(field => field.Field == "prompt") ? PromptIsInvalid : RequestIsInvalid,
        string.Join(" ", fields.Select(field => $"{field.Field}: {field.Message}")),
        fields);

    public static ProblemException UnsupportedMedia(string field, string message) => new(MediaIsUnsupported, message, [new(field, message)]);

    public static ProblemException CannotBeMade(string why) => new(GenerationFailed, $"The file cannot be made: {why}");

    public static ProblemException NotFound(string what) => new(IsNotFound, what);

    public static ProblemException Conflict(string why) => new(Conflicts, why);
}
