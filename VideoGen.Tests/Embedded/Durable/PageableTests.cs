using Microsoft.DurableTask;

namespace VideoGen.Tests.Embedded.Durable;

public sealed class PageableTests
{
    [Fact]
    public async Task Pages_are_read_one_after_another_as_one_sequence()
    {
        var read = new List<int>();
        await foreach (var value in new ThreePages())
        {
            read.Add(value);
        }

        Assert.Equal([1, 2, 3], read);
    }

    [Fact]
    public async Task A_read_that_is_cancelled_stops_between_pages()
    {
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
        {
            await foreach (var value in new ThreePages().WithCancellation(stop.Token))
            {
                await stop.CancelAsync();
            }
        });
    }

    [Fact]
    public void A_page_without_values_is_refused() =>
        Assert.Throws<ArgumentNullException>("values", () => new Page<int>(null!));

    private sealed class ThreePages : AsyncPageable<int>
    {
        public override IAsyncEnumerable<Page<int>> AsPages(string? continuationToken = null, int? pageSizeHint = null) => Pages();

        private static async IAsyncEnumerable<Page<int>> Pages([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct = default)
        {
            foreach (var page in new Page<int>[] { new([1, 2], "more"), new([], "more"), new([3]) })
            {
                ct.ThrowIfCancellationRequested();
                await Task.Yield();
                yield return page;
            }
        }
    }
}
