using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace VideoGen.Functions.Doors.Animation;

/// <summary>How the animation service answers.</summary>
public sealed class AnimationOptions
{
    /// <summary>Seconds a start is held until its animation is there. On Azure the front end ends a request after 230 s, whatever is set here.</summary>
    [ConfigurationKeyName("ANIMATION_WAIT_SECONDS")]
    [Range(1, 300, ErrorMessage = "ANIMATION_WAIT_SECONDS must be from 1 to 300.")]
    public int WaitSeconds { get; init; } = 300;
}
