using System.Text.Json;
using Microsoft.DurableTask;

namespace VideoGen.Embedded.Durable;

/// <summary>Inputs, outputs, events and custom status as JSON, by runtime type; null is no payload at all.</summary>
internal sealed class PayloadSerializer(JsonSerializerOptions options) : DataConverter
{
    public override string? Serialize(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), options);

    public override object? Deserialize(string? data, Type targetType) => data is null ? null : JsonSerializer.Deserialize(data, targetType, options);

    public override T? Deserialize<T>(string? data)
        where T : default => data is null ? default : JsonSerializer.Deserialize<T>(data, options);
}
