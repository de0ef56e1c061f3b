using System.Globalization;
using System.Text.Json.Nodes;
using VideoGen.ProviderSim.Stage;

namespace VideoGen.ProviderSim.Google;

/// <summary>One task and where it stands in its script: an operation of Veo or an interaction of Omni.</summary>
/// <remarks>
/// The states are the same for both: <c>SUCCEEDED</c>, <c>FILTERED</c> (all samples, or so many), <c>FAILED</c> with a code of gRPC or <c>unsafe</c>
/// or <c>depleted</c>. Any other word is a task under way; an interaction tells it, in lower case, as its status.
/// </remarks>
internal sealed class GoogleTask(string id, GoogleOrder order, GoogleAccount account, Script script, DateTimeOffset createdAt)
{
    private static readonly IReadOnlyList<Step> _usual = [.. Step.Parse("RUNNING*4"), .. Step.Parse("SUCCEEDED")];
    private static readonly IReadOnlyList<Step> _usualOfOmni = [.. Step.Parse("QUEUED"), .. Step.Parse("IN_PROGRESS*3"), .. Step.Parse("SUCCEEDED")];

    private readonly IReadOnlyList<Step> _steps = script.Steps is not [] ? script.Steps : order.Model.IsVeo ? _usual : _usualOfOmni;
    private bool _cancelled;
    private int _looks;

    public string Id => id;
    public GoogleOrder Order => order;
    public GoogleAccount Account => account;
    public Script Script => script;
    public DateTimeOffset CreatedAt => createdAt;
    public bool Deleted { get; set; }

    public string OperationName => $"models/{order.Model.Name}/operations/{id}";

    public IEnumerable<string> Files => Enumerable.Range(0, order.Samples).Select(File);

    public static string File(int sample) => string.Create(CultureInfo.InvariantCulture, $"{sample}.mp4");

    public void Look() => _looks++;

    public void Cancel() => _cancelled = true;

    public Step At(DateTimeOffset now)
    {
        var passed = script.AdvanceByPoll ? Math.Max(0, _looks - 1) : (int)Math.Min(_steps.Count, (now - createdAt) / script.StepTime);
        // What is over does not go on, whatever the script says behind it.
        var end = _steps.Take(passed + 1).FirstOrDefault(IsEnd);
        return _cancelled ? new("CANCELLED", null) : end ?? _steps[Math.Min(passed, _steps.Count - 1)];
    }

    public static bool IsEnd(Step step) => step.Status is "SUCCEEDED" or "FILTERED" or "FAILED" or "CANCELLED";

    /// <summary>The videos that came through, once it is over.</summary>
    public int Delivered(Step step) => step.Status switch
    {
        "SUCCEEDED" => order.Samples,
        "FILTERED" when int.TryParse(step.Detail, CultureInfo.InvariantCulture, out var filtered) => Math.Max(0, order.Samples - filtered),
        _ => 0,
    };

    /// <summary>Held back while it runs; in the end only what was delivered is charged.</summary>
    public decimal Charged(Step step) => script.Cost ?? ((IsEnd(step) ? Delivered(step) : order.Samples) * order.Price);

    public JsonObject ToOperation(Step step, Func<int, string> uri)
    {
        var json = new JsonObject { ["name"] = OperationName };
        switch (step)
        {
            case { Status: "FAILED" }:
                json["done"] = true;
                json["error"] = new JsonObject { ["code"] = Code(step), ["message"] = Words(step) };
                break;
            case { Status: "SUCCEEDED" or "FILTERED" }:
                json["done"] = true;
                json["response"] = new JsonObject
                {
                    ["@type"] = "type.googleapis.com/google.ai.generativelanguage.v1beta.PredictLongRunningResponse",
                    ["generateVideoResponse"] = Response(Delivered(step), uri),
                };
                break;
        }

        return json;
    }

