using VideoGen.Domain.Catalog;

namespace VideoGen.Functions.Providers.Kling;

/// <summary>A path below which tasks are made and found: one for each kind in the classic API, one for all in the new.</summary>
/// <param name="Name">What stands before the id of a task that does not lie where one would look first.</param>
/// <param name="IsNew">Of the new API, which takes single keys only.</param>
internal sealed record KlingPlace(string Name, bool IsNew = false)
{
    private static readonly KlingPlace _text = new("text2video");
    private static readonly KlingPlace _image = new("image2video");
    private static readonly KlingPlace _images = new("multi-image2video");
    private static readonly KlingPlace _new = new("tasks", IsNew: true);

    /// <summary>The models the new API has, by their names in the classic one.</summary>
    private static readonly Dictionary<string, string> _newNames = new()
    {
        ["kling-v2-5-turbo"] = "kling-2.5-turbo",
        ["kling-v2-6"] = "kling-2.6",
        ["kling-v3"] = "kling-3.0",
        ["kling-3.0-turbo"] = "kling-3.0-turbo",
    };

    /// <summary>Several pictures make one video, whose shape none of them decides.</summary>
    public bool IsForImages => this == _images;

    /// <summary>Where such a task may lie, the likeliest place first.</summary>
    public static IReadOnlyList<KlingPlace> All(TaskKind kind, string model, bool singleKey)
    {
        var classic = kind == TaskKind.TextToVideo ? _text : _image;
        return
        [
            .. singleKey && _newNames.ContainsKey(model) ? [_new] : Array.Empty<KlingPlace>(),
            classic,
            .. TakesImages(model) ? [_images] : Array.Empty<KlingPlace>(),
        ];
    }

    /// <summary>Where a request goes. The new API has no word for what shall not be seen, and takes pictures by address only.</summary>
    public static KlingPlace Of(ProviderRequest request, bool singleKey) =>
        request.References.Count > 0 && TakesImages(request.Model) ? _images
        : singleKey && _newNames.ContainsKey(request.Model) && request.NegativePrompt is null && request.Image is null or { Url: not null } ? _new
        : request.Kind == TaskKind.TextToVideo ? _text
        : _image;

    public string SubmitPath(ProviderRequest request) => !IsNew ? $"v1/videos/{Name}"
        : $"{(request.Kind == TaskKind.TextToVideo ? "text-to-video" : "image-to-video")}/{_newNames[request.Model]}";

    public string TaskPath(string id) => IsNew ? $"tasks?task_ids={Uri.EscapeDataString(id)}" : $"v1/videos/{Name}/{Uri.EscapeDataString(id)}";

    public string AttemptPath(string id) => IsNew ? $"tasks?external_task_ids={Uri.EscapeDataString(id)}" : TaskPath(id);

    private static bool TakesImages(string model) => model == "kling-v1-6";
}
