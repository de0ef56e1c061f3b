using Azure.Data.Tables;
using VideoGen.Embedded.Storage;
using VideoGen.Embedded.Storage.Tables;
using VideoGen.Tests.Contracts;

namespace VideoGen.Tests.Embedded.Storage;

/// <summary>The embedded tables keep the contract, and what is promised of them beyond it.</summary>
public sealed class TableTests : TableContract
{
    private readonly OpenData _data = new();

    protected override TableServiceClient Service => new(_data.ConnectionString);

    public override ValueTask DisposeAsync()
    {
        _data.Dispose();
        return base.DisposeAsync();
    }

    [Theory]
    [InlineData("PartitionKey eq 'p'", "p|", "p\0|")]
    [InlineData("PartitionKey eq 'p' and RowKey eq 'r'", "p|r", "p|r\0")]
    [InlineData("PartitionKey eq 'p' and RowKey ge 'a' and RowKey lt 'b' and N eq 1", "p|a", "p|b")]
    [InlineData("(PartitionKey eq 'p' and RowKey gt 'a') and RowKey le 'b'", "p|a\0", "p|b\0")]
    [InlineData("PartitionKey ge 'a' and PartitionKey lt 'b'", "a|", "b|")]
    [InlineData("'a' lt PartitionKey", "a\0|", null)]
    [InlineData("RowKey eq 'r'", "|", null)]
    [InlineData("PartitionKey eq 'p' or RowKey eq 'r'", "|", null)]
    [InlineData("not (PartitionKey eq 'p')", "|", null)]
    [InlineData("PartitionKey ne 'p'", "|", null)]
    public void A_filter_on_the_keys_narrows_what_is_read(string filter, string low, string? high)
    {
        var range = KeyRange.Of(FilterParser.Parse(filter));

        Assert.Equal((low, high), (Text(range.Low), range.High is { } end ? Text(end) : null));

        static string Text(EntityKey key) => $"{key.PartitionKey}|{key.RowKey}";
    }

    [Fact]
    public async Task A_range_of_keys_is_a_search_and_not_a_scan()
    {
        var table = _data.Table("contract");
        for (var i = 0; i < 6; i++)
        {
            await table.SubmitTransactionAsync(Enumerable.Range(0, 100).Select(n => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity($"p{i}", $"{n:D3}"))));
        }

        var read = 0;
        DataFolder.Get(_data.Path).Database.Read(reader =>
        {
            var id = TableRows.FindTable(reader, "contract")!.Value;
            TableRows.Scan(reader, id, KeyRange.Of(FilterParser.Parse("PartitionKey eq 'p3' and RowKey ge '050'")), (in row) => ++read > 0);
            var plan = reader.Prepare("EXPLAIN QUERY PLAN " + TableRows.ScanSql);
            Assert.True(plan.Step());
            Assert.StartsWith("SEARCH storage_entity USING PRIMARY KEY (table_id=? AND (pk,rk)>(?,?) AND (pk,rk)<(?,?))", plan.GetString(3), StringComparison.Ordinal);
            Assert.False(plan.Step());
            return true;
        });

        Assert.Equal(50, read);
    }

    [Fact]
    public async Task A_query_that_finds_little_gives_empty_pages_that_lead_on()
    {
        var table = _data.Table("contract");
        for (var i = 0; i < 60; i++)
        {
            await table.SubmitTransactionAsync(Enumerable.Range(0, 100).Select(n => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{i:D2}{n:D2}") { ["N"] = (i * 100) + n })));
        }

        var pages = await table.QueryAsync<TableEntity>("N eq 5999").AsPages().ToListAsync();

        Assert.Equal([0, 1], pages.Select(page => page.Values.Count));
        Assert.NotNull(pages[0].ContinuationToken);
    }

    [Fact]
    public async Task A_page_of_large_entities_ends_early()
    {
        var table = _data.Table("contract");
        for (var i = 0; i < 12; i++)
        {
            await table.AddEntityAsync(new TableEntity(Enumerable.Range(0, 15).ToDictionary(n => $"S{n}", object (n) => new string('x', 32_000))) { PartitionKey = "p", RowKey = $"{i:D2}" });
        }

        var pages = await table.QueryAsync<TableEntity>().AsPages().ToListAsync();

        Assert.Equal([9, 3], pages.Select(page => page.Values.Count));
    }

    [Fact]
    public async Task What_was_answered_is_there_after_the_folder_is_opened_again()
    {
        var before = await _data.Table("contract").AddEntityAsync(new TableEntity("p", "r") { ["S"] = "kept" });

        _data.Reopen();

        var entity = (await _data.Table("contract").GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.Equal(("kept", before.Headers.ETag), (entity.GetString("S"), entity.ETag));
    }

    [Fact]
    public async Task Writes_made_at_once_share_their_commits()
    {
        var database = DataFolder.Get(_data.Path).Database;
        var before = database.Commits;

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => _data.Table("contract").AddEntityAsync(new TableEntity("p", $"{i}")))));

        Assert.InRange(database.Commits - before, 1, 199);
    }
}
