using System.Net.Http.Json;
using System.Text.Json;

namespace VideoGen.Cli;

/// <summary>The native API of a running service, as far as this program uses it.</summary>
internal sealed class Api(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };

    public Task<JobView> StartAsync(object request, CancellationToken ct) =>
        SendAsync<JobView>(HttpMethod.Post, "api/videos", JsonContent.Create(request), ct);

    public Task<JobView> ShowAsync(string id, CancellationToken ct) =>
        SendAsync<JobView>(HttpMethod.Get, $"api/videos/{id}", null, ct);

    public Task<JobView> CancelAsync(string id, CancellationToken ct) =>
        SendAsync<JobView>(HttpMethod.Post, $"api/videos/{id}/cancel", null, ct);

    /// <summary>Saves a file under its name once it is whole.</summary>
    public async Task SaveAsync(string url, string path, CancellationToken ct)
    {
        using var response = await _http.GetAsync(new Uri(url, UriKind.RelativeOrAbsolute), HttpCompletionOption.ResponseHeadersRead, ct);
        await ThrowIfRefusedAsync(response, ct);
        var partial = path + ".part";
        await using (var file = File.Create(partial)) await response.Content.CopyToAsync(file, ct);
        File.Move(partial, path, overwrite: true);
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        try
        {
            using var response = await _http.SendAsync(request, ct);
            await ThrowIfRefusedAsync(response, ct);
            return (await response.Content.ReadFromJsonAsync<T>(ct))!;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new CliException(ExitCode.NoService, $"the service at {address} did not answer as it should: {e.Message}");
        }
    }

    private static async Task ThrowIfRefusedAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.IsSuccessStatusCode) return;

        var problem = response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? await response.Content.ReadFromJsonAsync<Problem>(ct)
            : null;
        throw new CliException(
            ExitCode.NoService,
            $"the service answered {(int)response.StatusCode} {problem?.Code}: {problem?.Detail ?? problem?.Title ?? response.ReasonPhrase}");
    }

    private sealed record Problem(string? Title, string? Detail, string? Code);
}
