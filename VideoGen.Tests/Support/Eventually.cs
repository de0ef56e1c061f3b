using System.Diagnostics;

namespace VideoGen.Tests.Support;

/// <summary>Waits, in real time and with a deadline, for what other threads or processes are about to do.</summary>
public static class Eventually
{
    public static Task IsTrueAsync(Func<bool> condition, TimeSpan? within = null) => IsTrueAsync(() => Task.FromResult(condition()), within);

    public static async Task IsTrueAsync(Func<Task<bool>> condition, TimeSpan? within = null, TimeSpan? every = null)
    {
        var deadline = within ?? TimeSpan.FromSeconds(30);
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > deadline)
            {
                throw new TimeoutException($"What was waited for did not happen within {deadline}.");
            }

            await Task.Delay(every ?? TimeSpan.FromMilliseconds(2));
        }
    }
}
