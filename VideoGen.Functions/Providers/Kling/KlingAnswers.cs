using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Providers.Kling;

/// <summary>What Kling's answers mean. The number in the body decides: one HTTP status stands for six things.</summary>
internal static partial class KlingAnswers
{
    /// <summary>A slot comes free when a task ends, and that takes its time.</summary>
    private const int SlotRestSeconds = 20;

    /// <summary>The answer to a submit. Only an answer that cannot have started anything counts as a refusal.</summary>
    public static Verdict Submitted(Answer answer) => answer switch
    {
        _ when TaskOf(answer) is { } task && IdOf(task) is { } id => Verdict.Accepted(id),
        { IsSuccess: true } when CodeOf(answer) is null or 0 => Verdict.Unknown("The answer to the submit names no task.", EvidenceOf(answer)),
        { Status: null, BodyLeft: false } => Verdict.Outage(Words(answer), EvidenceOf(answer)),
        { Status: null } => Verdict.Unknown(Words(answer), EvidenceOf(answer)),
        _ => Refused(answer),
    };

    /// <summary>The answer to a look at one task.</summary>
    public static Verdict Checked(Answer answer, decimal unitUsd) =>
        TaskOf(answer) is { } task && (Text(task, "task_status") ?? Text(task, "status")) is { } status ? Standing(status, task, unitUsd) : NotFound(answer);

    /// <summary>The answer to a look for a task by the attempt it was made for.</summary>
    public static Verdict Found(Answer answer) =>
        TaskOf(answer) is { } task && IdOf(task) is { } id ? Verdict.Accepted(id) : NotFound(answer);

    /// <summary>The sum of the packs in force; null when there is none, as for an account that pays later.</summary>
    public static decimal? Balance(Answer answer) =>
        Data(answer) is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty("resource_pack_subscribe_infos", out var packs) && packs.ValueKind == JsonValueKind.Array
            ? packs.EnumerateArray().Where(pack => Text(pack, "status") == "online").Sum(pack => Number(pack, "remaining_quantity") ?? 0)
            : null;

    /// <summary>The same for every repeat of a callback: the task and its state. Null for what is no callback.</summary>
    public static string? ReportOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var report = document.RootElement;
            return IdOf(report) is { } id && (Text(report, "task_status") ?? Text(report, "status")) is { } status ? $"{id}:{status}" : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The number in the body; null when it has none.</summary>
    public static int? CodeOf(Answer answer) =>
        answer.Json is { } json && Number(json, "code") is { } code && decimal.IsInteger(code) && Math.Abs(code) < int.MaxValue ? (int)code : null;

    /// <summary>The call told nothing about what it asked for.</summary>
    public static Verdict Untold(Answer answer) => (CodeOf(answer), answer.Status) switch
    {
        ( >= 1000 and <= 1004 or 1100 or 1103 or 1304, _) or (null, 401 or 403) => Verdict.KeyRefused(Words(answer), EvidenceOf(answer)),
        (1302 or 1303, _) or (_, 429) => Verdict.Throttled(Words(answer), answer.RetryAfterSeconds, EvidenceOf(answer)),
        _ => Verdict.Outage(Words(answer), EvidenceOf(answer), answer.RetryAfterSeconds),
    };

    /// <summary>The meaning of a refused submit, number by number; by the status alone only where a gateway answers in Kling's place.</summary>
    private static Verdict Refused(Answer answer)
    {
        var (words, evidence) = (Words(answer), EvidenceOf(answer));
        return CodeOf(answer) switch
        {
            1101 or 1102 => Verdict.CreditsExhausted(words, evidence),
            (>= 1000 and <= 1004) or 1100 => Verdict.KeyRefused(words, evidence),
            1103 or 1304 => Verdict.Forbidden(words, evidence),
            1200 or 1201 when words.Contains("external_task_id", StringComparison.Ordinal) => Verdict.Unknown(words, evidence),
            1201 when NamesModel().IsMatch(words) => Verdict.Retired(words, evidence),
            1202 or 1203 => Verdict.Retired(words, evidence),
            1200 or 1201 => Verdict.Invalid(words, evidence),
            1300 or 1301 => Verdict.Moderated(words, evidence),
            1302 => Verdict.Throttled(words, answer.RetryAfterSeconds, evidence),
            1303 => Verdict.Throttled(words, answer.RetryAfterSeconds ?? SlotRestSeconds, evidence) with { HeldBack = true },
            5001 => Verdict.Overloaded(words, evidence, answer.RetryAfterSeconds),
            // The task may have been made before the server stumbled.
            5000 or 5002 => Verdict.Unknown(words, evidence),
            _ => answer.Status switch
            {
                401 => Verdict.KeyRefused(words, evidence),
                403 => Verdict.Forbidden(words, evidence),
                429 => Verdict.Throttled(words, answer.RetryAfterSeconds, evidence),
                503 => Verdict.Overloaded(words, evidence, answer.RetryAfterSeconds),
                < 300 or >= 500 => Verdict.Unknown(words, evidence),
                // Not this API at all: a wrong address, or a service moved.
                < 400 or 404 or 405 or 408 => Verdict.Outage(words, evidence, answer.RetryAfterSeconds),
                _ => Verdict.Invalid(words, evidence),
            },
        };
    }

