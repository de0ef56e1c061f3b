using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace VideoGen.Tests.Contracts;

public abstract partial class TableContract
{
    public static TheoryData<object> Values =>
    [
        "text", "", "  a  ", "a\tb\nc\u0001d\0e", "😀é中～", "half a pair: \uD800", 5, int.MinValue, 5L, long.MaxValue, 1.5, -0.0, double.NaN, double.NegativeInfinity, double.Epsilon, true, false,
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1234567), DateTimeOffset.MaxValue, new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero),
        new Guid("c9da6455-213d-42c9-9a79-3e9149a57833"), new byte[] { 0, 1, 2, 255 }, Array.Empty<byte>(),
    ];

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_comes_back_as_it_was_with_its_type(object value)
    {
        await _table.AddEntityAsync(new TableEntity("p", "r") { ["V"] = value });

        Assert.Equal(value, (await _table.GetEntityAsync<TableEntity>("p", "r")).Value["V"]);
    }

    [Fact]
    public async Task Times_are_kept_in_UTC()
    {
        await _table.AddEntityAsync(new TableEntity("p", "r") { ["T"] = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)) });

        var entity = (await _table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(new DateTimeOffset(2026, 1, 2, 1, 4, 5, TimeSpan.Zero), entity.GetDateTimeOffset("T"));
        Assert.Equal((new DateTime(2026, 1, 2, 1, 4, 5), DateTimeKind.Utc), (entity.GetDateTime("T")!.Value, entity.GetDateTime("T")!.Value.Kind));
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("list")]
    [InlineData("object")]
    public async Task What_no_table_stores_is_refused_by_name(string kind)
    {
        object value = kind switch { "1.5" => 1.5m, "list" => new[] { 1, 2 }, _ => new { A = 1 } };

        var refusal = await Assert.ThrowsAsync<NotSupportedException>(() => _table.AddEntityAsync(new TableEntity("p", "r") { ["Price"] = value }));

        Assert.Contains("Price", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(32_768, true)]
    [InlineData(32_769, false)]
    public async Task A_text_has_at_most_64_KiB_in_UTF_16(int length, bool fits)
    {
        var entity = new TableEntity("p", "r") { ["S"] = new string('é', length) };
        if (fits) await _table.AddEntityAsync(entity);
        else await Refused(400, TableErrorCode.PropertyValueTooLarge, () => _table.AddEntityAsync(entity));
    }

    [Theory]
    [InlineData(65_536, true)]
    [InlineData(65_537, false)]
    public async Task Bytes_are_at_most_64_KiB(int length, bool fits)
    {
        var entity = new TableEntity("p", "r") { ["X"] = new byte[length] };
        if (fits) await _table.AddEntityAsync(entity);
        else await Refused(400, TableErrorCode.PropertyValueTooLarge, () => _table.AddEntityAsync(entity));
    }

    [Fact]
    public async Task An_entity_has_at_most_1_MiB_also_after_a_merge()
    {
        TableEntity Texts(string prefix, int count) => new(Enumerable.Range(0, count).ToDictionary(i => $"{prefix}{i}", object (i) => new string('x', 32_000))) { PartitionKey = "p", RowKey = "r" };
        await Refused(400, TableErrorCode.EntityTooLarge, () => _table.AddEntityAsync(Texts("S", 17)));
        await _table.AddEntityAsync(Texts("S", 16));

        await Refused(400, TableErrorCode.EntityTooLarge, () => _table.UpsertEntityAsync(Texts("T", 1)));
    }

    [Fact]
    public async Task An_entity_has_at_most_252_properties_of_its_own_also_after_a_merge()
    {
        TableEntity Numbers(string prefix, int count) => new(Enumerable.Range(0, count).ToDictionary(i => $"{prefix}{i}", object (i) => i)) { PartitionKey = "p", RowKey = "r" };
        await Refused(400, TableErrorCode.TooManyProperties, () => _table.AddEntityAsync(Numbers("P", 253)));
        await _table.AddEntityAsync(Numbers("P", 252));

        await Refused(400, TableErrorCode.TooManyProperties, () => _table.UpsertEntityAsync(Numbers("Q", 1)));
    }

    [Theory]
    [InlineData("1abc")]
    [InlineData("a-b")]
    [InlineData("a b")]
    [InlineData("a.b")]
    [InlineData("$a")]
    [InlineData("a/b")]
    [InlineData("")]
    public async Task A_property_name_is_an_identifier(string name) =>
        await Refused(400, TableErrorCode.PropertyNameInvalid, () => _table.AddEntityAsync(new TableEntity("p", "r") { [name] = 1 }));

    [Fact]
    public async Task Property_names_know_case_and_letters_of_any_script_and_have_at_most_255_of_them()
    {
        await Refused(400, TableErrorCode.PropertyNameTooLong, () => _table.AddEntityAsync(new TableEntity("p", "r") { [new string('a', 256)] = 1 }));
        await _table.AddEntityAsync(new TableEntity("p", "r") { [new string('a', 255)] = 1, ["abc"] = 2, ["ABC"] = 3, ["Größe"] = 4, ["中"] = 5, ["_x"] = 6 });

        var entity = (await _table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.Equal((2, 3, 4, 5, 6), (entity.GetInt32("abc"), entity.GetInt32("ABC"), entity.GetInt32("Größe"), entity.GetInt32("中"), entity.GetInt32("_x")));
    }

    [Fact]
    public async Task Dates_begin_with_the_year_1601() =>
        await Refused(400, TableErrorCode.OutOfRangeInput, () => _table.AddEntityAsync(new TableEntity("p", "r") { ["T"] = new DateTimeOffset(1600, 12, 31, 23, 59, 59, TimeSpan.Zero) }));

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\tb")]
    [InlineData("a\u007Fb")]
    [InlineData("a\u009Fb")]
    public async Task A_key_has_none_of_these_characters(string key)
    {
        await Refused(400, TableErrorCode.OutOfRangeInput, () => _table.AddEntityAsync(new TableEntity("p", key)));
        await Refused(400, TableErrorCode.OutOfRangeInput, () => _table.UpsertEntityAsync(new TableEntity(key, "r")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" a ")]
    [InlineData("50%")]
    [InlineData("a%2Fb")]
    [InlineData("o'brien")]
    [InlineData("..")]
    [InlineData("😀")]
    public async Task A_key_is_any_other_text_and_is_found_again(string key)
    {
        await _table.AddEntityAsync(new TableEntity(key, key));

        Assert.Equal(key, (await _table.GetEntityAsync<TableEntity>(key, key)).Value.RowKey);
        Assert.Equal([key], await Rows(TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey eq {key}")));
    }

    [Fact]
    public async Task A_key_is_neither_null_nor_longer_than_1_KiB()
    {
        await _table.AddEntityAsync(new TableEntity(new string('k', 512), new string('é', 512)));

        await Refused(400, TableErrorCode.PropertyValueTooLarge, () => _table.AddEntityAsync(new TableEntity("p", new string('k', 2048))));
        await Assert.ThrowsAsync<ArgumentNullException>(() => _table.AddEntityAsync(new TableEntity("p", null!)));
        await Assert.ThrowsAsync<ArgumentNullException>(() => _table.GetEntityAsync<TableEntity>(null!, "r"));
        Assert.False((await _table.GetEntityIfExistsAsync<TableEntity>("p", new string('k', 2048))).HasValue);
    }

    [Fact]
    public async Task Keys_know_case()
    {
        await _table.AddEntityAsync(new TableEntity("p", "r"));

        Assert.False((await _table.GetEntityIfExistsAsync<TableEntity>("P", "R")).HasValue);
    }

    [Fact]
    public async Task A_class_is_stored_property_by_property()
    {
        var video = new Video { PartitionKey = "p", RowKey = "r", Title = "Dusk", Seconds = 10, Bytes = 5_000_000_000, Cost = 1.25, Done = true, Stage = Stage.Stored, Made = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc), Hash = new BinaryData((byte[])[1, 2]), Secret = "x" };

        await _table.AddEntityAsync(video);
        var bag = (await _table.GetEntityAsync<TableEntity>("p", "r")).Value;
        var copy = (await _table.GetEntityAsync<Video>("p", "r")).Value;

        Assert.Equal(("Dusk", 10, 5_000_000_000, "Stored"), (bag.GetString("name"), bag.GetInt32("Seconds"), bag.GetInt64("Bytes"), bag.GetString("Stage")));
        Assert.Equal((false, false, false), (bag.ContainsKey("Title"), bag.ContainsKey("Secret"), bag.ContainsKey("Note")));
        Assert.Equal((video.Title, video.Seconds, video.Bytes, video.Cost, video.Done, video.Stage, video.Made, null, null), (copy.Title, copy.Seconds, copy.Bytes, copy.Cost, copy.Done, copy.Stage, copy.Made, copy.Secret, copy.Note));
        Assert.Equal([1, 2], copy.Hash!.ToArray());
        Assert.Equal(bag.ETag, copy.ETag);
    }

    [Fact]
    public void A_bag_gives_a_value_in_its_own_type_only()
    {
        var entity = new TableEntity("p", "r") { ["N"] = 1, ["X"] = new byte[] { 1 } };

        Assert.Throws<InvalidOperationException>(() => entity.GetInt64("N"));
        Assert.Null(entity.GetString("Missing"));
        Assert.Null(entity["Missing"]);
        Assert.Equal([1], entity.GetBinaryData("X")!.ToArray());
        Assert.Equal(["PartitionKey", "RowKey", "N", "X"], entity.Keys);
    }

    private enum Stage
    {
        Submitted,
        Stored,
    }

    private sealed class Video : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        [DataMember(Name = "name")]
        public string? Title { get; set; }

        public int Seconds { get; set; }

        public long? Bytes { get; set; }

        public double Cost { get; set; }

        public bool Done { get; set; }

        public Stage Stage { get; set; }

        public DateTime Made { get; set; }

        public BinaryData? Hash { get; set; }

        public string? Note { get; set; }

        [IgnoreDataMember]
        public string? Secret { get; set; }
    }
}
