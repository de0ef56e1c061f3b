using Azure;
using Azure.Data.Tables;

namespace VideoGen.Embedded.Storage.Tables;

/// <summary>The actions of a transaction, checked as far as that goes without looking at what is stored.</summary>
internal static class TableTransaction
{
    /// <exception cref="InvalidOperationException">There are no actions.</exception>
    /// <exception cref="TableTransactionFailedException">An action is at fault.</exception>
    public static List<EntityWrite> Check(IEnumerable<TableTransactionAction> transactionActions)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        List<TableTransactionAction> actions = [.. transactionActions];
        if (actions.Count == 0) throw new InvalidOperationException("The batch contains no entity operations.");
        if (actions.Count > TableRules.MaxTransactionActions)
        {
            throw Failed(TableRules.MaxTransactionActions - 1, actions.Count, TableErrors.TooManyActions());
        }

        var writes = new List<EntityWrite>(actions.Count);
        var rows = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < actions.Count; i++)
        {
            var action = actions[i];
            writes.Add(At(i, actions.Count, () =>
            {
                var entity = action.Entity;
                if (entity.PartitionKey is null) throw TableErrors.PropertiesNeedValue("PartitionKey");
                if (entity.RowKey is null) throw TableErrors.PropertiesNeedValue("RowKey");
                if (entity.PartitionKey != actions[0].Entity.PartitionKey) throw TableErrors.OtherPartition();
                if (!rows.Add(entity.RowKey)) throw TableErrors.DuplicateRow(entity.RowKey);
                return EntityWrite.Of(action.ActionType, entity, action.ETag);
            }));
        }

        var bytes = writes.Sum(write => TableRules.Size(write.PartitionKey, write.RowKey, write.Properties) / 2);
        return bytes > TableRules.MaxTransactionBytes ? throw TableErrors.BodyTooLarge() : writes;
    }

    /// <summary>Does something for one action; its refusal is the transaction's, and names the action.</summary>
    public static T At<T>(int index, int count, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (RequestFailedException refusal)
        {
            throw Failed(index, count, refusal);
        }
    }

    // The service names the action in the message it answers with, but not when there is only one.
    private static TableTransactionFailedException Failed(int index, int count, RequestFailedException refusal) =>
        count == 1
            ? new(refusal.Status, refusal.Message, refusal.ErrorCode, null)
            : new(refusal.Status, $"{index}:{refusal.Message}", refusal.ErrorCode, index);
}
