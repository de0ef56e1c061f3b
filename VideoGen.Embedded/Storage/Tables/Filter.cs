using System.Text;

namespace VideoGen.Embedded.Storage.Tables;

/// <summary>A condition on entities, as <c>$filter</c> has it.</summary>
internal abstract record Filter
{
    public abstract bool Matches(in EntityRow row);
}

internal sealed record AndFilter(Filter Left, Filter Right) : Filter
{
    public override bool Matches(in EntityRow row) => Left.Matches(row) && Right.Matches(row);
}

internal sealed record OrFilter(Filter Left, Filter Right) : Filter
{
    public override bool Matches(in EntityRow row) => Left.Matches(row) || Right.Matches(row);
}

internal sealed record NotFilter(Filter Inner) : Filter
{
    public override bool Matches(in EntityRow row) => !Inner.Matches(row);
}

/// <summary>A property named alone: true where it is a true Boolean.</summary>
internal sealed record FlagFilter(string Property) : Filter
{
    private readonly byte[] _utf8Name = Encoding.UTF8.GetBytes(Property);

    public override bool Matches(in EntityRow row) => row.Find(Property, _utf8Name) is true;
}

internal enum Comparison
{
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
}

/// <summary>A property compared with a literal.</summary>
/// <remarks>
/// There is no third truth value: an entity without the property satisfies no comparison, not even <c>ne</c>.
/// Another type than the literal's counts as less: <c>ne</c>, <c>lt</c> and <c>le</c> hold.
/// </remarks>
internal sealed record ComparisonFilter(string Property, Comparison Comparison, object Literal) : Filter
{
    private readonly byte[] _utf8Name = Encoding.UTF8.GetBytes(Property);

    public override bool Matches(in EntityRow row) => row.Find(Property, _utf8Name) is { } value && Compare(value, Literal) switch
    {
        null => Comparison is Comparison.Ne,
        < 0 => Comparison is Comparison.Ne or Comparison.Lt or Comparison.Le,
        > 0 => Comparison is Comparison.Ne or Comparison.Gt or Comparison.Ge,
        0 => Comparison is Comparison.Eq or Comparison.Ge or Comparison.Le,
    };

    /// <summary>Like a comparer, but null for numbers without an order.</summary>
    private static int? Compare(object value, object literal) => (value, literal) switch
    {
        (string a, string b) => string.CompareOrdinal(a, b),
        (int a, int b) => a.CompareTo(b),
        (long a, long b) => a.CompareTo(b),
        (long a, int b) => a.CompareTo(b),
        (double a, double b) => Compare(a, b),
        (double a, int b) => Compare(a, b),
        (double a, long b) => Compare(a, b),
        (bool a, bool b) => a.CompareTo(b),
        (DateTimeOffset a, DateTimeOffset b) => a.CompareTo(b),
        (Guid a, Guid b) => a.CompareTo(b),
        (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
        _ => -1,
    };

    private static int? Compare(double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? null : a.CompareTo(b);
}
