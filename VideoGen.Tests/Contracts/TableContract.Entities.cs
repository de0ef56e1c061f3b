using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace VideoGen.Tests.Contracts;

public abstract partial class TableContract
{
    private const string OtherETag = "W/\"datetime'2001-01-01T00%3A00%3A00.0000000Z'\"";

    [Fact]
    public async Task An_entity_that_is_not_there_is_ResourceNotFound() =>
        await Refused(404, TableErrorCode.ResourceNotFound, () => _table.GetEntityAsync<TableEntity>("p", "none"));

    [Fact]
    public async Task An_entity_that_may_be_missing_has_no_value()
    {
        var missing = await _table.GetEntityIfExistsAsync<TableEntity>("p", "none");

        Assert.False(missing.HasValue);
        Assert.Equal(404, missing.GetRawResponse().Status);
        Assert.Throws<InvalidOperationException>(() => missing.Value);
        await _table.AddEntityAsync(new TableEntity("p", "r"));
        Assert.True((await _table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
    }

    [Fact]
    public async Task A_row_is_added_once()
    {
        await _table.AddEntityAsync(new TableEntity("p", "r"));

        await Refused(409, TableErrorCode.EntityAlreadyExists, () => _table.AddEntityAsync(new TableEntity("p", "r")));
    }

    [Fact]
    public async Task A_write_answers_204_with_the_new_ETag_and_leaves_the_passed_entity_alone()
    {
        var entity = new TableEntity("p", "r");

        var added = await _table.AddEntityAsync(entity);
        var changed = await _table.UpsertEntityAsync(entity);

        Assert.Equal((204, 204), (added.Status, changed.Status));
        Assert.Equal(default, entity.ETag);
        Assert.NotEqual(added.Headers.ETag, changed.Headers.ETag);
        Assert.Equal((await _table.GetEntityAsync<TableEntity>("p", "r")).Value.ETag, changed.Headers.ETag);
    }

    [Fact]
    public async Task An_update_needs_an_ETag()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _table.UpdateEntityAsync(new TableEntity("p", "r"), default));

        await _table.AddEntityAsync(new TableEntity("p", "r"));
        Assert.Equal(204, (await _table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All)).Status);
    }

    [Fact]
    public async Task An_update_with_another_ETag_changes_nothing()
    {
        var first = await _table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });
        await _table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, first.Headers.ETag!.Value);

        await Refused(412, TableErrorCode.UpdateConditionNotSatisfied, () => _table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 3 }, first.Headers.ETag!.Value));
        await Refused(412, TableErrorCode.UpdateConditionNotSatisfied, () => _table.UpdateEntityAsync(new TableEntity("p", "r"), new ETag(OtherETag), TableUpdateMode.Replace));

        Assert.Equal(2, (await _table.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("N"));
    }

    [Fact]
    public async Task An_update_of_a_row_that_is_gone_is_ResourceNotFound()
    {
        await Refused(404, TableErrorCode.ResourceNotFound, () => _table.UpdateEntityAsync(new TableEntity("p", "none"), ETag.All));
        await Refused(404, TableErrorCode.ResourceNotFound, () => _table.UpdateEntityAsync(new TableEntity("p", "none"), new ETag(OtherETag)));
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("\"abc\"")]
    [InlineData("W/\"datetime'yesterday'\"")]
    public async Task An_ETag_that_is_none_is_InvalidInput(string etag)
    {
        await _table.AddEntityAsync(new TableEntity("p", "r"));

        await Refused(400, TableErrorCode.InvalidInput, () => _table.UpdateEntityAsync(new TableEntity("p", "r"), new ETag(etag)));
        await Refused(400, TableErrorCode.InvalidInput, () => _table.DeleteEntityAsync("p", "r", new ETag(etag)));
    }

    [Fact]
    public async Task Merge_keeps_what_it_does_not_name_and_replace_drops_it()
    {
        await _table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = "a", ["B"] = "b" });

        await _table.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = "c", ["A"] = null });
        var merged = (await _table.GetEntityAsync<TableEntity>("p", "r")).Value;
        await _table.UpsertEntityAsync(new TableEntity("p", "r") { ["C"] = "d" }, TableUpdateMode.Replace);
        var replaced = (await _table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(("a", "c"), (merged.GetString("A"), merged.GetString("B")));
        Assert.Equal((false, false, "d"), (replaced.ContainsKey("A"), replaced.ContainsKey("B"), replaced.GetString("C")));
    }

    [Fact]
    public async Task An_upsert_creates_what_is_not_there()
    {
        await _table.UpsertEntityAsync(new TableEntity("p", "merge"));
        await _table.UpsertEntityAsync(new TableEntity("p", "replace"), TableUpdateMode.Replace);

        Assert.Equal(["merge", "replace"], await Rows(""));
    }

    [Fact]
    public async Task A_property_may_change_its_type()
    {
        await _table.AddEntityAsync(new TableEntity("p", "r") { ["V"] = "text" });
        await _table.UpsertEntityAsync(new TableEntity("p", "r") { ["V"] = 7 });

        Assert.Equal(7, (await _table.GetEntityAsync<TableEntity>("p", "r")).Value["V"]);
    }

    [Fact]
    public async Task Deleting_what_is_not_there_answers_404_and_does_not_throw()
    {
        await _table.AddEntityAsync(new TableEntity("p", "r"));

        Assert.Equal(204, (await _table.DeleteEntityAsync("p", "r")).Status);
        Assert.Equal(404, (await _table.DeleteEntityAsync("p", "r")).Status);
        Assert.Equal(404, (await _table.DeleteEntityAsync("p", "r", new ETag(OtherETag))).Status);
    }

    [Fact]
    public async Task A_delete_is_unconditional_unless_it_names_an_ETag()
    {
        await _table.AddEntityAsync(new TableEntity("p", "r"));
        var entity = (await _table.GetEntityAsync<TableEntity>("p", "r")).Value;

        await Refused(412, TableErrorCode.UpdateConditionNotSatisfied, () => _table.DeleteEntityAsync("p", "r", new ETag(OtherETag)));
        await _table.UpsertEntityAsync(entity);
        await Refused(412, TableErrorCode.UpdateConditionNotSatisfied, () => _table.DeleteEntityAsync(entity, entity.ETag));
        Assert.Equal(204, (await _table.DeleteEntityAsync(entity)).Status);
    }

    [Fact]
    public async Task The_ETag_is_the_timestamp_and_both_are_the_services()
    {
        await _table.AddEntityAsync(new TableEntity("p", "r") { Timestamp = DateTimeOffset.UnixEpoch, ETag = new ETag("mine") });

        var entity = (await _table.GetEntityAsync<TableEntity>("p", "r")).Value;

        var moment = entity.Timestamp!.Value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture) + "Z";
        Assert.True(entity.Timestamp > DateTimeOffset.UnixEpoch);
        Assert.Equal($"W/\"datetime'{Uri.EscapeDataString(moment)}'\"", entity.ETag.ToString());
    }

    [Fact]
    public async Task A_row_deleted_and_added_again_has_another_ETag()
    {
        var first = await _table.AddEntityAsync(new TableEntity("p", "r"));
        await _table.DeleteEntityAsync("p", "r");
        var second = await _table.AddEntityAsync(new TableEntity("p", "r"));

        Assert.NotEqual(first.Headers.ETag, second.Headers.ETag);
    }

    [Fact]
    public async Task Of_many_who_add_one_row_at_once_exactly_one_wins()
    {
        var outcomes = await AtOnce(20, i => _table.AddEntityAsync(new TableEntity("p", "r") { ["Winner"] = i }));

        Assert.Equal((1, 19), (outcomes.Count(status => status == 204), outcomes.Count(status => status == 409)));
    }

    [Fact]
    public async Task Of_many_who_update_one_version_at_once_exactly_one_wins()
    {
        var etag = (await _table.AddEntityAsync(new TableEntity("p", "r"))).Headers.ETag!.Value;

        var outcomes = await AtOnce(20, i => _table.UpdateEntityAsync(new TableEntity("p", "r") { ["Winner"] = i }, etag));

        Assert.Equal((1, 19), (outcomes.Count(status => status == 204), outcomes.Count(status => status == 412)));
    }

    [Fact]
    public async Task Merges_at_once_lose_nothing()
    {
        await AtOnce(20, i => _table.UpsertEntityAsync(new TableEntity("p", "r") { [$"P{i}"] = i }));

        Assert.Equal(20, (await _table.GetEntityAsync<TableEntity>("p", "r")).Value.Keys.Count(name => name.StartsWith('P') && name != "PartitionKey"));
    }

    [Fact]
    public async Task What_is_cancelled_before_it_starts_is_not_done()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _table.AddEntityAsync(new TableEntity("p", "r"), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: cancelled.Token));

        Assert.Empty(await Rows(""));
    }

    private static async Task<int[]> AtOnce(int times, Func<int, Task<Response>> act) =>
        await Task.WhenAll(Enumerable.Range(0, times).Select(i => Task.Run(async () =>
        {
            try
            {
                return (await act(i)).Status;
            }
            catch (RequestFailedException refusal)
            {
                return refusal.Status;
            }
        })));
}
