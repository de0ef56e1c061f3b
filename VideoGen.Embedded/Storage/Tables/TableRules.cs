using System.Text.RegularExpressions;

namespace VideoGen.Embedded.Storage.Tables;

/// <summary>What names, keys and values a table takes.</summary>
internal static partial class TableRules
{
    public const int MaxTransactionActions = 100;
    public const int MaxTransactionBytes = 4 * 1024 * 1024;
    public const int MaxPageSize = 1000;

    private const int MaxKeyLength = 512;
    private const int MaxValueBytes = 64 * 1024;
    private const int MaxEntityBytes = 1024 * 1024;
    private const int MaxProperties = 252;
    private const int MaxPropertyNameLength = 255;

    private static readonly DateTimeOffset Earliest = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void CheckTableName(string name)
    {
        if (name.Length is < 3 or > 63) throw TableErrors.TableNameLength();
        if (!TableName().IsMatch(name)) throw TableErrors.InvalidTableName(name);
        if (string.Equals(name, "tables", StringComparison.OrdinalIgnoreCase)) throw TableErrors.InvalidInput("the table name 'tables' is reserved.");
    }

    /// <remarks>A key that is only too long is not refused here: nothing is stored under it, so it is simply not found.</remarks>
    public static void CheckKeyCharacters(string partitionKey, string rowKey)
    {
        CheckCharacters("PartitionKey", partitionKey);
        CheckCharacters("RowKey", rowKey);
    }

    public static void CheckKeys(string partitionKey, string rowKey)
    {
        CheckKeyCharacters(partitionKey, rowKey);
        if (partitionKey.Length > MaxKeyLength) throw TableErrors.ValueTooLarge("PartitionKey", "1 KiB");
        if (rowKey.Length > MaxKeyLength) throw TableErrors.ValueTooLarge("RowKey", "1 KiB");
    }

    public static void CheckProperty(string name, object value)
    {
        if (name.Length > MaxPropertyNameLength) throw TableErrors.PropertyNameTooLong();
        if (!PropertyName().IsMatch(name)) throw TableErrors.PropertyNameInvalid(name);
        switch (value)
        {
            case string text when text.Length * 2 > MaxValueBytes:
            case byte[] bytes when bytes.Length > MaxValueBytes:
                throw TableErrors.ValueTooLarge(name, "64 KiB");
            case DateTimeOffset moment when moment < Earliest:
                throw TableErrors.OutOfRange(name, "dates start with the year 1601.");
        }
    }

    /// <summary>Checks what is to be stored as a whole, after a merge.</summary>
    public static void CheckEntity(string partitionKey, string rowKey, Dictionary<string, object> properties)
    {
        if (properties.Count > MaxProperties) throw TableErrors.TooManyProperties();
        if (Size(partitionKey, rowKey, properties) > MaxEntityBytes) throw TableErrors.EntityTooLarge();
    }

    /// <summary>The size the service reckons with; it is not what the entity takes here.</summary>
    public static long Size(string partitionKey, string rowKey, Dictionary<string, object> properties)
    {
        long size = 4 + (2 * (partitionKey.Length + rowKey.Length));
        foreach (var (name, value) in properties)
        {
            size += 8 + (2 * name.Length) + value switch
            {
                string text => 4 + (2 * text.Length),
                byte[] bytes => 4 + bytes.Length,
                Guid => 16,
                bool => 1,
                int => 4,
                _ => 8,
            };
        }

        return size;
    }

    private static void CheckCharacters(string parameter, string key)
    {
        if (InvalidInKey().IsMatch(key)) throw TableErrors.OutOfRange(parameter, @"it contains one of / \ # ? or a control character.");
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9]*\z")]
    private static partial Regex TableName();

    [GeneratedRegex(@"^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}\p{Cf}]*\z")]
    private static partial Regex PropertyName();

    [GeneratedRegex(@"[/\\#?\u0000-\u001F\u007F-\u009F]")]
    private static partial Regex InvalidInKey();
}
