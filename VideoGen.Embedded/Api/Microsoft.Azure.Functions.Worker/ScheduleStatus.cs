namespace Microsoft.Azure.Functions.Worker;

/// <summary>When a monitored timer ran and will run.</summary>
public class ScheduleStatus
{
    public DateTime Last { get; set; }

    public DateTime Next { get; set; }

    public DateTime LastUpdated { get; set; }
}
