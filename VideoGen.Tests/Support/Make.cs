using VideoGen.Domain.Catalog;
using VideoGen.Domain.Jobs;

namespace VideoGen.Tests.Support;

/// <summary>Records with good defaults; a test changes what it is about.</summary>
public static class Make
{
    public static readonly DateTime Noon = new(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);

    public static readonly DateOnly Today = new(2026, 11, 21);

    public static ModelCatalog Catalog { get; } = ModelCatalog.Read();

    /// <summary>Changes to the catalog, as if no provider had ever retired a model.</summary>
    public static string NothingRetired =>
        $"{{ {string.Join(", ", Catalog.All.Where(model => model.RetiresOn is not null).Select(model => $"\"{model.Name}\": {{ \"retiresOn\": null }}"))} }}";

    public static JobRequest Request => new() { Prompt = "A drone over a city at sunset" };

    public static Job Job => new() { Id = JobId.Create(Noon, Guid.Empty), User = "anonymous", Request = Request, CreatedAt = Noon, UpdatedAt = Noon };

    public static PollRules Polling => new(StepSeconds: 10, Looks: 60, FirstSeconds: null);

    public static ProviderTask Task => new()
    {
        JobId = JobId.Create(Noon, Guid.Empty),
        Index = 0,
        Provider = "runway",
        Task = new("17f20503-6c24-4c16-946b-35dbbce2af2f", TaskKind.ImageToVideo, "gen4_turbo"),
        Key = KeyFingerprint.Of("a key"),
        Stage = Stage.Generating,
        Rules = Polling,
        UsualSeconds = 30,
        SubmittedAt = Noon,
    };

    /// <summary>A job's id, another for each number.</summary>
    public static JobId Id(byte number) => JobId.Create(Noon, new Guid(0, 0, 0, number, 0, 0, 0, 0, 0, 0, 0));

    public static VideoResult Result => new()
    {
        Video = new() { Index = 0, Status = VideoStatus.Completed, Sha256 = "ab", Provider = "runway", Model = "gen4_turbo" },
        Trace = [],
        Charged = 0.30m,
    };
}
