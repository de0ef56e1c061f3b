using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace VideoGen.Embedded.Hosting.Timers;

/// <summary>When a timer comes due: an NCRONTAB expression or a time span, in UTC.</summary>
internal abstract record Schedule
{
    /// <summary>The first time after that one.</summary>
    public abstract DateTime Next(DateTime after);

    /// <summary>The shortest time between two runs, as far as a look ahead shows.</summary>
    public abstract TimeSpan ShortestInterval(DateTime from);

    /// <exception cref="StartupException">The text is no schedule, or never comes due.</exception>
    public static Schedule Parse(string function, string text, IConfiguration configuration)
    {
        var schedule = Resolve(function, text, configuration);
        try
        {
            return schedule.Contains(':') ? Span(schedule) : Crontab(schedule);
        }
        catch (FormatException error)
        {
            throw new StartupException($"Function '{function}': the schedule '{schedule}' is not valid: {error.Message}.", error);
        }
    }

    private static string Resolve(string function, string text, IConfiguration configuration)
    {
        if (text is not ['%', .. var name, '%']) return text;
        return configuration[name.Replace("__", ConfigurationPath.KeyDelimiter)]
            ?? throw new StartupException($"Function '{function}': the schedule names the setting {name}, which is not there.");
    }

    private static SpanSchedule Span(string text) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero
            ? new(interval)
            : throw new FormatException("it is not a time span above zero");

    private static CrontabSchedule Crontab(string text)
    {
        var schedule = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) switch
        {
            [var second, var minute, var hour, var day, var month, var weekday] => new CrontabSchedule(
                CrontabField.Seconds(second), CrontabField.Minutes(minute), CrontabField.Hours(hour),
                CrontabField.DaysOfMonth(day), CrontabField.MonthsOfYear(month), CrontabField.DaysOfWeek(weekday)),
            var fields => throw new FormatException($"it has {fields.Length} fields instead of the six {{second}} {{minute}} {{hour}} {{day}} {{month}} {{day-of-week}}"),
        };
        return schedule.Next(DateTime.UnixEpoch) == DateTime.MaxValue ? throw new FormatException("it never comes due") : schedule;
    }
}

internal sealed record SpanSchedule(TimeSpan Interval) : Schedule
{
    public override DateTime Next(DateTime after) => after + Interval;

    public override TimeSpan ShortestInterval(DateTime from) => Interval;
}
