namespace VideoGen.Embedded.Storage.Tables;

/// <summary>Where in a table's order a filter can match at all: from <see cref="Low"/> up to, without, <see cref="High"/>.</summary>
internal sealed record KeyRange(EntityKey Low, EntityKey? High)
{
    // No key has a control character, so nothing lies between a key and this successor of it.
    private const string Successor = "\0";

    /// <summary>What the comparisons of the keys that must all hold leave over.</summary>
    public static KeyRange Of(Filter? filter)
    {
        var partitions = new Bounds();
        var rows = new Bounds();
        Narrow(filter, partitions, rows);
        return partitions.Single is { } partition
            ? new KeyRange(new(partition, rows.Low), rows.High is { } end ? new(partition, end) : new(partition + Successor, ""))
            : new KeyRange(new(partitions.Low, ""), partitions.High is { } last ? new(last, "") : null);
    }

    private static void Narrow(Filter? filter, Bounds partitions, Bounds rows)
    {
        switch (filter)
        {
            case AndFilter(var left, var right):
                Narrow(left, partitions, rows);
                Narrow(right, partitions, rows);
                break;
            case ComparisonFilter("PartitionKey", var comparison, string key):
                partitions.Narrow(comparison, key);
                break;
            case ComparisonFilter("RowKey", var comparison, string key):
                rows.Narrow(comparison, key);
                break;
        }
    }

    private sealed class Bounds
    {
        public string Low { get; private set; } = "";

        public string? High { get; private set; }

        /// <summary>The one key that is left, if it is one.</summary>
        public string? Single => High == Low + Successor ? Low : null;

        public void Narrow(Comparison comparison, string key)
        {
            if (comparison is Comparison.Eq or Comparison.Ge) Raise(key);
            if (comparison is Comparison.Gt) Raise(key + Successor);
            if (comparison is Comparison.Eq or Comparison.Le) Lower(key + Successor);
            if (comparison is Comparison.Lt) Lower(key);
        }

        private void Raise(string low)
        {
            if (string.CompareOrdinal(low, Low) > 0) Low = low;
        }

        private void Lower(string high)
        {
            if (High is null || string.CompareOrdinal(high, High) < 0) High = high;
        }
    }
}

/// <summary>A place in a table's order.</summary>
internal sealed record EntityKey(string PartitionKey, string RowKey);
