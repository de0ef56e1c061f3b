using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace VideoGen.Tests.Contracts;

public abstract partial class TableContract
{
    [Fact]
    public async Task A_transaction_makes_each_kind_of_change()
    {
        foreach (var row in "bcd") await _table.AddEntityAsync(new TableEntity("p", $"{row}") { ["Old"] = 1 });

        var response = await _table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "a")),
            new(TableTransactionActionType.UpdateMerge, new TableEntity("p", "b") { ["New"] = 2 }, ETag.All),
            new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "c") { ["New"] = 2 }),
            new(TableTransactionActionType.Delete, new TableEntity("p", "d")),
            new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "e") { ["New"] = 2 }),
            new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "f") { ["New"] = 2 }),
        ]);

        Assert.Equal(202, response.GetRawResponse().Status);
        Assert.All(response.Value, part => Assert.Equal(204, part.Status));
        Assert.Equal((await _table.GetEntityAsync<TableEntity>("p", "e")).Value.ETag, response.Value[4].Headers.ETag);
        Assert.Equal(["a", "b", "c", "e", "f"], await Rows(""));
        Assert.Equal(["b"], await Rows("Old eq 1 and New eq 2"));
    }

    [Theory]
    [InlineData(TableTransactionActionType.Add, "there", 409, "EntityAlreadyExists")]
    [InlineData(TableTransactionActionType.UpdateMerge, "none", 404, "ResourceNotFound")]
    [InlineData(TableTransactionActionType.Delete, "none", 404, "ResourceNotFound")]
    [InlineData(TableTransactionActionType.UpdateReplace, "there", 412, "UpdateConditionNotSatisfied")]
    [InlineData(TableTransactionActionType.Add, "a/b", 400, "OutOfRangeInput")]
    [InlineData(TableTransactionActionType.Add, "first", 400, "InvalidDuplicateRow")]
    public async Task A_transaction_that_cannot_be_made_whole_is_not_made_and_names_the_action(TableTransactionActionType kind, string row, int status, string code)
    {
        await _table.AddEntityAsync(new TableEntity("p", "there"));

        var failure = await Failed(status, code,
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "first")),
            new(kind, new TableEntity("p", row), status == 412 ? new ETag(OtherETag) : default),
        ]);

        Assert.Equal(1, failure.FailedTransactionActionIndex);
        Assert.StartsWith("1:", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["there"], await Rows(""));
    }

    [Fact]
    public async Task A_transaction_of_one_action_names_none()
    {
        var failure = await Failed(404, TableErrorCode.ResourceNotFound, [new(TableTransactionActionType.Delete, new TableEntity("p", "none"))]);

        Assert.Null(failure.FailedTransactionActionIndex);
        Assert.False(failure.Message.StartsWith("0:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_transaction_keeps_to_one_partition()
    {
        var failure = await Failed(400, TableErrorCode.CommandsInBatchActOnDifferentPartitions,
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "r")),
            new(TableTransactionActionType.Add, new TableEntity("q", "r")),
        ]);

        Assert.Equal(1, failure.FailedTransactionActionIndex);
        Assert.Empty(await Rows(""));
    }

    [Fact]
    public async Task A_transaction_has_at_most_100_actions()
    {
        TableTransactionAction[] Actions(int count) => [.. Enumerable.Range(0, count).Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{i:D3}")))];

        Assert.Equal(99, (await Failed(400, TableErrorCode.InvalidInput, Actions(101))).FailedTransactionActionIndex);
        Assert.Equal(100, (await _table.SubmitTransactionAsync(Actions(100))).Value.Count);
    }

    [Fact]
    public async Task A_transaction_has_at_most_4_MiB()
    {
        TableTransactionAction[] Actions(int count) =>
        [
            .. Enumerable.Range(0, count).Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{i:D3}") { ["A"] = new string('x', 30_000), ["B"] = new string('x', 30_000), ["C"] = new string('x', 30_000) })),
        ];

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => _table.SubmitTransactionAsync(Actions(60)));
        Assert.Equal((413, "RequestBodyTooLarge"), (refusal.Status, refusal.ErrorCode));
        Assert.Equal(40, (await _table.SubmitTransactionAsync(Actions(40))).Value.Count);
    }

    [Fact]
    public async Task An_empty_transaction_is_refused_before_it_is_sent() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => _table.SubmitTransactionAsync([]));

    private async Task<TableTransactionFailedException> Failed(int status, TableErrorCode code, TableTransactionAction[] actions)
    {
        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => _table.SubmitTransactionAsync(actions));
        Assert.Equal((status, code.ToString()), (failure.Status, failure.ErrorCode));
        return failure;
    }
}
