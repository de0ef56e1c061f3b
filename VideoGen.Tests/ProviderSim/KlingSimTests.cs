using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json.Nodes;
using VideoGen.Functions.Providers.Kling;

namespace VideoGen.Tests.ProviderSim;

/// <summary>Kling as its clients see it: classic and new API, tokens, packs, and what it does not take.</summary>
public sealed class KlingSimTests(SharedSimulator shared) : IClassFixture<SharedSimulator>, IAsyncLifetime
{
    private const string Pair = "AK_TEST:SK_TEST";
    private const string Single = "api-key-kling-00112233445566778899aabbccddeeff";
    private const string Text = "/v1/videos/text2video";
    private const string Image = "/v1/videos/image2video";

    private Simulator _sim = null!;

    public async ValueTask InitializeAsync() => _sim = await shared.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_task_goes_from_submitted_to_succeed_and_tells_numbers_as_texts()
    {
        var started = (await SendAsync(HttpMethod.Post, Text, """{"model_name":"kling-v1","prompt":"A cat","mode":"pro","external_task_id":"mine"}""")).Json!;
        var id = (string?)started["data"]!["task_id"];
        var states = new List<string?>();
        for (var look = 0; look < 6; look++)
        {
            states.Add((string?)(await LookAsync($"{Text}/{id}"))["task_status"]);
            _sim.Time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal((0, "SUCCEED", "submitted", "mine"), ((int)started["code"]!, (string?)started["message"], (string?)started["data"]!["task_status"], (string?)started["data"]!["task_info"]!["external_task_id"]));
        Assert.Equal(_sim.Time.GetUtcNow().AddSeconds(-30).ToUnixTimeMilliseconds(), (long)started["data"]!["created_at"]!);
        Assert.Equal(["submitted", "submitted", "processing", "processing", "processing", "succeed"], states);
        var done = await LookAsync($"{Text}/mine");
        Assert.Equal((id, "3.5", "5.0"), ((string?)done["task_id"], (string?)done["final_unit_deduction"], (string?)done["task_result"]!["videos"]![0]!["duration"]));
    }

    [Fact]
    public async Task The_new_api_says_succeeded_and_has_one_place_for_all()
    {
        var first = (string?)(await SendAsync(HttpMethod.Post, "/text-to-video/kling-3.0", """{"prompt":"A cat","settings":{"duration":3},"options":{"external_task_id":"mine"}}""", Single)).Json!["data"]!["id"];
        var second = (string?)(await SendAsync(HttpMethod.Post, "/image-to-video/kling-2.6", """{"contents":[{"type":"prompt","text":"A cat"},{"type":"first_frame","url":"https://example.com/a.png"}]}""", Single)).Json!["data"]!["id"];
        _sim.Time.Advance(TimeSpan.FromSeconds(25));

        var both = (await SendAsync(HttpMethod.Get, $"/tasks?task_ids={first},{second},8000", key: Single)).Json!["data"]!.AsArray();
        var mine = (await SendAsync(HttpMethod.Get, "/tasks?external_task_ids=mine", key: Single)).Json!["data"]!.AsArray();

        Assert.Equal([first, second], both.Select(task => (string?)task!["id"]));
        Assert.Equal(("succeeded", 1.8m), ((string?)mine.Single()!["status"], (decimal)mine.Single()!["billing"]![0]!["amount"]!));
        await IsRefusedAsync(SendAsync(HttpMethod.Get, "/tasks", key: Single), 400, 1201, "task_ids or external_task_ids is required");
        await IsRefusedAsync(SendAsync(HttpMethod.Get, "/tasks?task_ids=1", key: Pair), 401, 1002, "API keys only");
        await IsRefusedAsync(SendAsync(HttpMethod.Get, $"{Text}/{first}", key: Single), 404, 1203, "not found");
        await IsRefusedAsync(SendAsync(HttpMethod.Post, "/text-to-video/kling-3.0", """{"prompt":"A cat","settings":{"duration":"5"}}""", Single), 400, 1201, "duration");
        await IsRefusedAsync(SendAsync(HttpMethod.Post, "/text-to-video/kling-3.0", """{"prompt":"A cat","negative_prompt":"dogs"}""", Single), 400, 1201, "negative_prompt");
        await IsRefusedAsync(SendAsync(HttpMethod.Post, "/text-to-video/kling-9", """{"prompt":"A cat"}""", Single), 404, 1203, "kling-9");
    }

    [Fact]
    public async Task A_task_is_found_below_its_own_path_and_by_its_own_account_only()
    {
        var id = (string?)(await SendAsync(HttpMethod.Post, Image, """{"image":"https://example.com/a.png"}""")).Json!["data"]!["task_id"];

        Assert.Equal("submitted", (string?)(await LookAsync($"{Image}/{id}"))["task_status"]);
        Assert.Equal(id, (string?)(await SendAsync(HttpMethod.Get, $"{Image}?pageNum=1&pageSize=30")).Json!["data"]![0]!["task_id"]);
        await IsRefusedAsync(SendAsync(HttpMethod.Get, $"{Text}/{id}"), 404, 1203, "not found");
        await IsRefusedAsync(SendAsync(HttpMethod.Get, $"{Image}/{id}", key: "AK_OTHER:SK_OTHER"), 404, 1203, "not found");
    }

    [Theory]
    [InlineData(null, 1001)]
    [InlineData("Basic abc", 1000)]
    [InlineData("Bearer a.b", 1000)]
    [InlineData("Bearer AK_TEST", 1000)]
    [InlineData("Bearer api-key-other", 1000)]
    public async Task What_is_no_token_is_refused(string? authorization, int code)
    {
        using var client = _sim.Client(null, null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        await IsRefusedAsync(ReplyAsync(client.GetAsync($"{Text}/8", TestContext.Current.CancellationToken)), 401, code, "");
    }

    [Theory]
    [InlineData("AK_TEST:SK_OTHER", 0, 5, 1000)]
    [InlineData("nobody:SK_TEST", 0, 5, 1002)]
    [InlineData(Pair, -1800, 5, 1004)]
    [InlineData(Pair, 10, 5, 1003)]
    [InlineData(Pair, 10, 60, 1203)]
    [InlineData(Pair, -1799, 5, 1203)]
    public async Task A_token_is_good_for_its_signature_its_issuer_and_its_time(string key, int made, int lead, int code) =>
        await IsRefusedAsync(
            SendAsync(HttpMethod.Get, $"{Text}/8", bearer: KlingToken.Of(key, _sim.Time.GetUtcNow().AddSeconds(made), TimeSpan.FromSeconds(lead))),
            code == 1203 ? 404 : 401, code, "");

    [Theory]
    [InlineData(Text, """{"prompt":"A cat","duration":5}""", "duration value '5'")]
    [InlineData(Text, """{"prompt":"A cat","duration":"7"}""", "duration value '7'")]
    [InlineData(Text, """{"duration":"5"}""", "prompt is required")]
    [InlineData(Text, """{"prompt":"A cat","aspect_ratio":"4:3"}""", "aspect_ratio")]
    [InlineData(Text, """{"prompt":"A cat","mode":"professional"}""", "mode value 'professional'")]
    [InlineData(Text, """{"prompt":"A cat","model_name":"kling-v2-master","mode":"std"}""", "mode value 'std'")]
    [InlineData(Text, """{"prompt":"A cat","model_name":"kling-v1-5"}""", "model_name value 'kling-v1-5'")]
    [InlineData(Text, """{"prompt":"A cat","model_name":"kling-v2-6","sound":"on"}""", "sound is not supported")]
    [InlineData(Text, """{"prompt":"A cat","model_name":"kling-v2-6","cfg_scale":0.5}""", "cfg_scale is not supported")]
    [InlineData(Text, """{"prompt":"A cat","callback_url":"nowhere"}""", "callback_url")]
    [InlineData(Image, """{"prompt":"A cat"}""", "image and image_tail")]
    [InlineData(Image, """{"image":"data:image/png;base64,iVBORw0KGgo="}""", "without the data: prefix")]
    [InlineData(Image, """{"image":"not base64"}""", "not base64")]
    [InlineData(Image, """{"image":"R0lGODlh"}""", "jpg, jpeg or png")]
    [InlineData("/v1/videos/multi-image2video", """{"model_name":"kling-v1-6","prompt":"A cat","image_list":[]}""", "image_list")]
    [InlineData(Text, """{"prompt":"A cat","camera_control":{"type":"simple","config":{"pan":5,"tilt":5}}}""", "exactly one")]
    [InlineData(Text, """{"prompt":"A cat","camera_control":{"type":"simple","config":{"pan":0,"tilt":0}}}""", "exactly one")]
    [InlineData(Text, """{"prompt":"A cat","camera_control":{"type":"simple","config":{"pan":11}}}""", "[-10, 10]")]
    [InlineData(Text, """{"prompt":"A cat","camera_control":{"type":"simple"}}""", "config is required")]
    [InlineData(Text, """{"prompt":"A cat","camera_control":{"type":"down_back","config":{"pan":5}}}""", "must be empty")]
    [InlineData(Text, """{"prompt":"A cat","camera_control":{"type":"around"}}""", "camera_control.type")]
    [InlineData(Text, """{"prompt":"A cat","mode":"pro","camera_control":{"type":"down_back"}}""", "camera_control is not supported")]
    [InlineData(Text, """{"prompt":"A cat","duration":"10","camera_control":{"type":"down_back"}}""", "camera_control is not supported")]
    [InlineData(Text, """{"prompt":"A cat","model_name":"kling-v2-6","camera_control":{"type":"down_back"}}""", "camera_control is not supported")]
    [InlineData(Image, """{"model_name":"kling-v1-5","mode":"pro","image":"https://example.com/a.png","camera_control":{"type":"down_back"}}""", "camera_control.type")]
    [InlineData(Image, """{"model_name":"kling-v1-5","mode":"pro","image":"https://example.com/a.png","image_tail":"https://example.com/b.png","camera_control":{"type":"simple","config":{"pan":5}}}""", "exclude each other")]
    public async Task What_is_wrong_with_a_body_is_named(string path, [StringSyntax("Json")] string body, string named) =>
        await IsRefusedAsync(SendAsync(HttpMethod.Post, path, body), 400, 1201, named);

    [Theory]
    [InlineData(Text, """{"prompt":"A cat","camera_control":{"type":"down_back"}}""")]
    [InlineData(Text, """{"prompt":"A cat","camera_control":{"type":"simple","config":{"horizontal":0,"zoom":-10}}}""")]
    [InlineData(Image, """{"model_name":"kling-v1-5","mode":"pro","image":"https://example.com/a.png","camera_control":{"type":"simple","config":{"pan":5}}}""")]
    [InlineData(Text, """{"prompt":"A cat","model_name":"kling-v3","mode":"4k","duration":"15","sound":"on","introduced":"tomorrow"}""")]
    public async Task What_is_right_is_taken(string path, [StringSyntax("Json")] string body) =>
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, path, body)).Status);

    [Theory]
    [InlineData("""{"model_name":"kling-v1"}""", "1")]
    [InlineData("""{"model_name":"kling-v1","mode":"pro","duration":"10"}""", "7")]
    [InlineData("""{"model_name":"kling-v1-6"}""", "2")]
    [InlineData("""{"model_name":"kling-v2-master","duration":"10"}""", "20")]
    [InlineData("""{"model_name":"kling-v2-5-turbo"}""", "1.5")]
    [InlineData("""{"model_name":"kling-v2-6","mode":"pro","duration":"10"}""", "5")]
    [InlineData("""{"model_name":"kling-v2-6","mode":"pro","duration":"10","sound":"on"}""", "10")]
    [InlineData("""{"model_name":"kling-v3","duration":"3"}""", "1.8")]
    [InlineData("""{"model_name":"kling-v3","mode":"pro","duration":"15","sound":"on"}""", "18")]
    [InlineData("""{"model_name":"kling-v3","mode":"4k","duration":"4"}""", "12")]
    public async Task A_task_costs_what_the_list_says(string body, string units)
    {
        await _sim.ControlAsync("script", new { script = "succeed" });
        var order = JsonNode.Parse(body)!.AsObject();
        order["prompt"] = "A cat";

        var id = (string?)(await SendAsync(HttpMethod.Post, Text, order.ToJsonString())).Json!["data"]!["task_id"];

        Assert.Equal(units, (string?)(await LookAsync($"{Text}/{id}"))["final_unit_deduction"]);
    }

    [Fact]
    public async Task The_21st_task_waits_outside_and_what_fails_is_given_back()
    {
        await _sim.ControlAsync("kling", new { units = 20.5 });
        await _sim.ControlAsync("script", new { script = "submitted, failed", times = 20 });
        for (var task = 0; task < 20; task++)
        {
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, Text, """{"prompt":"A cat"}""")).Status);
        }

        await IsRefusedAsync(SendAsync(HttpMethod.Post, Text, """{"prompt":"A cat"}"""), 429, 1102, "Account balance not enough");
        await _sim.ControlAsync("kling", new { units = 5000 });
        await IsRefusedAsync(SendAsync(HttpMethod.Post, Text, """{"prompt":"A cat"}"""), 429, 1303, "parallel task over resource pack limit");
        _sim.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, Text, """{"prompt":"A cat"}""")).Status);
        Assert.Equal(5000 + 20 - 1, await UnitsAsync());
    }

    [Theory]
    [InlineData(1100, 429)]
    [InlineData(1101, 429)]
    [InlineData(1103, 403)]
    [InlineData(1304, 429)]
    public async Task An_account_may_be_in_trouble(int code, int status)
    {
        await _sim.ControlAsync("kling", new { key = Pair, trouble = code });

        await IsRefusedAsync(SendAsync(HttpMethod.Post, Text, """{"prompt":"A cat"}"""), status, code, "");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, Text, """{"prompt":"A cat"}""", "AK_OTHER:SK_OTHER")).Status);
    }

    [Fact]
    public async Task The_costs_want_both_times_and_a_second_between_two_calls()
    {
        await IsRefusedAsync(SendAsync(HttpMethod.Get, "/account/costs?start_time=1"), 400, 1201, "end_time");
        Assert.Equal(5000, await UnitsAsync());
        await IsRefusedAsync(SendAsync(HttpMethod.Get, "/account/costs?start_time=1&end_time=2"), 429, 1302, "too frequent");
    }

    private static async Task<Reply> ReplyAsync(Task<HttpResponseMessage> response) => await Reply.OfAsync(await response);

    private static async Task IsRefusedAsync(Task<Reply> sent, int status, int code, string words)
    {
        var reply = await sent;
        Assert.Equal((status, code), ((int)reply.Status, (int)reply.Json!["code"]!));
        Assert.Contains(words, (string)reply.Json["message"]!, StringComparison.Ordinal);
        Assert.NotNull(reply.Json["request_id"]);
    }

    private async Task<JsonNode> LookAsync(string path) => (await SendAsync(HttpMethod.Get, path)).Json!["data"]!;

    private async Task<decimal> UnitsAsync()
    {
        _sim.Time.Advance(TimeSpan.FromSeconds(1));
        var packs = (await SendAsync(HttpMethod.Get, "/account/costs?start_time=1&end_time=2")).Json!["data"]!["resource_pack_subscribe_infos"]!.AsArray();
        return packs.Sum(pack => (decimal)pack!["remaining_quantity"]!);
    }

    private async Task<Reply> SendAsync(HttpMethod method, string path, string? body = null, string key = Pair, string? bearer = null)
    {
        using var client = _sim.Client(bearer ?? KlingToken.Of(key, _sim.Time.GetUtcNow(), KlingToken.UsualLead), null);
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, null, "application/json") };
        return await Reply.OfAsync(await client.SendAsync(request, TestContext.Current.CancellationToken));
    }
}
