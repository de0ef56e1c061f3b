using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using VideoGen.Tests.Sdk;
using VideoGen.Tests.Support;

namespace VideoGen.Tests.Doors;

/// <summary>Each system's own client code, with nothing changed but the address.</summary>
public sealed class ClientProgramTests
{
    [Theory]
    [InlineData(1000, true, "Animation generated with Runway Gen-4", "Cartoon animation, animals: cute animals playing in forest")]
    [InlineData(0, false, "Simulation mode (insufficient credits)", "Cartoon animation, animals: cute animals playing in forest (simulation - insufficient credits)")]
    public async Task The_animation_service(int credits, bool canGenerate, string message, string description)
    {
        await using var app = await TestApp.StartAsync();
        await app.Sim.ControlAsync("runway", new { credits });

        var program = ClientProgram.RunAsync(app, "animation-client.mjs");
        var id = "";
        await Eventually.IsTrueAsync(async () => (id = (string?)(await app.GetAsync("/api/videos")).Json!["videos"]!.AsArray().FirstOrDefault()?["id"] ?? "").Length > 0, TimeSpan.FromMinutes(2));
        await app.JobWhenOverAsync(id);
        var (said, _) = await program;

        Assert.Equal((canGenerate, message, description), ((bool)said["canGenerate"]!, (string?)said["message"], (string?)said["description"]));
        AssertIsVideo(said["video"]!);
    }

    [Fact]
    public async Task The_Veo_video_API_by_a_hook()
    {
        await using var app = await TestApp.StartAsync("RUNWAY_API_KEY=", $"GEMINI_API_KEY={Given.GoogleKey}");

        var (said, sleeps) = await ClientProgram.RunAsync(app, "veo-client.mjs");

        var made = said["made"]!;
        Assert.Equal("healthy", (string?)said["health"]);
        Assert.True(made["error"] is null, said.ToJsonString());
        Assert.Subset(new HashSet<string> { "pending", "processing", "generating", "downloading", "completed" }, Texts(made["statuses"]).ToHashSet());
        Assert.Equal("completed", Texts(made["statuses"]).Last());
        Assert.Equal("16:9", (string?)made["result"]!["videos"]![0]!["aspect_ratio"]);
        Assert.StartsWith("The provider rejected the content.", (string?)said["moderated"]!["error"]);
        Assert.StartsWith("prompt: ", (string?)said["refused"]!["refused"]);
        AssertIsVideo(said["video"]!);
        AssertEveryFiveSeconds(sleeps);
    }

    [Fact]
    public async Task The_multi_model_system_with_a_cookie()
    {
        const string secret = "a secret of the tests, long enough for HS256";
        await using var app = await TestApp.StartAsync("AUTH_MODE=jwt", $"JWT_SECRET={secret}", "JWT_ISSUER=https://issuer.example", "JWT_AUDIENCE=videogen");

        var (said, sleeps) = await ClientProgram.RunAsync(app, "multimodel-client.mjs", Token(secret, app.Time.GetUtcNow().UtcDateTime));

        Assert.Equal(("pending", "success"), ((string?)said["task"]!["status"], Texts(said["statuses"]).Last()));
        Assert.Equal("""{"waiting":0,"active":0,"completed":1,"failed":0,"delayed":0}""", said["queues"]!.ToJsonString());
        Assert.Equal(("success", "gen4_turbo"), ((string?)said["detail"]!["status"], (string?)said["detail"]!["model"]));
        Assert.Equal((401, false), ((int)said["stranger"]!["status"]!, (bool)said["stranger"]!["body"]!["success"]!));
        AssertIsVideo(said["video"]!);
        AssertEveryFiveSeconds(sleeps);
    }

    [Fact]
    public async Task The_content_studio()
    {
        await using var app = await TestApp.StartAsync();

        var (said, sleeps) = await ClientProgram.RunAsync(app, "studio-client.mjs");

        Assert.Equal(("PENDING", "COMPLETED"), ((string?)said["first"], Texts(said["statuses"]).Last()));
        Assert.Equal(("user-7", "post-1"), ((string?)said["record"]!["userId"], (string?)said["post"]!["id"]));
        Assert.Equal([(string)said["record"]!["id"]!], Texts(said["listed"]));
        Assert.Equal(("INVALID_PROMPT", "NOT_FOUND"), ((string?)said["refused"]!["code"], (string?)said["gone"]));
        AssertIsVideo(said["file"]!);
        AssertEveryFiveSeconds(sleeps);
    }

    private static void AssertEveryFiveSeconds(IReadOnlyList<double> sleeps)
    {
        Assert.NotEmpty(sleeps);
        Assert.All(sleeps, seconds => Assert.Equal(5, seconds));
    }

    private static void AssertIsVideo(JsonNode file) =>
        Assert.Equal((200, "video/mp4", "ftyp"), ((int)file["status"]!, (string?)file["type"], (string?)file["brand"]));

    private static IEnumerable<string> Texts(JsonNode? list) => list!.AsArray().Select(text => (string)text!);

    private static string Token(string secret, DateTime now) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = "https://issuer.example",
        Audience = "videogen",
        Claims = new Dictionary<string, object> { ["sub"] = "ann" },
        IssuedAt = now,
        NotBefore = now,
        Expires = now.AddHours(1),
        SigningCredentials = new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)), SecurityAlgorithms.HmacSha256),
    });
}
