using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace VideoGen.Tests.Contracts;

public abstract partial class TableContract
{
    [Theory]
    [InlineData("", "1 2 3 4 5")]
    [InlineData("RowKey ge '2' and RowKey lt '4'", "2 3")]
    [InlineData("PartitionKey eq 'p' and RowKey gt '3'", "4 5")]
    [InlineData("S eq 'alpha'", "1")]
    [InlineData("S gt 'alpha'", "3")]
    [InlineData("S eq 'it''s'", "")]
    [InlineData("S eq 'null' or S eq 'and' or S eq 'eq' or 'not' ne S", "1 2 3 4")]
    [InlineData("N eq 2 or N eq 10 and B eq true", "2 3")]
    [InlineData("(N eq 2 or N eq 10) and B eq true", "3")]
    [InlineData("2 eq N", "2")]
    [InlineData("5 lt N", "3")]
    [InlineData("D eq -1.0", "3")]
    [InlineData("T gt datetime'2026-01-01T01:00:00+01:00'", "2")]
    [InlineData("G eq guid'A1B2C3D4-1111-1111-1111-111111111111'", "1")]
    [InlineData("X eq X'010203'", "1")]
    [InlineData("B", "1 3")]
    [InlineData("not B", "2 4 5")]
    [InlineData("Timestamp gt datetime'2020-01-01T00:00:00Z'", "1 2 3 4 5")]
    public async Task A_filter_finds(string filter, string rows)
    {
        await GivenRows();

        Assert.Equal(rows, string.Join(' ', await Rows(filter)));
    }

    [Theory]
    [InlineData("Only ne 'x'", "1")]
    [InlineData("Missing ne 'x'", "")]
    [InlineData("Missing lt 0", "")]
    [InlineData("not (Missing eq 'x')", "1 2 3 4 5")]
    [InlineData("not (Missing ne 'x')", "1 2 3 4 5")]
    [InlineData("not (N eq 2)", "1 3 4 5")]
    public async Task An_entity_without_the_property_satisfies_no_comparison_and_so_its_opposite(string filter, string rows)
    {
        await GivenRows();

        Assert.Equal(rows, string.Join(' ', await Rows(filter)));
    }

    [Theory]
    [InlineData("S eq 5", "")]
    [InlineData("S gt 5", "")]
    [InlineData("S ge 5", "")]
    [InlineData("S ne 5", "1 2 3 4")]
    [InlineData("S lt 5", "1 2 3 4")]
    [InlineData("S le 5", "1 2 3 4")]
    [InlineData("N eq '2'", "")]
    [InlineData("N eq 2L", "")]
    [InlineData("N eq 2.0", "")]
    [InlineData("N gt 1.5", "")]
    [InlineData("N lt 1.5", "1 2 3 4")]
    [InlineData("T eq '2026-01-01T00:00:00Z'", "")]
    public async Task Another_type_than_the_literals_is_not_equal_and_less(string filter, string rows)
    {
        await GivenRows();

        Assert.Equal(rows, string.Join(' ', await Rows(filter)));
    }

    [Theory]
    [InlineData("L eq 20", "2")]
    [InlineData("L eq 20L", "2")]
    [InlineData("L eq 9007199254740993L", "3")]
    [InlineData("L eq 9007199254740992L", "")]
    [InlineData("D gt 1", "1 2")]
    [InlineData("D gt 1L", "1 2")]
    public async Task Only_wider_properties_take_narrower_literals(string filter, string rows)
    {
        await GivenRows();

        Assert.Equal(rows, string.Join(' ', await Rows(filter)));
    }

    [Theory]
    [InlineData("N EQ 2")]
    [InlineData("N eq 1 AND N eq 2")]
    [InlineData("N eq null")]
    [InlineData("N ne null")]
    [InlineData("N eq")]
    [InlineData("eq 2")]
    [InlineData("N = 2")]
    [InlineData("S eq \"alpha\"")]
    [InlineData("S eq 'alpha")]
    [InlineData("(N eq 2")]
    [InlineData("N eq 2)")]
    [InlineData("N eq 2 and")]
    [InlineData("N in (1,2)")]
    [InlineData("T eq datetime'soon'")]
    [InlineData("G eq guid'zz'")]
    public async Task A_filter_that_is_none_is_InvalidInput(string filter) =>
        await Refused(400, TableErrorCode.InvalidInput, () => Rows(filter));

    [Theory]
    [InlineData("startswith(S,'al')")]
    [InlineData("contains(S,'lph')")]
    [InlineData("length(S) eq 5")]
    [InlineData("N add 1 eq 3")]
    public async Task Functions_and_arithmetic_are_not_implemented(string filter) =>
        await Refused(501, TableErrorCode.NotImplemented, () => Rows(filter));

    [Fact]
    public async Task A_filter_nested_without_end_is_refused() =>
        await Refused(400, TableErrorCode.InvalidInput, () => Rows(new string('(', 100_000)));

    [Fact]
    public void A_filter_is_made_of_quoted_and_typed_arguments()
    {
        var (text, small, large, real, flag) = ("o'brien", 5, 6L, 7.0, true);
        var moment = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
        var guid = new Guid("c9da6455-213d-42c9-9a79-3e9149a57833");

        Assert.Equal("S eq 'o''brien' and N gt 5 and L lt 6L and D ne 7.0 and B eq true", TableClient.CreateQueryFilter($"S eq {text} and N gt {small} and L lt {large} and D ne {real} and B eq {flag}"));
        Assert.Equal("T ge datetime'2026-01-02T03:04:05.6780000Z' and G eq guid'c9da6455-213d-42c9-9a79-3e9149a57833' and X eq X'01FF'", TableClient.CreateQueryFilter($"T ge {moment} and G eq {guid} and X eq {(byte[])[1, 255]}"));
    }

