using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using VideoGen.Cli.Screen;
using VideoGen.Cli.Service;

namespace VideoGen.Cli.Commands;

/// <summary>Starts a job; with --wait or --output stays to its end.</summary>
/// <remarks>What may be asked for, and what makes no sense, is the service's to say: values are passed on as they are.</remarks>
internal sealed class Generate : JobCommand
{
    private static readonly string[] WebSchemes = ["http://", "https://"];

    private readonly Argument<string> _prompt = new("prompt") { Description = "What is to be seen; - reads it from the input." };

    private readonly Wish[] _wishes =
    [
        new("style", "A look, such as cinematic or anime."),
        new("theme", "A mood, such as nature or urban."),
        new("platform", "Where it will be shown; fills in format, length and rate."),
        new("format", "landscape, portrait or square."),
        new("aspectRatio", "A shape, such as 16:9.") { HelpName = "W:H" },
        new("duration", "Seconds.") { IsNumber = true },
        new("fps", "Frames a second.") { IsNumber = true },
        new("model", "Who shall make it, by the name of the model."),
        new("provider", "Who shall make it, by the name of the provider."),
        new("prefer", "Where nobody is named: cost, quality or speed."),
        new("camera", "One move, such as zoom_in or orbit_left."),
        new("negativePrompt", "What shall not be seen.") { HelpName = "TEXT" },
        new("count", "How many videos, 1 to 4.") { IsNumber = true },
        new("seed", "The same seed repeats a picture where the model allows it.") { IsNumber = true },
        new("maxCost", "The most it may cost, in USD.") { IsNumber = true },
        new("simulation", "auto, never or always."),
    ];

    private readonly Option<string> _image = new("--image") { Description = "A picture to begin with: a file or an address.", HelpName = "FILE|URL" };
    private readonly Option<string> _video = new("--video") { Description = "A video to work on: a file or an address.", HelpName = "FILE|URL" };
    private readonly Option<bool> _enhance = new("--enhance") { Description = "Let a language model write the scene." };
    private readonly Option<string[]> _tags = new("--tag") { Description = "Kept with the job; may be given several times.", HelpName = "WORD" };
    private readonly Option<bool> _wait = new("--wait") { Description = "Stay until the job is over." };

    public Generate(Terminal terminal, Interrupts interrupts)
        : base("generate", "Makes a video from a prompt. Prints the job's id, or with --wait what came of it.", terminal, interrupts)
    {
        Add(_prompt);
        foreach (var wish in _wishes) Add(wish.Option);
        Add(_image);
        Add(_video);
        Add(_enhance);
        Add(_tags);
        Add(_wait);
        AddFollowing();
        AddShared();
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Api api, CancellationToken ct)
    {
        var destination = DestinationOf(parsed);
        if (destination is { IsOutput: true } && parsed.GetValue(Wished("count")) is not (null or "1")) throw Wrong("--output: several videos do not fit into one output.");

        var request = new JsonObject { ["prompt"] = parsed.GetValue(_prompt) is "-" ? await ReadPromptAsync(ct) : parsed.GetValue(_prompt) };
        foreach (var wish in _wishes)
        {
            if (parsed.GetValue(wish.Option) is { } value) request[wish.Field] = wish.Write(value);
        }

        if (parsed.GetValue(_enhance)) request["enhancePrompt"] = true;
        if (parsed.GetValue(_tags) is { Length: > 0 } tags) request["tags"] = new JsonArray([.. tags]);
        if (parsed.GetValue(_image) is { } image) (request["kind"], request["image"]) = ("image-to-video", await SourceAsync("image", image, api, ct));
        if (parsed.GetValue(_video) is { } video) (request["kind"], request["video"]) = ("video-to-video", await SourceAsync("video", video, api, ct));

        // A start that has left is waited for, so that whoever interrupts learns which job it was.
        var job = await api.StartAsync(request, ct, Interrupts.Second);
        if (parsed.GetValue(_wait) || Stays(parsed))
        {
            Terminal.Say($"started {job.Value.Id}");
            return await FollowAsync(parsed, api, job.Value.Id, destination, ct);
        }

        Terminal.Output.WriteLine(WantsJson(parsed) ? job.Json : job.Value.Id);
        if (Terminal.OutputColumns() is not null && !WantsJson(parsed)) Terminal.Say($"started; to see how it goes: videogen watch {job.Value.Id}");
        return ExitCode.Done;
    }

    // Reading a terminal cannot be called off; it ends with the program.
    private async Task<string> ReadPromptAsync(CancellationToken ct) => (await Task.Run(Terminal.Input.ReadToEnd, ct).WaitAsync(ct)).Trim();

    private Option<string> Wished(string field) => _wishes.First(wish => wish.Field == field).Option;

    private async Task<JsonObject> SourceAsync(string field, string given, Api api, CancellationToken ct)
    {
        if (WebSchemes.Any(scheme => given.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))) return new() { ["url"] = given };

        await using var file = Open(field, given);
        using var progress = Terminal.NewProgress();
        try
        {
            var upload = await api.UploadAsync(file, sent => progress.ShowBytes($"uploading {Path.GetFileName(given)}", sent, file.Length), ct);
            return new() { ["uploadId"] = upload.Value.Id };
        }
        catch (RefusedException e)
        {
            throw e.Calling("file", field);
        }
    }

    private static FileStream Open(string field, string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Wrong($"--{field}: {e.Message}");
        }
    }

    /// <summary>A field of a start that has an option of its own.</summary>
    private sealed record Wish(string Field, string Description)
    {
        public bool IsNumber { get; init; }

        public string? HelpName { get; init; }

        public Option<string> Option => field ??= new(CommandLine.OptionOf(Field)) { Description = Description, HelpName = HelpName ?? (IsNumber ? "N" : "NAME") };

        public JsonNode Write(string value) =>
            IsNumber && decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : value;
    }
}
