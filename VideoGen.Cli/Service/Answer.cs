namespace VideoGen.Cli.Service;

/// <summary>What the service answered.</summary>
/// <param name="Value">As this program reads it.</param>
/// <param name="Json">As it came.</param>
/// <param name="RetryAfter">When to ask again, where it said so.</param>
internal sealed record Answer<T>(T Value, string Json, TimeSpan? RetryAfter);
