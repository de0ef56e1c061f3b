using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VideoGen.Domain.Jobs;

/// <summary>What may be said about a provider key: enough to tell keys apart, nothing to call with.</summary>
/// <remarks>The key itself stays in its provider's memory; histories, tables, logs and answers carry this.</remarks>
[JsonConverter(typeof(KeyFingerprintConverter))]
public sealed record KeyFingerprint(string Value)
{
    /// <summary>The fingerprint of a provider that needs no key.</summary>
    public static KeyFingerprint None { get; } = new("none");

    public static KeyFingerprint Of(string key) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)), 0, 6));

    public override string ToString() => Value;
}

internal sealed class KeyFingerprintConverter : JsonConverter<KeyFingerprint>
{
    public override KeyFingerprint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, KeyFingerprint value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
