using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using VideoGen.Domain.Jobs;

namespace VideoGen.Functions.Intake;

/// <summary>What every plan is made with.</summary>
public sealed class IntakeOptions
{
    /// <summary>Seconds between two looks at a provider's task. Never less than 5, whatever is set elsewhere.</summary>
    [ConfigurationKeyName("POLL_SECONDS")]
    [Range(Polling.LeastSeconds, 300, ErrorMessage = "POLL_SECONDS must be from 5 to 300.")]
    public int PollSeconds { get; init; } = 10;

    /// <summary>Times <see cref="PollSeconds"/>: how long a provider's task may take.</summary>
    [ConfigurationKeyName("POLL_LOOKS")]
    [Range(1, 1000, ErrorMessage = "POLL_LOOKS must be from 1 to 1000.")]
    public int PollLooks { get; init; } = 60;

    /// <summary>Seconds until the first look; empty for the usual time of the model.</summary>
    [ConfigurationKeyName("POLL_FIRST_SECONDS")]
    [Range(0, 3600, ErrorMessage = "POLL_FIRST_SECONDS must be from 0 to 3600.")]
    public int? PollFirstSeconds { get; init; }

    /// <summary>Hours a submission of unknown outcome waits to be resolved.</summary>
    [ConfigurationKeyName("RESOLVE_HOURS")]
    [Range(1, 720, ErrorMessage = "RESOLVE_HOURS must be from 1 to 720.")]
    public int ResolveHours { get; init; } = 24;

    /// <summary>What a start does that does not say: <c>auto</c>, <c>never</c> or <c>always</c>.</summary>
    [ConfigurationKeyName("SIMULATION")]
    [RegularExpression("auto|never|always", ErrorMessage = "SIMULATION must be auto, never or always.")]
    public string Simulation { get; init; } = SimulationMode.Auto;
}
