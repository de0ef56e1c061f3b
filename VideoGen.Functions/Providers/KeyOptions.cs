using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace VideoGen.Functions.Providers;

/// <summary>How much a key may do, and how one that failed comes back.</summary>
public sealed class KeyOptions
{
    /// <summary>How long a key without credits rests before its balance is asked for again.</summary>
    [ConfigurationKeyName("KEY_PROBE_SECONDS")]
    [Range(1, 86400, ErrorMessage = "KEY_PROBE_SECONDS must be from 1 to 86400.")]
    public int ProbeSeconds { get; init; } = 30;

    /// <summary>Tasks a key may have under way at once; 0 for any number.</summary>
    [ConfigurationKeyName("KEY_CONCURRENCY")]
    [Range(0, 10000, ErrorMessage = "KEY_CONCURRENCY must be from 0 to 10000.")]
    public int Concurrency { get; init; }

    /// <summary>Rejected contents within <see cref="ModeratedMinutes"/> after which a key rests, before its account is suspended; 0 for never.</summary>
    [ConfigurationKeyName("KEY_MODERATED_MOST")]
    [Range(0, 100, ErrorMessage = "KEY_MODERATED_MOST must be from 0 to 100.")]
    public int ModeratedMost { get; init; } = 10;

    /// <summary>How long a rejected content counts against its key.</summary>
    [ConfigurationKeyName("KEY_MODERATED_MINUTES")]
    [Range(1, 1440, ErrorMessage = "KEY_MODERATED_MINUTES must be from 1 to 1440.")]
    public int ModeratedMinutes { get; init; } = 60;
}
