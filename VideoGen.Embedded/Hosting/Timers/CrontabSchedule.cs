namespace VideoGen.Embedded.Hosting.Timers;

/// <summary>Six fields; a day must fit both the day of the month and the day of the week.</summary>
internal sealed record CrontabSchedule(
    CrontabField Seconds, CrontabField Minutes, CrontabField Hours, CrontabField Days, CrontabField Months, CrontabField Weekdays) : Schedule
{
    /// <summary>The calendar repeats its days of month and week after 28 years, but for a century without a leap year.</summary>
    private const int YearsAhead = 40;

    private const int RunsAhead = 10;

    /// <summary>The first time after that one; <see cref="DateTime.MaxValue"/> when there is none.</summary>
    public override DateTime Next(DateTime after)
    {
        var start = new DateTime(after.Ticks - (after.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc).AddSeconds(1);
        for (var day = start.Date; day.Year <= start.Year + YearsAhead; day = day.AddDays(1))
        {
            if (!Months.Has(day.Month))
            {
                day = new DateTime(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month), 0, 0, 0, DateTimeKind.Utc);
                continue;
            }

            if (!Days.Has(day.Day) || !Weekdays.Has((int)day.DayOfWeek)) continue;
            if (TimeFrom(day == start.Date ? start.TimeOfDay : TimeSpan.Zero) is { } time) return day + time;
        }

        return DateTime.MaxValue;
    }

    public override TimeSpan ShortestInterval(DateTime from)
    {
        var shortest = TimeSpan.MaxValue;
        for (var (run, time) = (0, Next(from)); run < RunsAhead && time < DateTime.MaxValue; run++)
        {
            var next = Next(time);
            shortest = next - time < shortest ? next - time : shortest;
            time = next;
        }

        return shortest;
    }

    private TimeSpan? TimeFrom(TimeSpan earliest)
    {
        for (var hour = Hours.From(earliest.Hours); hour is { } h; hour = Hours.From(h + 1))
        {
            var sameHour = h == earliest.Hours;
            for (var minute = Minutes.From(sameHour ? earliest.Minutes : 0); minute is { } m; minute = Minutes.From(m + 1))
            {
                if (Seconds.From(sameHour && m == earliest.Minutes ? earliest.Seconds : 0) is { } second) return new TimeSpan(h, m, second);
            }
        }

        return null;
    }
}
