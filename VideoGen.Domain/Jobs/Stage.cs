using System.Text.Json.Serialization;

namespace VideoGen.Domain.Jobs;

/// <summary>Where a job stands, as its caller sees it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobStatus>))]
public enum JobStatus
{
    [JsonStringEnumMemberName("queued")]
    Queued,

    [JsonStringEnumMemberName("running")]
    Running,

    [JsonStringEnumMemberName("completed")]
    Completed,

    [JsonStringEnumMemberName("failed")]
    Failed,

    [JsonStringEnumMemberName("canceled")]
    Canceled,

    /// <summary>A paid submission may or may not have been taken; it waits to be resolved.</summary>
    [JsonStringEnumMemberName("submission_unknown")]
    SubmissionUnknown,
}

/// <summary>What is being done right now, in the order in which it is done.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Stage>))]
public enum Stage
{
    [JsonStringEnumMemberName("queued")]
    Queued,

    [JsonStringEnumMemberName("preparing")]
    Preparing,

    [JsonStringEnumMemberName("first_frame")]
    FirstFrame,

    [JsonStringEnumMemberName("generating")]
    Generating,

    [JsonStringEnumMemberName("downloading")]
    Downloading,

    [JsonStringEnumMemberName("transcoding")]
    Transcoding,

    [JsonStringEnumMemberName("thumbnail")]
    Thumbnail,

    [JsonStringEnumMemberName("done")]
    Done,
}

/// <summary>Whether a provider made it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Mode>))]
public enum Mode
{
    [JsonStringEnumMemberName("live")]
    Live,

    [JsonStringEnumMemberName("simulation")]
    Simulation,
}

/// <summary>The share of a job that lies behind a stage.</summary>
public static class Stages
{
    /// <param name="stage">The stage under way.</param>
    /// <param name="part">0 to 1, how far it has come, where that is known.</param>
    public static int Percent(Stage stage, double part = 0)
    {
        var (from, to) = stage switch
        {
            Stage.Queued => (0, 0),
            Stage.Preparing => (1, 5),
            Stage.FirstFrame => (5, 25),
            Stage.Generating => (25, 85),
            Stage.Downloading => (86, 89),
            Stage.Transcoding => (90, 95),
            Stage.Thumbnail => (96, 99),
            _ => (100, 100),
        };
        return from + (int)((to - from) * Math.Clamp(part, 0, 1));
    }
}
