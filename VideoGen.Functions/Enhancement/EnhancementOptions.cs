using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace VideoGen.Functions.Enhancement;

/// <summary>Which language model enhances prompts. Without a key there is none, and prompts are composed.</summary>
public sealed class EnhancementOptions : IValidatableObject
{
    private const string Official = "https://api.openai.com/v1";

    /// <summary>The language model that enhances prompts; without a key they are composed.</summary>
    [ConfigurationKeyName("OPENAI_API_KEY")]
    public string? ApiKey { get; init; }

    /// <summary>Any service that speaks as OpenAI does, such as <c>http://127.0.0.1:11434/v1</c>; OpenAI's own unless set.</summary>
    [ConfigurationKeyName("OPENAI_BASE_URL")]
    public string? BaseUrl { get; init; }

    /// <summary>The model's name there.</summary>
    [ConfigurationKeyName("OPENAI_MODEL")]
    [Required(ErrorMessage = "OPENAI_MODEL must name a model.")]
    public string Model { get; init; } = "gpt-5.4-mini";

    /// <summary>How long an enhancement may take in all; then the prompt is composed.</summary>
    [ConfigurationKeyName("OPENAI_TIMEOUT_SECONDS")]
    [Range(1, 10, ErrorMessage = "OPENAI_TIMEOUT_SECONDS must be from 1 to 10.")]
    public int TimeoutSeconds { get; init; } = 10;

    public TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    public bool IsConfigured => !string.IsNullOrWhiteSpace(ApiKey);

    public Uri Address => new(string.IsNullOrWhiteSpace(BaseUrl) ? Official : BaseUrl.TrimEnd('/'));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrWhiteSpace(BaseUrl) && !(Uri.TryCreate(BaseUrl, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"))
        {
            yield return new($"OPENAI_BASE_URL must be an address such as {Official}.", ["OPENAI_BASE_URL"]);
        }
    }
}
