using System.Text.Json;

namespace VideoGen.Cli.Service;

/// <summary>What the service answered.</summary>
/// <param name="Value">As this program reads it.</param>
/// <param name="Json">As it came.</param>
/// <param name="RetryAfter">When to ask again, where it said so.</param>
internal sealed record Answer<T>(T Value, string Json, TimeSpan? RetryAfter);

/// <summary>How answers are read: what lacks something that the service always says is not its answer.</summary>
internal static class ServiceJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };
}
