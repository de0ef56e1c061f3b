using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenAI;
using OpenAI.Chat;
using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;
using VideoGen.Domain.Prompts;

namespace VideoGen.Functions.Enhancement;

/// <summary>A scene to ask a video model for.</summary>
/// <param name="Scene">In words.</param>
/// <param name="WhyComposed">Why no language model wrote it; null when one did.</param>
/// <param name="TokensIn">What the language model read, where it says.</param>
/// <param name="TokensOut">What it wrote.</param>
public sealed record EnhancedPrompt(string Scene, string? WhyComposed, int? TokensIn = null, int? TokensOut = null);

/// <summary>Makes a scene out of a caller's words, style, theme and platform: by a language model, or by the composer when that is not to be had.</summary>
/// <remarks>Asks once, for ten seconds at most, and never fails: whatever goes wrong, the composed scene comes back with the reason.</remarks>
public sealed partial class PromptEnhancer(IHttpClientFactory clients, IOptions<EnhancementOptions> options, TimeProvider clock, ILogger<PromptEnhancer> logger)
{
    internal const string ClientName = "openai";

    private const int MostTokens = 400;

    private const string Instructions =
        """
        You write prompts for models that make videos. You are given a scene as JSON, and rewrite it as one paragraph of at most 90 words, in the language it is given in:
        the subject first, then what happens, the place, the light and the mood, all of it in concrete things that can be seen.
        Keep every fact, name and quoted text. Work the style, the theme, the platform and the type of content in where they are given.
        Add no movement of the camera, no sound, no text in the picture and no comment of yours. Answer with the paragraph alone.
        """;

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly EnhancementOptions _options = options.Value;

    /// <summary>Whether there is a language model to ask.</summary>
    public bool IsConfigured => _options.IsConfigured;

    public async Task<EnhancedPrompt> EnhanceAsync(PromptParts parts, CancellationToken ct)
    {
        if (!IsConfigured) return Composed(parts, "no language model is configured");

        var started = Stopwatch.GetTimestamp();
        var enhanced = await AskAsync(parts, ct);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        LogAsked(_options.Model, seconds, enhanced.WhyComposed ?? "written", enhanced.TokensIn, enhanced.TokensOut);
        return enhanced;
    }

    private async Task<EnhancedPrompt> AskAsync(PromptParts parts, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(_options.Timeout, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            ChatCompletion completion = await Client().CompleteChatAsync(
                [new SystemChatMessage(Instructions), new UserChatMessage(Spell(parts))], new() { MaxOutputTokenCount = MostTokens }, limit.Token);
            var scene = Tidy(string.Concat(completion.Content.Select(part => part.Text)));
            return completion switch
            {
                { Refusal.Length: > 0 } => Composed(parts, "the language model declined"),
                { FinishReason: ChatFinishReason.ContentFilter } => Composed(parts, "the language model's answer was withheld for its content"),
                { FinishReason: ChatFinishReason.Length } => Composed(parts, "the language model's answer was too long"),
                _ when scene.Length == 0 => Composed(parts, "the language model's answer was empty"),
                _ => new(scene, null, completion.Usage?.InputTokenCount, completion.Usage?.OutputTokenCount),
            };
        }
        catch (ClientResultException refused)
        {
            return Composed(parts, WhyRefused(refused));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Composed(parts, string.Create(CultureInfo.InvariantCulture, $"the language model did not answer within {_options.TimeoutSeconds} s"));
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return Composed(parts, "the language model cannot be reached");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or FormatException or KeyNotFoundException or NullReferenceException)
        {
            // What the package throws over an answer of another shape.
            return Composed(parts, "the language model's answer cannot be read");
        }
    }

    private static EnhancedPrompt Composed(PromptParts parts, string why) => new(PromptComposer.Describe(parts), why);

    // No repeats: a job waits for this, and has a good answer without it. The one limit of time is ours.
    private ChatClient Client() => new(_options.Model, new ApiKeyCredential(_options.ApiKey!), new OpenAIClientOptions
    {
        Endpoint = _options.Address,
        NetworkTimeout = Timeout.InfiniteTimeSpan,
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        Transport = new HttpClientPipelineTransport(clients.CreateClient(ClientName)),
    });

    // As JSON, so that what the caller wrote stays apart from what we ask for.
    private static string Spell(PromptParts parts) => JsonSerializer.Serialize(
        new Scene(parts.Prompt, Styles.Find(parts.Style)?.Words, Themes.Find(parts.Theme)?.Words, Platforms.Find(parts.Platform)?.Words, parts.ContentType), _json);

    private static string WhyRefused(ClientResultException refused) => (refused.Status, CodeOf(refused)) switch
    {
        (0, _) => "the language model cannot be reached",
        (_, "insufficient_quota" or "credit_balance_exhausted") => "the language model's credit is used up",
        (429, _) => "the language model takes no more requests for now",
        (401 or 403, _) => "the language model refused the key",
        (408 or 409 or >= 500, _) => string.Create(CultureInfo.InvariantCulture, $"the language model is failing (HTTP {refused.Status})"),
        _ => string.Create(CultureInfo.InvariantCulture, $"the language model refused the request (HTTP {refused.Status})"),
    };

    private static string? CodeOf(ClientResultException refused)
    {
        try
        {
            return refused.GetRawResponse()?.Content is { } content && JsonSerializer.Deserialize<Refusal>(content.ToMemory().Span, _json) is { Error.Code: { } code } ? code : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Tidy(string text)
    {
        var line = Blank().Replace(text, " ").Trim();
        while (line.Length > 1 && (line[0], line[^1]) is ('"', '"') or ('\'', '\'') or ('“', '”') or ('‘', '’') or ('«', '»') or ('`', '`'))
        {
            line = line[1..^1].Trim();
        }

        return PromptLength.CutAtWord(line, JobRules.PromptLimit, PromptUnit.Utf16);
    }

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Blank();

    private sealed record Scene(string Prompt, string? Style, string? Theme, string? Platform, string? ContentType);

    private sealed record Refusal(Refusal.Details? Error)
    {
        public sealed record Details(string? Code);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Asked {Model} for a scene: {Outcome} after {Seconds:0.0} s, {TokensIn} + {TokensOut} tokens")]
    private partial void LogAsked(string model, double seconds, string outcome, int? tokensIn, int? tokensOut);
}