    private static Verdict NotFound(Answer answer) => CodeOf(answer) switch
    {
        1202 or 1203 => Verdict.Gone(Words(answer), EvidenceOf(answer)),
        0 when Data(answer) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 0 => Verdict.Gone("Kling has no such task.", EvidenceOf(answer)),
        _ => Untold(answer),
    };

    private static Verdict Standing(string status, JsonElement task, decimal unitUsd) => status switch
    {
        "submitted" or "processing" => Verdict.Pending(),
        "succeed" or "succeeded" when Outputs(task) is { Count: > 0 } outputs => Verdict.Succeeded(outputs, Cost(task, unitUsd)),
        "succeed" or "succeeded" => Verdict.Failed("Kling reports success, but no video.", status, Cost(task, unitUsd), mayWorkAgain: true),
        "failed" => Failure(Text(task, "task_status_msg") ?? Text(task, "message"), Cost(task, unitUsd) ?? 0),
        // A state of tomorrow: the task is there, so wait on.
        _ => Verdict.Pending(detail: $"Kling's status {status} is not known here."),
    };

    private static Verdict Failure(string? words, decimal cost) =>
        string.IsNullOrWhiteSpace(words) ? Verdict.Failed("Kling gave no reason.", "failed", cost, mayWorkAgain: true)
        : SpeaksOfContent().IsMatch(words) ? Verdict.Moderated(words, "failed", cost)
        : Verdict.Failed(words, "failed", cost, mayWorkAgain: true);

    private static List<string> Outputs(JsonElement task)
    {
        var list = task.TryGetProperty("task_result", out var result) && result.ValueKind == JsonValueKind.Object && result.TryGetProperty("videos", out var videos) ? videos
            : task.TryGetProperty("outputs", out var outputs) ? outputs
            : default;
        return list.ValueKind != JsonValueKind.Array ? [] :
        [
            .. list.EnumerateArray()
                .OrderBy(output => Text(output, "type") is null or "video" ? 0 : 1)
                .Select(output => Text(output, "url"))
                .OfType<string>()
                .Where(url => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"),
        ];
    }

    /// <summary>Classic: units, as a text. New: a list of charges in units or money. Null when it says neither.</summary>
    private static decimal? Cost(JsonElement task, decimal unitUsd)
    {
        if (Number(task, "final_unit_deduction") is { } units) return units * unitUsd;
        if (!task.TryGetProperty("billing", out var billing) || billing.ValueKind != JsonValueKind.Array) return null;

        var charges = billing.EnumerateArray().Select(charge => Text(charge, "charge_type") switch
        {
            "unit" => Number(charge, "amount") * unitUsd,
            "cash" when Text(charge, "currency") is "USD" or "usd" => Number(charge, "amount"),
            _ => null,
        }).ToList();
        return charges.Contains(null) ? null : charges.Sum();
    }

    /// <summary>The one task an answer speaks of; null when it is a refusal, or broken.</summary>
    private static JsonElement? TaskOf(Answer answer) =>
        answer.IsSuccess && CodeOf(answer) is null or 0
            ? Data(answer) switch
            {
                { ValueKind: JsonValueKind.Object } task => task,
                { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } first => first,
                _ => null,
            }
            : null;

    private static JsonElement? Data(Answer answer) =>
        answer is { IsSuccess: true, Json: { } json } && CodeOf(answer) is null or 0 && json.TryGetProperty("data", out var data) ? data : null;

    private static string? IdOf(JsonElement task) => (Text(task, "task_id") ?? Text(task, "id")) is { Length: > 0 } id ? id : null;

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Numbers come as such or as texts.</summary>
    private static decimal? Number(JsonElement parent, string name) =>
        parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number
        : value.ValueKind == JsonValueKind.String && decimal.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number) ? number
        : null;

    private static string Words(Answer answer) => answer.Text("message") ?? answer.Trouble ?? "Kling's answer is not one of its own.";

    private static string? EvidenceOf(Answer answer) =>
        CodeOf(answer) is { } code and not 0 ? string.Create(CultureInfo.InvariantCulture, $"{answer.Evidence}, code {code}") : answer.Evidence;

    [GeneratedRegex(@"\bmodel_name\b|\bmodel is not (supported|available)\b", RegexOptions.IgnoreCase)]
    private static partial Regex NamesModel();

    [GeneratedRegex(@"\b(risk|sensitive|polic(y|ies)|content (security|safety)|moderation|prohibited|violat\w*|inappropriate|nsfw)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SpeaksOfContent();
}
