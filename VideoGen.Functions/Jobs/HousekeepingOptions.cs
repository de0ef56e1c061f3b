using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace VideoGen.Functions.Jobs;

/// <summary>How long what is over is kept.</summary>
public sealed class HousekeepingOptions
{
    /// <summary>Days until the durable history of a finished job is removed; its record and files stay.</summary>
    [ConfigurationKeyName("HISTORY_DAYS")]
    [Range(1, 365, ErrorMessage = "HISTORY_DAYS must be from 1 to 365.")]
    public int HistoryDays { get; init; } = 7;
}
