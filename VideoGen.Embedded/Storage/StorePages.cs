using Azure;

namespace VideoGen.Embedded.Storage;

/// <summary>Reads one page: where it starts (null: the beginning) and how much it may hold (null: the store's own size).</summary>
internal delegate Page<T> PageReader<T>(string? continuationToken, int? pageSize)
    where T : notnull;

/// <summary>Pages read one after another, for those who wait.</summary>
internal sealed class StorePages<T>(PageReader<T> read, int? pageSize, CancellationToken ct) : Pageable<T>(ct)
    where T : notnull
{
    public override IEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        do
        {
            CancellationToken.ThrowIfCancellationRequested();
            var page = read(continuationToken, pageSizeHint ?? pageSize);
            yield return page;
            continuationToken = page.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(continuationToken));
    }
}

/// <summary>Pages read one after another, for those who await.</summary>
internal sealed class AsyncStorePages<T>(PageReader<T> read, int? pageSize, CancellationToken ct) : AsyncPageable<T>(ct)
    where T : notnull
{
    public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
        new StorePages<T>(read, pageSize, CancellationToken).AsPages(continuationToken, pageSizeHint).ToAsyncEnumerable();
}
