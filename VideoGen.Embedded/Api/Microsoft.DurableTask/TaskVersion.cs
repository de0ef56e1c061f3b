namespace Microsoft.DurableTask;

/// <summary>The version of an orchestration; empty when it has none, compared ignoring case.</summary>
public readonly struct TaskVersion : IEquatable<TaskVersion>
{
    public static readonly TaskVersion Unversioned;

    private readonly string? _version;

    public TaskVersion(string? version)
    {
        if (!string.IsNullOrEmpty(version) && string.IsNullOrWhiteSpace(version))
        {
            throw new ArgumentException("A version cannot be blank: give null or an empty text for none.", nameof(version));
        }

        _version = version;
    }

    public string Version => _version ?? "";

    public static implicit operator string(TaskVersion value) => value.Version;

    public static implicit operator TaskVersion(string? value) => new(value);

    public static bool operator ==(TaskVersion a, TaskVersion b) => a.Equals(b);

    public static bool operator !=(TaskVersion a, TaskVersion b) => !a.Equals(b);

    public bool Equals(TaskVersion other) => string.Equals(Version, other.Version, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is TaskVersion other && Equals(other);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Version);
}
