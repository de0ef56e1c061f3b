using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Providers.Google;

/// <summary>What Google's errors mean; both of its video APIs speak of them alike.</summary>
internal static partial class GoogleErrors
{
    // Codes of gRPC, which are not those of HTTP.
    public const int InvalidArgument = 3;
    private const int NotFound = 5;
    private const int PermissionDenied = 7;
    private const int FailedPrecondition = 9;
    private const int OutOfRange = 11;
    private const int Unimplemented = 12;

    /// <summary>Daily quotas begin anew at midnight in California; by its winter time, which is never too early.</summary>
    private static readonly TimeSpan _dailyReset = TimeSpan.FromHours(8);

    /// <summary>A submit without success: money first, as its status is that of haste.</summary>
    public static Verdict Refused(Answer answer, DateTimeOffset now)
    {
        var error = GoogleError.Of(answer);
        var (words, evidence) = (error.Words(answer), error.Evidence(answer));
        return answer.Status switch
        {
            null when !answer.BodyLeft => Verdict.Outage(words, evidence),
            null => Verdict.Unknown(words, evidence),
            402 => Verdict.CreditsExhausted(words, evidence),
            >= 400 and < 500 when error.SaysNoMoney => Verdict.CreditsExhausted(words, evidence),
            400 or 401 or 403 when error.SaysNoKey => Verdict.KeyRefused(words, evidence),
            >= 400 and < 500 when error.SaysUnsafe => Verdict.Moderated(words, evidence, cost: 0),
            >= 400 and < 500 when error.SaysRetired => Verdict.Retired(words, evidence),
            400 when error.SaysBadRegion => Verdict.Forbidden(words, evidence),
            401 => Verdict.KeyRefused(words, evidence),
            403 => Verdict.Forbidden(words, evidence),
            429 => Verdict.Throttled(words, error.RestSeconds(answer, now), evidence),
            // Its own 404 is about the model, as a submit names nothing else. Any other comes from a wrong address.
            404 when error.IsGoogles => Verdict.Retired(words, evidence),
            // Load was shed before the request was taken on. 502 and 504 come from in between, and tell nothing.
            503 => Verdict.Overloaded(words, evidence, error.RestSeconds(answer, now)),
            >= 500 => Verdict.Unknown(words, evidence),
            < 400 or 404 or 405 or 408 => Verdict.Outage(words, evidence, answer.RetryAfterSeconds),
            _ => Verdict.Invalid(words, evidence),
        };
    }

    /// <summary>A look or a cancellation that told nothing about the task.</summary>
    public static Verdict Untold(Answer answer, DateTimeOffset now)
    {
        var error = GoogleError.Of(answer);
        var (words, evidence) = (error.Words(answer), error.Evidence(answer));
        return answer.Status switch
        {
            404 when error.IsGoogles => Verdict.Gone(words, evidence),
            401 or 403 => Verdict.KeyRefused(words, evidence),
            400 when error.SaysNoKey => Verdict.KeyRefused(words, evidence),
            429 => Verdict.Throttled(words, error.RestSeconds(answer, now), evidence),
            _ => Verdict.Outage(words, evidence, answer.RetryAfterSeconds),
        };
    }

    /// <summary>A task that ended with an error of its own.</summary>
    /// <param name="code">Of gRPC; null where the API tells none.</param>
    /// <param name="words">Google's.</param>
    /// <param name="evidence">What the verdict cites.</param>
    /// <param name="cost">Zero where Google says that such an end is not charged.</param>
    public static Verdict Failure(int? code, string words, string evidence, decimal? cost) => code switch
    {
        _ when IsAboutMoney(words) => Verdict.CreditsExhausted(words, evidence),
        _ when IsAboutSafety(words) => Verdict.Moderated(words, evidence, cost),
        InvalidArgument or FailedPrecondition or OutOfRange => Verdict.Invalid(words, evidence, cost),
        NotFound or PermissionDenied or Unimplemented => Verdict.Failed(words, evidence, cost),
        _ => Verdict.Failed(words, evidence, cost, mayWorkAgain: true),
    };

    private static bool IsAboutSafety(string words) => Says(words, "Responsible AI") || Says(words, "Support codes:");

    private static bool IsAboutMoney(string words) => Says(words, "prepayment credits are depleted");

    private static bool Says(string words, string text) => words.Contains(text, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\blimit: 0(?![\d.])", RegexOptions.CultureInvariant)]
    private static partial Regex NoQuota();

    [GeneratedRegex(@"free[_-]?tier", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FreeTier();

    [GeneratedRegex(@"^(\d{1,6}(?:\.\d{1,12})?)s$", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();

    [GeneratedRegex(@"retry in (\d{1,6}(?:\.\d{1,12})?s)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RetryIn();

    /// <summary>The <c>error</c> of an answer; empty when the answer is not Google's own.</summary>
    private sealed record GoogleError(string Message, string? Status, IReadOnlyList<JsonElement> Details)
    {
        public bool IsGoogles => Message.Length > 0;

        public bool SaysNoMoney =>
            IsAboutMoney(Message)
            // Without a paid plan there is no quota at all, and no waiting brings one.
            || (NoQuota().IsMatch(Message) && (FreeTier().IsMatch(Message) || QuotaIds.Any(FreeTier().IsMatch)))
            || (Status is "FAILED_PRECONDITION" && !SaysBadRegion)
            || Reasons.Contains("BILLING_DISABLED")
            || (Status is "PERMISSION_DENIED" && Says(Message, "billing"));

        public bool SaysNoKey => Reasons.Any(reason => reason is "API_KEY_INVALID" or "API_KEY_EXPIRED" or "CONSUMER_SUSPENDED") || Says(Message, "API key");

        public bool SaysUnsafe => IsAboutSafety(Message);

        public bool SaysRetired => Says(Message, "no longer available");

        public bool SaysBadRegion => Says(Message, "location is not supported");

        private IEnumerable<string> Reasons => Details.Select(detail => detail.Text("reason")).OfType<string>();

        private IEnumerable<string> QuotaIds => Details.SelectMany(detail => detail.Items("violations")).Select(violation => violation.Text("quotaId")).OfType<string>();

        public static GoogleError Of(Answer answer)
        {
            var error = (answer.Json ?? default).Member("error");
            return new(error.Text("message") ?? "", error.Text("status"), [.. error.Items("details")]);
        }

        public string Words(Answer answer) => IsGoogles ? Message : answer.Trouble ?? "Google's answer is not one of its own.";

        public string? Evidence(Answer answer) => Status is null ? answer.Evidence : $"{answer.Evidence} {Status}";

        /// <summary>How long to wait, by whatever way the answer says it.</summary>
        public int? RestSeconds(Answer answer, DateTimeOffset now)
        {
            if (QuotaIds.Any(id => Says(id, "PerDay"))) return UntilReset(now);

            var asked = Details.Select(detail => detail.Text("retryDelay")).OfType<string>().FirstOrDefault()
                ?? (RetryIn().Match(Message) is { Success: true } said ? said.Groups[1].Value : "");
            return Duration().Match(asked) is { Success: true } duration
                ? (int)Math.Ceiling(decimal.Parse(duration.Groups[1].Value, CultureInfo.InvariantCulture))
                : answer.RetryAfterSeconds;
        }

        private static int UntilReset(DateTimeOffset now)
        {
            var today = now.UtcDateTime - _dailyReset;
            return (int)Math.Ceiling((today.Date.AddDays(1) - today).TotalSeconds);
        }
    }
}
