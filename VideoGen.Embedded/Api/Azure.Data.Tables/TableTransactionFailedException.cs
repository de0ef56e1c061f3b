namespace Azure.Data.Tables;

/// <summary>A transaction that changed nothing, and the first action at fault.</summary>
public sealed class TableTransactionFailedException : RequestFailedException
{
    internal TableTransactionFailedException(int status, string message, string? errorCode, int? failedTransactionActionIndex)
        : base(status, message, errorCode, null) =>
        FailedTransactionActionIndex = failedTransactionActionIndex;

    public int? FailedTransactionActionIndex { get; }
}
