using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using VideoGen.Domain;

namespace VideoGen.Functions.Accounts;

/// <summary>Counts what each user sends, in windows that all begin at once, and tells in <c>RateLimit</c> fields what is left.</summary>
/// <remarks>On each instance by itself: with n instances a user may send up to n times as much. What is remembered of users ends with the window.</remarks>
internal sealed class RateLimiter(int limit, int seconds, TimeProvider clock)
{
    // Whoever comes after so many others in one window shares a count with all who do.
    private const int MostUsers = 100_000;
    private const string Others = "";

    private Window _window = new(0);

    /// <exception cref="ProblemException">The user has sent too much.</exception>
    public void Count(Caller caller, HttpResponse response)
    {
        if (limit == 0) return;

        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var window = WindowAt(now / seconds);
        var count = window.Counts.AddOrUpdate(window.NameOf(caller.User), 1, (_, before) => Math.Min(before, limit) + 1);
        var left = (int)(seconds - (now % seconds));
        response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"user\";q={limit};w={seconds}");
        response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"user\";r={Math.Max(0, limit - count)};t={left}");
        if (count > limit)
        {
            throw new ProblemException(Errors.LimitIsExceeded, $"{limit} requests in {seconds} seconds are the most a user may send.", retryAfterSeconds: left);
        }
    }

    private Window WindowAt(long number)
    {
        var window = Volatile.Read(ref _window);
        if (window.Number == number) return window;

        var next = new Window(number);
        return Interlocked.CompareExchange(ref _window, next, window) == window ? next : Volatile.Read(ref _window);
    }

    private sealed class Window(long number)
    {
        private int _users;

        public long Number => number;

        public ConcurrentDictionary<string, int> Counts { get; } = new();

        public string NameOf(string user) => Counts.ContainsKey(user) || Interlocked.Increment(ref _users) <= MostUsers ? user : Others;
    }
}