    [Fact]
    public async Task A_filter_can_be_written_as_an_expression()
    {
        await GivenRows();
        var limit = 5;

        var found = await _table.QueryAsync<TableEntity>(entity => entity.PartitionKey == "p" && (entity.RowKey.CompareTo("2") >= 0) && !(entity.GetInt32("N") > limit)).ToListAsync();

        Assert.Equal(["2", "4", "5"], found.Select(entity => entity.RowKey));
        Assert.Equal("(Done eq true) and (name ne 'x')", TableClient.CreateQueryFilter<Video>(video => video.Done && video.Title != "x"));
    }

    [Fact]
    public async Task A_selection_brings_what_is_selected_and_null_for_what_is_missing()
    {
        await _table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 });

        var entity = (await _table.QueryAsync<TableEntity>("B eq 2", select: ["A", "Missing"]).ToListAsync()).Single();
        var same = (await _table.GetEntityAsync<TableEntity>("p", "r", ["A", "Missing"])).Value;
        var all = (await _table.GetEntityAsync<TableEntity>("p", "r", ["*"])).Value;

        Assert.Equal(["A", "Missing", "odata.etag"], entity.Keys.Order());
        Assert.Equal((1, true, null), (entity.GetInt32("A"), entity.ContainsKey("Missing"), entity["Missing"]));
        Assert.Equal(entity.Keys.Order(), same.Keys.Order());
        Assert.Equal(2, all.GetInt32("B"));
    }

    [Fact]
    public async Task Results_are_in_the_ordinal_order_of_both_keys()
    {
        foreach (var (partition, row) in (List<(string, string)>)[("x2", "1"), ("x10", "2"), ("x10", "10"), ("xa", ""), ("xB", "1"), ("x10", "é"), ("x10", "Z"), ("x10", "a"), ("x10", "～"), ("x10", "中")])
        {
            await _table.AddEntityAsync(new TableEntity(partition, row));
        }

        var keys = (await _table.QueryAsync<TableEntity>().ToListAsync()).Select(entity => $"{entity.PartitionKey}/{entity.RowKey}");

        Assert.Equal(["x10/10", "x10/2", "x10/Z", "x10/a", "x10/é", "x10/中", "x10/～", "x2/1", "xB/1", "xa/"], keys);
    }

    [Fact]
    public async Task Pages_hold_as_many_as_asked_and_lead_on_by_their_tokens()
    {
        await GivenRows();

        var pages = await _table.QueryAsync<TableEntity>(maxPerPage: 2).AsPages().ToListAsync();
        var rest = await _table.QueryAsync<TableEntity>().AsPages(pages[0].ContinuationToken, 3).ToListAsync();

        Assert.Equal(["1 2", "3 4", "5"], pages.Select(page => string.Join(' ', page.Values.Select(entity => entity.RowKey))));
        Assert.Equal(["3 4 5"], rest.Select(page => string.Join(' ', page.Values.Select(entity => entity.RowKey))));
        Assert.Null(pages[^1].ContinuationToken);
    }

    [Fact]
    public async Task A_token_survives_what_happens_to_the_row_it_names()
    {
        await GivenRows();
        var token = (await _table.QueryAsync<TableEntity>().AsPages(null, 2).FirstAsync()).ContinuationToken;
        await _table.DeleteEntityAsync("p", "3");

        Assert.Equal(["4", "5"], (await _table.QueryAsync<TableEntity>().AsPages(token).FirstAsync()).Values.Select(entity => entity.RowKey));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("%.%")]
    public async Task A_token_that_was_not_given_out_is_InvalidInput(string token) =>
        await Refused(400, TableErrorCode.InvalidInput, async () => await _table.QueryAsync<TableEntity>().AsPages(token).FirstAsync());

    [Fact]
    public async Task A_page_holds_at_most_1000()
    {
        await Refused(400, TableErrorCode.InvalidInput, async () => await _table.QueryAsync<TableEntity>(maxPerPage: 1001).ToListAsync());
        await Refused(400, TableErrorCode.InvalidInput, async () => await _table.QueryAsync<TableEntity>(maxPerPage: -1).ToListAsync());

        await _table.AddEntityAsync(new TableEntity("p", "r"));
        Assert.Empty(await _table.QueryAsync<TableEntity>(maxPerPage: 0).ToListAsync());
    }

    private async Task GivenRows()
    {
        TableEntity[] rows =
        [
            new("p", "1") { ["S"] = "alpha", ["N"] = 1, ["L"] = 10L, ["D"] = 1.5, ["B"] = true, ["T"] = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), ["G"] = new Guid("a1b2c3d4-1111-1111-1111-111111111111"), ["X"] = new byte[] { 1, 2, 3 }, ["Only"] = "here" },
            new("p", "2") { ["S"] = "Alpha", ["N"] = 2, ["L"] = 20L, ["D"] = 2.5, ["B"] = false, ["T"] = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero), ["X"] = new byte[] { 4, 5 } },
            new("p", "3") { ["S"] = "beta", ["N"] = 10, ["L"] = 9007199254740993L, ["D"] = -1.0, ["B"] = true },
            new("p", "4") { ["S"] = "", ["N"] = -5 },
            new("p", "5"),
        ];
        await _table.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)));
    }
}
