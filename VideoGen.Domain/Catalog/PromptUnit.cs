using System.Text.Json.Serialization;

namespace VideoGen.Domain.Catalog;

/// <summary>What a provider counts when it measures a prompt.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PromptUnit>))]
public enum PromptUnit
{
    /// <summary>Code units: an emoji counts twice.</summary>
    [JsonStringEnumMemberName("utf16")]
    Utf16,

    /// <summary>Code points.</summary>
    [JsonStringEnumMemberName("characters")]
    Characters,

    /// <summary>The pieces a language model reads; estimated, rather too many than too few.</summary>
    [JsonStringEnumMemberName("tokens")]
    Tokens,
}
