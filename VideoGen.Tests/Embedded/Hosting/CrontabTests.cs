using Microsoft.Extensions.Configuration;
using VideoGen.Embedded.Hosting;
using VideoGen.Embedded.Hosting.Timers;

namespace VideoGen.Tests.Embedded.Hosting;

/// <summary>When a schedule comes due.</summary>
public sealed class CrontabTests
{
    private static readonly IConfiguration Settings = new ConfigurationBuilder().AddInMemoryCollection([new("EVERY_HOUR", "0 0 * * * *"), new("A:B", "00:10:00")]).Build();

    [Theory]
    [InlineData("0 */5 * * * *", "2026-11-21T10:01:00", "2026-11-21T10:05:00")]
    [InlineData("0 */5 * * * *", "2026-11-21T10:05:00", "2026-11-21T10:10:00")]
    [InlineData("0 */5 * * * *", "2026-11-21T23:57:30", "2026-11-22T00:00:00")]
    [InlineData("*/15 * * * * *", "2026-11-21T10:00:59.5", "2026-11-21T10:01:00")]
    [InlineData("30 0 9 * * *", "2026-11-21T09:00:30", "2026-11-22T09:00:30")]
    [InlineData("0 0 9-17/4 * * MON-FRI", "2026-11-20T17:00:00", "2026-11-23T09:00:00")]
    [InlineData("0 30 9 * jan,Mar *", "2026-11-21T10:00:00", "2027-01-01T09:30:00")]
    [InlineData("0 0 0 29 2 *", "2026-11-21T10:00:00", "2028-02-29T00:00:00")]
    [InlineData("0 0 0 13 * 5", "2026-11-21T10:00:00", "2027-08-13T00:00:00")]
    [InlineData("0 0 0 31 * *", "2026-11-30T00:00:00", "2026-12-31T00:00:00")]
    [InlineData("0 0 0 * * Sunday", "2026-11-21T10:00:00", "2026-11-22T00:00:00")]
    [InlineData("5,10 59 23 31 12 *", "2026-12-31T23:59:05", "2026-12-31T23:59:10")]
    [InlineData("1-20/10 * * * * *", "2026-11-21T10:00:01", "2026-11-21T10:00:11")]
    [InlineData("%EVERY_HOUR%", "2026-11-21T10:00:01", "2026-11-21T11:00:00")]
    [InlineData("%A__B%", "2026-11-21T10:00:01", "2026-11-21T10:10:01")]
    [InlineData("01:30:00", "2026-11-21T10:00:00", "2026-11-21T11:30:00")]
    public void The_next_time_is_the_first_that_fits_every_field(string schedule, string after, string expected) =>
        Assert.Equal(Utc(expected), Schedule.Parse("F", schedule, Settings).Next(Utc(after)));

    [Theory]
    [InlineData("60 * * * * *")]
    [InlineData("* * * 0 * *")]
    [InlineData("* * * * 13 *")]
    [InlineData("* * * * * 7")]
    [InlineData("* * * * * Funday")]
    [InlineData("5-1 * * * * *")]
    [InlineData("*/0 * * * * *")]
    [InlineData("1/2/3 * * * * *")]
    [InlineData("a * * * * *")]
    [InlineData("-1 * * * * *")]
    [InlineData(", * * * * *")]
    [InlineData("")]
    [InlineData("-00:10:00")]
    [InlineData("1:x")]
    public void What_is_no_schedule_is_refused(string schedule) =>
        Assert.StartsWith($"Function 'F': the schedule '{schedule}' is not valid: ", Assert.Throws<StartupException>(() => Schedule.Parse("F", schedule, Settings)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("*/30 * * * * *", 30)]
    [InlineData("0,10 * * * * *", 10)]
    [InlineData("0 */5 * * * *", 300)]
    public void The_shortest_time_between_two_runs_is_known(string schedule, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Schedule.Parse("F", schedule, Settings).ShortestInterval(Utc("2026-11-21T10:00:00")));

    private static DateTime Utc(string text) => DateTime.Parse(text, null, System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal);
}
