using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace VideoGen.Functions.Providers;

/// <summary>How keys that failed come back.</summary>
public sealed class KeyOptions
{
    /// <summary>How long a key without credits rests before its balance is asked for again.</summary>
    [ConfigurationKeyName("KEY_PROBE_SECONDS")]
    [Range(1, 86400, ErrorMessage = "KEY_PROBE_SECONDS must be from 1 to 86400.")]
    public int ProbeSeconds { get; init; } = 30;
}
