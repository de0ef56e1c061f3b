namespace Azure.Storage.Blobs.Models;

/// <summary>How quickly, and at which price, a blob is kept; the embedded store has one tier.</summary>
public readonly struct AccessTier(string value) : IEquatable<AccessTier>
{
    public static AccessTier Hot { get; } = new(nameof(Hot));

    public static AccessTier Cool { get; } = new(nameof(Cool));

    public static AccessTier Cold { get; } = new(nameof(Cold));

    public static AccessTier Archive { get; } = new(nameof(Archive));

    private readonly string? _value = value;

    public static bool operator ==(AccessTier left, AccessTier right) => left.Equals(right);

    public static bool operator !=(AccessTier left, AccessTier right) => !left.Equals(right);

    public static implicit operator AccessTier(string? value) => new(value!);

    public bool Equals(AccessTier other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is AccessTier other && Equals(other);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_value ?? "");

    public override string ToString() => _value ?? "";
}
