using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace VideoGen.Functions.Accounts;

/// <summary>How many requests a user may send.</summary>
public sealed class RateOptions
{
    /// <summary>In mode <see cref="AuthOptions.None"/> there is one user, whose machine it is.</summary>
    public const int UsualLimit = 600;

    /// <summary>Requests of one user in one window; 0 for any number; empty for 600 where users are told apart, else any number.</summary>
    [ConfigurationKeyName("RATE_LIMIT")]
    [Range(0, 1_000_000, ErrorMessage = "RATE_LIMIT must be from 0 to 1000000.")]
    public int? Limit { get; init; }

    /// <summary>Seconds of one window.</summary>
    [ConfigurationKeyName("RATE_LIMIT_SECONDS")]
    [Range(1, 86400, ErrorMessage = "RATE_LIMIT_SECONDS must be from 1 to 86400.")]
    public int Seconds { get; init; } = 60;
}
