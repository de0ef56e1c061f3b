using System.Security.Cryptography;
using VideoGen.Tests.Media;
using VideoGen.Tests.Support;
using static VideoGen.Tests.Cli.RunningService;

namespace VideoGen.Tests.Cli;

[Collection(nameof(RunningService))]
public sealed class GenerateTests(RunningService service) : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_prompt_becomes_a_saved_file()
    {
        var run = await service.RunAsync(["generate", "A cat [sim: SUCCEEDED]", .. OneTask, "--tag", "a", "--tag", "b", "-o", _folder["cat.mp4"]]);

        Assert.True(run.Code == 0, run.Errors);
        Assert.Equal(["cat.mp4"], Files());
        Assert.Contains($"  saved     {_folder["cat.mp4"]}\n", run.Output, StringComparison.Ordinal);
        var job = (await service.RunAsync("list", "--limit", "1", "--json")).Json["videos"]![0]!;
        Assert.Equal((string?)job["videos"]![0]!["sha256"], await Sha256Async("cat.mp4"));
        Assert.Equal(["a", "b"], job["tags"]!.AsArray().Select(tag => (string?)tag));
        Assert.Contains($"started {job["id"]}\n", run.Errors, StringComparison.Ordinal);
        Assert.Contains("  100%  ", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Output + run.Errors, c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public async Task Several_videos_are_told_apart()
    {
        var run = await service.RunAsync("generate", "A cat", "--simulation", "always", "--count", "2", "--duration", "2", "-o", _folder["cat.mp4"]);

        Assert.True(run.Code == 0, run.Errors);
        Assert.Equal(["cat-1.mp4", "cat-2.mp4"], Files());
    }

    [Fact]
    public async Task Without_waiting_the_output_is_the_id_alone()
    {
        var run = await service.RunAsync("generate", "A cat", "--simulation", "always", "--seed", "4294967295", "--max-cost", "0.5", "--style", "anime");

        Assert.Equal(0, run.Code);
        var job = await service.JobAsync(run.Output.TrimEnd('\n'));
        Assert.Equal((4_294_967_295, 0.5m, "anime"), ((long?)job["seed"], (decimal?)job["maxCost"], (string?)job["style"]));
    }

    [Fact]
    public async Task Json_is_the_answer_of_the_service_and_nothing_else()
    {
        var started = await service.RunAsync("generate", "A cat", "--simulation", "always", "--json");
        var ended = await service.RunAsync("watch", (string)started.Json["id"]!, "--json");

        Assert.NotNull(started.Json["management"]);
        Assert.Equal((0, "completed"), (ended.Code, (string?)ended.Json["status"]));
        Assert.Equal((await service.JobAsync((string)started.Json["id"]!)).ToJsonString(), ended.Json.ToJsonString());
    }

    [Fact]
    public async Task The_bytes_can_be_piped_on()
    {
        var run = await service.RunAsync(["generate", "A cat [sim: SUCCEEDED]", .. OneTask, "-o", "-"]);

        Assert.True(run.Code == 0, run.Errors);
        Assert.Empty(run.Output);
        var job = (await service.RunAsync("list", "--limit", "1", "--json")).Json["videos"]![0]!;
        Assert.Equal((string?)job["videos"]![0]!["sha256"], Convert.ToHexStringLower(SHA256.HashData(run.Bytes)));
    }

    [Fact]
    public async Task A_prompt_is_read_from_the_input()
    {
        var run = await Run.InProcessAsync(["generate", "-", "--simulation", "always", "--json"], new() { ["VIDEOGEN_URL"] = service.Url }, input: "@cat.txt is\nno file\n");

        Assert.Equal("@cat.txt is\nno file", (string?)run.Json["prompt"]);
    }

    [Fact]
    public async Task A_wrong_field_is_called_as_it_was_typed()
    {
        var run = await service.RunAsync("generate", "A cat", "--duration", "99", "--aspect-ratio", "wide", "--max-cost", "much", "--camera", "jump");

        Assert.Equal((4, ""), (run.Code, run.Output));
        Assert.Contains("videogen: --max-cost: ", run.Errors, StringComparison.Ordinal);

        run = await service.RunAsync("generate", "A cat", "--duration", "99", "--aspect-ratio", "wide", "--tag", "", "--json");

        Assert.Equal((4, "INVALID_REQUEST"), (run.Code, (string?)run.Json["code"]));
        Assert.Equal(["videogen: --aspect-ratio", "videogen: --duration", "videogen: --tag"], Complaints(run).Select(line => string.Join(':', line.Split(':')[..2])).Order());
    }

    [Fact]
    public async Task A_picture_is_uploaded_first()
    {
        await Pictures.MakeAsync(_folder["a.png"], "640x360");

        var run = await service.RunAsync("generate", "A cat", "--image", _folder["a.png"], "--simulation", "always", "--json");

        Assert.True(run.Code == 0, run.Errors);
        Assert.Equal("image-to-video", (string?)run.Json["kind"]);
        Assert.NotNull(run.Json["image"]!["uploadId"]);
        Assert.Contains("100%  uploading a.png\n", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_under_its_option()
    {
        await File.WriteAllTextAsync(_folder["a.png"], "a cat", TestContext.Current.CancellationToken);

        var run = await service.RunAsync("generate", "A cat", "--image", _folder["a.png"]);

        Assert.Equal(4, run.Code);
        Assert.StartsWith("videogen: --image: must be a JPEG", Complaints(run)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_saved_is_said_before_a_job_is_started()
    {
        var before = await service.RunAsync("list", "--limit", "1", "--json");

        var nowhere = await service.RunAsync("generate", "A cat", "-o", _folder["nowhere/cat.mp4"]);
        var both = await service.RunAsync("generate", "A cat", "-o", "-", "--json");
        var several = await service.RunAsync("generate", "A cat", "-o", "-", "--count", "2");
        var missing = await service.RunAsync("generate", "A cat", "--image", _folder["a.png"]);

        Assert.Equal((2, $"videogen: --output: there is no folder {_folder["nowhere"]}.\n"), (nowhere.Code, nowhere.Errors));
        Assert.Equal((2, 2, 2), (both.Code, several.Code, missing.Code));
        Assert.StartsWith("videogen: --image: ", missing.Errors, StringComparison.Ordinal);
        Assert.Equal(before.Output, (await service.RunAsync("list", "--limit", "1", "--json")).Output);
    }

    [Fact]
    public async Task A_job_without_a_video_fails_and_says_why()
    {
        var run = await service.RunAsync(["generate", "A cat [sim: FAILED SAFETY.INPUT.TEXT]", .. OneTask, "--wait", "-o", _folder.Path]);

        Assert.Equal(1, run.Code);
        Assert.Contains("error     CONTENT_REJECTED: ", run.Output, StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Complaints(Run run) => [.. run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private string[] Files() => [.. Directory.GetFiles(_folder.Path).Select(file => Path.GetFileName(file)).Order()];

    private async Task<string> Sha256Async(string name) =>
        Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(_folder[name], TestContext.Current.CancellationToken)));
}
