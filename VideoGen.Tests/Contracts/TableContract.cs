using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace VideoGen.Tests.Contracts;

/// <summary>What an app may rely on of tables, asked through the public API alone, so that it can be asked of any implementation.</summary>
public abstract partial class TableContract : IAsyncLifetime
{
    private TableClient _table = null!;

    /// <summary>An empty account.</summary>
    protected abstract TableServiceClient Service { get; }

    public async ValueTask InitializeAsync()
    {
        _table = Service.GetTableClient("contract");
        await _table.CreateAsync();
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_table_is_created_once() => await Refused(409, TableErrorCode.TableAlreadyExists, () => _table.CreateAsync());

    [Fact]
    public async Task Creating_a_table_that_may_exist_says_409_in_the_response_only()
    {
        var response = await _table.CreateIfNotExistsAsync();

        Assert.Equal(409, response.GetRawResponse().Status);
        Assert.Equal("contract", response.Value.Name);
    }

    [Fact]
    public async Task A_table_is_the_same_in_any_letter_case()
    {
        await Refused(409, TableErrorCode.TableAlreadyExists, () => Service.CreateTableAsync("CONTRACT"));
        await Service.GetTableClient("Contract").AddEntityAsync(new TableEntity("p", "r"));

        Assert.Equal("r", (await _table.GetEntityAsync<TableEntity>("p", "r")).Value.RowKey);
    }

    [Theory]
    [InlineData("ab", "OutOfRangeInput")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123", "OutOfRangeInput")]
    [InlineData("1abc", "InvalidResourceName")]
    [InlineData("ab-c", "InvalidResourceName")]
    [InlineData("abcé", "InvalidResourceName")]
    [InlineData("abc\n", "InvalidResourceName")]
    [InlineData("tables", "InvalidInput")]
    public async Task A_table_name_has_3_to_63_letters_and_digits_the_first_a_letter(string name, string code) =>
        await Refused(400, code, () => Service.CreateTableIfNotExistsAsync(name));

    [Fact]
    public async Task Deleting_a_table_that_is_not_there_answers_404_and_does_not_throw()
    {
        Assert.Equal(404, (await Service.DeleteTableAsync("nothere")).Status);
        Assert.Equal(204, (await _table.DeleteAsync()).Status);
    }

    [Fact]
    public async Task A_table_created_again_is_empty()
    {
        await Service.CreateTableAsync("again");
        await Service.GetTableClient("again").AddEntityAsync(new TableEntity("p", "r"));

        await Service.DeleteTableAsync("again");
        await Service.CreateTableIfNotExistsAsync("again");

        Assert.Empty(await Service.GetTableClient("again").QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task Whatever_is_asked_of_a_table_that_is_not_there_is_TableNotFound()
    {
        var none = Service.GetTableClient("nothere");
        var entity = new TableEntity("p", "r");

        await Refused(404, TableErrorCode.TableNotFound, () => none.GetEntityAsync<TableEntity>("p", "r"));
        await Refused(404, TableErrorCode.TableNotFound, () => none.GetEntityIfExistsAsync<TableEntity>("p", "r"));
        await Refused(404, TableErrorCode.TableNotFound, () => none.AddEntityAsync(entity));
        await Refused(404, TableErrorCode.TableNotFound, () => none.UpsertEntityAsync(entity));
        await Refused(404, TableErrorCode.TableNotFound, () => none.UpdateEntityAsync(entity, ETag.All));
        await Refused(404, TableErrorCode.TableNotFound, () => none.SubmitTransactionAsync([new(TableTransactionActionType.Add, entity)]));
        await Refused(404, TableErrorCode.TableNotFound, async () => await none.QueryAsync<TableEntity>().ToListAsync());
        Assert.Equal(404, (await none.DeleteEntityAsync("p", "r")).Status);
    }

    [Fact]
    public async Task Tables_are_listed_by_a_filter_on_their_names()
    {
        await Service.CreateTableAsync("First");
        await Service.CreateTableAsync("second");

        Assert.Equal(["First", "contract", "second"], (await Service.QueryAsync().ToListAsync()).Select(table => table.Name));
        Assert.Equal(["First"], (await Service.QueryAsync(TableServiceClient.CreateQueryFilter($"TableName eq {"First"}")).ToListAsync()).Select(table => table.Name));
    }

    [Fact]
    public void The_members_without_Async_do_the_same()
    {
        var table = Service.GetTableClient("waiting");
        Assert.Equal(204, table.Create().GetRawResponse().Status);
        Assert.Equal(409, table.CreateIfNotExists().GetRawResponse().Status);
        Assert.Equal(204, table.AddEntity(new TableEntity("p", "r") { ["N"] = 1 }).Status);
        Assert.Equal(204, table.UpsertEntity(new TableEntity("p", "r") { ["N"] = 2 }).Status);
        Assert.Equal(204, table.UpdateEntity(new TableEntity("p", "r") { ["N"] = 3 }, ETag.All).Status);
        Assert.Equal(3, table.GetEntity<TableEntity>("p", "r").Value.GetInt32("N"));
        Assert.False(table.GetEntityIfExists<TableEntity>("p", "other").HasValue);
        Assert.Single(table.Query<TableEntity>("N eq 3"));
        Assert.Single(table.Query<TableEntity>(entity => entity.PartitionKey == "p"));
        Assert.Equal(409, Assert.Throws<RequestFailedException>(() => table.AddEntity(new TableEntity("p", "r"))).Status);
        Assert.Equal(202, table.SubmitTransaction([new(TableTransactionActionType.Add, new TableEntity("p", "s"))]).GetRawResponse().Status);
        Assert.Equal(204, table.DeleteEntity("p", "r").Status);
        Assert.Equal(204, table.DeleteEntity(new TableEntity("p", "s")).Status);
        Assert.Equal(204, table.Delete().Status);
    }

    private static async Task<RequestFailedException> Refused(int status, TableErrorCode code, Func<Task> act)
    {
        var refusal = await Assert.ThrowsAnyAsync<RequestFailedException>(act);
        Assert.Equal((status, code.ToString()), (refusal.Status, refusal.ErrorCode));
        return refusal;
    }

    private async Task<List<string>> Rows(string filter) =>
        [.. (await _table.QueryAsync<TableEntity>(filter).ToListAsync()).Select(entity => entity.RowKey)];
}
