using System.Net;

namespace VideoGen.Tests.ProviderSim;

public sealed class RunwayUploadTests : IAsyncLifetime
{
    private Simulator _sim = null!;

    public async ValueTask InitializeAsync() => _sim = await Simulator.StartAsync();

    public ValueTask DisposeAsync() => _sim.DisposeAsync();

    [Fact]
    public async Task A_file_is_uploaded_in_two_steps_and_good_for_a_day()
    {
        var (url, fields, uri) = await BeginAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await UseAsync(uri)).Status);
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(url, fields, fileLast: true));
        Assert.Equal(HttpStatusCode.OK, (await UseAsync(uri)).Status);

        _sim.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal(HttpStatusCode.BadRequest, (await UseAsync(uri)).Status);
    }

    [Fact]
    public async Task The_file_has_to_come_last()
    {
        var (url, fields, _) = await BeginAsync();

        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(url, fields, fileLast: false));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"filename":"a.png"}""")]
    [InlineData("""{"filename":"","type":"ephemeral"}""")]
    [InlineData("""{"filename":"a.png","type":"forever"}""")]
    public async Task A_form_is_given_for_a_name_and_the_ephemeral_type_only(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await _sim.PostAsync("/v1/uploads", body)).Status);
    }

    private async Task<(string Url, Dictionary<string, string> Fields, string Uri)> BeginAsync()
    {
        var json = (await _sim.PostAsync("/v1/uploads", """{"filename":"a.png","type":"ephemeral"}""")).Json!;
        return (
            json["uploadUrl"]!.GetValue<string>(),
            json["fields"]!.AsObject().ToDictionary(field => field.Key, field => field.Value!.GetValue<string>()),
            json["runwayUri"]!.GetValue<string>());
    }

    private async Task<HttpStatusCode> SendAsync(string url, Dictionary<string, string> fields, bool fileLast)
    {
        var parts = fields.Select(field => (Content: (HttpContent)new StringContent(field.Value), Name: field.Key)).ToList();
        parts.Insert(fileLast ? parts.Count : 0, (new ByteArrayContent([1, 2, 3]), "file"));
        using var form = new MultipartFormDataContent();
        foreach (var (content, name) in parts)
        {
            form.Add(content, name);
        }

        return (await _sim.Http.PostAsync(url, form, TestContext.Current.CancellationToken)).StatusCode;
    }

    private Task<Reply> UseAsync(string uri) =>
        _sim.PostAsync("/v1/image_to_video", Simulator.Turbo.Replace("https://example.com/a.png", uri, StringComparison.Ordinal));
}
