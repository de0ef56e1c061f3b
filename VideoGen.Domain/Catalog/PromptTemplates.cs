using System.Text.Json.Serialization;

namespace VideoGen.Domain.Catalog;

/// <summary>A prompt to begin with, for a platform and a type of content.</summary>
public sealed record PromptTemplate
{
    public const string Subject = "{subject}";

    public required string Name { get; init; }

    [JsonPropertyName("displayName")]
    public required Names Names { get; init; }

    public required string Description { get; init; }

    public required string Platform { get; init; }

    public required string ContentType { get; init; }

    public required string Style { get; init; }

    /// <summary>With <c>{subject}</c> for what the video is about.</summary>
    public required string BasePrompt { get; init; }

    [JsonIgnore]
    public string DisplayName => Names.En;
}

/// <summary>The prompt templates there are, as <c>prompts.json</c> says.</summary>
public static class PromptTemplates
{
    public static IReadOnlyList<PromptTemplate> All { get; } = Read(CatalogFile.BuiltIn("prompts.json"));

    public static PromptTemplate? Find(string? name) => All.FirstOrDefault(template => template.Name == name);

    /// <exception cref="FormatException">With one line that names the entry and the field.</exception>
    public static IReadOnlyList<PromptTemplate> Read(string json) => CatalogFile.Read<PromptTemplate>(json, (template, name) =>
    {
        template.Names.Check(name);
        CatalogFile.Must(Platforms.Find(template.Platform) is not null, name, "platform", "must be a known platform");
        CatalogFile.Must(template.ContentType.Trim().Length > 0, name, "contentType", "must not be empty");
        CatalogFile.Must(Styles.Find(template.Style) is not null, name, "style", "must be a known style");
        CatalogFile.Must(template.BasePrompt.Contains(PromptTemplate.Subject, StringComparison.Ordinal), name, "basePrompt", $"must say {PromptTemplate.Subject}");
    });
}
