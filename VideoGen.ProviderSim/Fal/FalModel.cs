using System.Text.Json;
using System.Text.Json.Nodes;
using VideoGen.ProviderSim.Stage;

namespace VideoGen.ProviderSim.Fal;

/// <summary>One of Pika's models at fal: what it takes, what it costs, and what it makes.</summary>
/// <param name="Id">As in the path.</param>
/// <param name="TextDuration">Whether the duration is a text, as since 2.2, or a number.</param>
/// <param name="Price">In USD.</param>
internal sealed record FalModel(string Id, bool TextDuration, Func<JsonElement, decimal> Price)
{
    private static readonly string[] _aspects = ["16:9", "9:16", "1:1", "4:5", "5:4", "3:2", "2:3"];
    private static readonly string[] _resolutions = ["720p", "1080p"];
    private static readonly int[] _durations = [5, 10];

    public static readonly IReadOnlyList<FalModel> All =
    [
        new("fal-ai/pika/v2.2/text-to-video", true, Price22),
        new("fal-ai/pika/v2.2/image-to-video", true, Price22),
        new("fal-ai/pika/v2.1/text-to-video", false, _ => 0.40m),
        new("fal-ai/pika/v2.1/image-to-video", false, _ => 0.40m),
        new("fal-ai/pika/v2/turbo/text-to-video", false, _ => 0.20m),
        new("fal-ai/pika/v2/turbo/image-to-video", false, _ => 0.20m),
    ];

    private bool TakesImage => Id.EndsWith("/image-to-video", StringComparison.Ordinal);

    public static FalModel? Find(string id) => All.FirstOrDefault(model => model.Id == id);

    /// <summary>What is wrong with the input, as fal lists it; fields nobody knows are ignored, as there.</summary>
    public JsonArray Issues(JsonElement body)
    {
        var issues = new List<JsonObject>();
        Text("prompt", required: true);
        Text("negative_prompt", required: false);
        Text("image_url", required: TakesImage);
        OneOf("aspect_ratio", _aspects);
        OneOf("resolution", _resolutions);
        Duration();
        if (Given("seed") is { } seed && !(seed.ValueKind == JsonValueKind.Number && seed.TryGetInt64(out _)))
        {
            Add("seed", "Input should be a valid integer", "int_type");
        }

        if (TakesImage && Given("image_url") is { ValueKind: JsonValueKind.String } image && !IsImage(image.GetString()!))
        {
            Add("image_url", "Failed to download the file. Please check if the URL is accessible and try again.", "file_download_error");
        }

        return new JsonArray([.. issues]);

        JsonElement? Given(string name) => body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

        void Add(string name, string message, string type) => issues.Add(new()
        {
            ["loc"] = new JsonArray("body", name),
            ["msg"] = message,
            ["type"] = type,
            ["url"] = $"https://docs.fal.ai/errors/#{type}",
            ["input"] = Given(name) is { } value ? JsonNode.Parse(value.GetRawText()) : null,
        });

        void Text(string name, bool required)
        {
            if (Given(name) is not { } value)
            {
                if (required) Add(name, "Field required", "missing");
            }
            else if (value.ValueKind != JsonValueKind.String)
            {
                Add(name, "Input should be a valid string", "string_type");
            }
        }

        void OneOf(string name, string[] known)
        {
            if (Given(name) is { } value && !(value.ValueKind == JsonValueKind.String && known.Contains(value.GetString())))
            {
                Add(name, $"Input should be {string.Join(", ", known.Select(word => $"'{word}'"))}", "literal_error");
            }
        }

        void Duration()
        {
            if (Given("duration") is not { } value) return;

            var good = TextDuration
                ? value.ValueKind == JsonValueKind.String && value.GetString() is "5" or "10"
                : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var seconds) && _durations.Contains(seconds);
            if (!good) Add("duration", TextDuration ? "Input should be '5' or '10'" : "Input should be 5 or 10", "literal_error");
        }
    }

    public static Output Make(JsonElement body, string mark, long? bytes, DateTimeOffset now)
    {
        var (width, height) = Member(body, "aspect_ratio") switch
        {
            "9:16" or "2:3" or "4:5" => (720, 1280),
            "1:1" or "5:4" => (720, 720),
            _ => (1280, 720),
        };
        return new(() => Samples.Movie(width, height, Seconds(body), mark), bytes, "video/mp4", now);
    }

    private static decimal Price22(JsonElement body) => (Member(body, "resolution") == "1080p" ? 0.45m : 0.20m) * (Seconds(body) / 5);

    private static int Seconds(JsonElement body) => Member(body, "duration") is "10" ? 10 : 5;

    private static bool IsImage(string url) =>
        url.StartsWith("data:image/", StringComparison.Ordinal) || (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http");

    private static string? Member(JsonElement body, string name) => body.TryGetProperty(name, out var value) ? value.ToString() : null;
}