    /// <param name="step">Where it stands.</param>
    /// <param name="uri">Of the video.</param>
    /// <param name="bytes">The video itself, for those that want it inline.</param>
    /// <param name="now">The time.</param>
    public JsonObject ToInteraction(Step step, Func<int, string> uri, Func<byte[]> bytes, DateTimeOffset now)
    {
        var json = new JsonObject
        {
            ["id"] = id,
            ["object"] = "interaction",
            ["model"] = order.Model.Name,
            ["created"] = Time(createdAt),
            ["updated"] = Time(now),
            ["status"] = step.Status switch { "SUCCEEDED" or "FILTERED" => "completed", "PENDING" => "queued", "RUNNING" => "in_progress", var other => other.ToLowerInvariant() },
        };
        if (Delivered(step) > 0)
        {
            var video = new JsonObject { ["type"] = "video", ["mime_type"] = "video/mp4" };
            var isInline = order.Inline || account.Inline;
            video[isInline ? "data" : "uri"] = isInline ? Convert.ToBase64String(bytes()) : uri(0);
            json["steps"] = new JsonArray(new JsonObject { ["type"] = "model_output", ["content"] = new JsonArray(video) });
        }
        else if (step.Status == "FAILED")
        {
            json["errors"] = new JsonArray(new JsonObject { ["code"] = Code(step) == 3 ? "invalid_request" : "internal_error", ["message"] = Words(step) });
        }

        return json;
    }

    private JsonObject Response(int delivered, Func<int, string> uri)
    {
        var response = new JsonObject();
        if (delivered > 0)
        {
            response["generatedSamples"] = new JsonArray([.. Enumerable.Range(0, delivered).Select(sample => new JsonObject { ["video"] = new JsonObject { ["uri"] = uri(sample) } })]);
        }

        if (delivered < order.Samples)
        {
            var filtered = order.Samples - delivered;
            response["raiMediaFilteredCount"] = filtered;
            response["raiMediaFilteredReasons"] = new JsonArray(
                $"Veo could not generate {filtered} videos based on the prompt provided. You will not be charged for this request. Try rephrasing the prompt. " +
                "If you think this was an error, send feedback. Support codes: 42237218");
        }

        return response;
    }

    private static int Code(Step step) => step.Detail switch
    {
        "unsafe" => 3,
        "depleted" => 8,
        { } code when int.TryParse(code, CultureInfo.InvariantCulture, out var number) => number,
        _ => 13,
    };

    private static string Words(Step step) => step.Detail switch
    {
        "unsafe" => GoogleRefusal.UnsafeWords,
        "depleted" => GoogleRefusal.DepletedWords,
        "3" => "The input could not be used.",
        "8" => "Resource has been exhausted (e.g. check quota).",
        "14" => "The service is currently unavailable.",
        _ => "Video generation failed due to an internal server issue. Please try again in a few minutes.",
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}

/// <summary>What one key's project has, and where it is.</summary>
internal sealed class GoogleAccount
{
    /// <summary>In USD.</summary>
    public decimal Credits { get; set; } = 1000;

    /// <summary>The status of a refusal for want of credits: 429, and of late 402.</summary>
    public int Depleted { get; set; } = 429;

    /// <summary>A quota that is used up: <c>minute</c>, <c>day</c>, <c>free</c> or <c>plain</c>.</summary>
    public string? Quota { get; set; }

    /// <summary><c>us</c>, <c>eu</c>, or <c>none</c> where no wish about persons is taken.</summary>
    public string Region { get; set; } = "us";

    /// <summary>Puts Omni's videos inside the answers, whatever delivery was asked for.</summary>
    public bool Inline { get; set; }

    public bool Disabled { get; set; }

    /// <summary>Those whose end is not yet settled.</summary>
    public List<GoogleTask> Open { get; } = [];

    public GoogleAccount Copy() => new() { Credits = Credits, Depleted = Depleted, Quota = Quota, Region = Region, Inline = Inline, Disabled = Disabled };

    /// <summary>Sets what is named; what is not named stays. An unknown name is an error.</summary>
    public void Apply(JsonObject settings)
    {
        foreach (var (name, value) in settings)
        {
            switch (name)
            {
                case "credits": Credits = value!.GetValue<decimal>(); break;
                case "depleted": Depleted = value!.GetValue<int>(); break;
                case "quota": Quota = value?.GetValue<string>(); break;
                case "region": Region = value!.GetValue<string>(); break;
                case "inline": Inline = value!.GetValue<bool>(); break;
                case "disabled": Disabled = value!.GetValue<bool>(); break;
                default: throw new FormatException($"An account has no setting \"{name}\".");
            }
        }
    }

    /// <summary>Takes what a task costs, and gives back what it turned out not to.</summary>
    public void Settle(DateTimeOffset now) => Open.RemoveAll(task =>
    {
        var step = task.At(now);
        if (!GoogleTask.IsEnd(step))
        {
            return false;
        }

        Credits += (task.Order.Samples * task.Order.Price) - task.Charged(step);
        return true;
    });
}
