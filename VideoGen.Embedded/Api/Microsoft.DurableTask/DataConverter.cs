using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask;

/// <summary>Turns inputs, outputs, events and statuses into text and back; null is no text at all.</summary>
public abstract class DataConverter
{
    [return: NotNullIfNotNull(nameof(value))]
    public abstract string? Serialize(object? value);

    [return: NotNullIfNotNull(nameof(data))]
    public abstract object? Deserialize(string? data, Type targetType);

    [return: NotNullIfNotNull(nameof(data))]
    public virtual T? Deserialize<T>(string? data) => Deserialize(data, typeof(T)) is { } value ? (T)value : default;
}
