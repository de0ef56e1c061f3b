using System.Net;
using System.Net.Http.Headers;

namespace VideoGen.Functions.Providers;

/// <summary>Opens an output that lies behind an ordinary URL: shared by the providers that hand out such.</summary>
public static class HttpOutput
{
    /// <inheritdoc cref="IVideoProvider.OpenOutputAsync"/>
    public static Task<ProviderOutput?> OpenAsync(HttpClient client, string url, long from, string? validator, CancellationToken ct) =>
        OpenAsync(client, new Uri(url), _ => { }, redirects: 0, from, validator, ct);

    /// <summary>The same for a host that wants to know who asks, and sends on to others.</summary>
    /// <param name="client">Follows no redirects itself.</param>
    /// <param name="address">Of the output.</param>
    /// <param name="sign">Gives each request what its own host may know, no matter where the one before it went.</param>
    /// <param name="redirects">At most so many are followed.</param>
    /// <param name="from">As for the provider.</param>
    /// <param name="validator">As for the provider.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<ProviderOutput?> OpenAsync(
        HttpClient client, Uri address, Action<HttpRequestMessage> sign, int redirects, long from, string? validator, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        sign(request);
        if (from > 0 && validator is not null)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
            request.Headers.TryAddWithoutValidation("If-Range", validator);
        }

        HttpResponseMessage response;
        try
        {
            response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        }
        catch (HttpRequestException e)
        {
            throw new TransientException($"The host of the output did not answer: {e.HttpRequestError}.", e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new TransientException("The host of the output did not answer in time.", e);
        }

        if (response.IsSuccessStatusCode)
        {
            return new ProviderOutput(
                new OwningStream(await response.Content.ReadAsStreamAsync(ct), response),
                response.Content.Headers.ContentRange?.From ?? 0,
                response.Content.Headers.ContentRange?.Length ?? response.Content.Headers.ContentLength,
                response.Content.Headers.ContentType?.MediaType,
                ValidatorOf(response));
        }

        response.Dispose();
        return response.StatusCode switch
        {
            >= HttpStatusCode.MovedPermanently and <= HttpStatusCode.PermanentRedirect when redirects > 0 && Target(response, address) is { } target =>
                await OpenAsync(client, target, sign, redirects - 1, from, validator, ct),
            HttpStatusCode.RequestedRangeNotSatisfiable when from > 0 => await OpenAsync(client, address, sign, redirects, 0, null, ct),
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
                throw new TransientException($"The host of the output answered {(int)response.StatusCode}."),
            _ => null,
        };
    }

    // A redirect never leads from a safe connection to an open one.
    private static Uri? Target(HttpResponseMessage response, Uri address) =>
        response.Headers.Location is { } location && new Uri(address, location) is { Scheme: "https" or "http" } target && (target.Scheme == "https" || address.Scheme == "http")
            ? target : null;

    // A weak ETag does not promise the same bytes, so it is no ground to go on from the middle.
    private static string? ValidatorOf(HttpResponseMessage response) =>
        response.Headers.ETag is { IsWeak: false } etag ? etag.Tag : null;

    // The response lives as long as its stream.
    private sealed class OwningStream(Stream inner, HttpResponseMessage response) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.ReadAsync(buffer, cancellationToken);
        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                response.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
