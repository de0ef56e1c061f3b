using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace VideoGen.Functions.Net;

/// <summary>The one way to fetch an address that a caller gave.</summary>
/// <remarks>
/// Follows no redirect, uses no proxy, keeps no cookie. A name is looked up once a connection, and the connection made to
/// the very address that was vetted, so a name that changes its answer in between gains nothing.
/// </remarks>
public sealed class GuardedHttp(UrlGuard guard, TimeProvider clock) : IDisposable
{
    /// <summary>How long one file may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HttpClient _client = BuildClient(guard);

    /// <summary>Sends once, to the headers of the answer. A deadline is the sender's to set.</summary>
    /// <exception cref="RefusedUrlException">The address is not one to be fetched; sometimes wrapped, see <see cref="RefusedUrlException.WhyIn"/>.</exception>
    /// <exception cref="HttpRequestException">No answer.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct) =>
        guard.CheckUrl(request.RequestUri!.OriginalString) is { } why
            ? throw new RefusedUrlException(why)
            : _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);

    /// <summary>Copies a file to a stream, and stops where it exceeds the limit.</summary>
    /// <remarks>Throws for the caller's own cancellation and the stream's own faults alone. Whatever is not <see cref="FetchOutcome.Done"/> may have left a part.</remarks>
    public async Task<Fetched> FetchAsync(string url, Stream to, long limit, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            using var response = await SendAsync(request, either.Token);
            if (!response.IsSuccessStatusCode) return Fetched.Of(response.StatusCode);
            if (response.Content.Headers.ContentLength > limit) return Fetched.TooLarge(limit);

            await using var content = await response.Content.ReadAsStreamAsync(either.Token);
            return await CopyAsync(content, to, limit, either.Token)
                ? new(FetchOutcome.Done, response.Content.Headers.ContentType, null)
                : Fetched.TooLarge(limit);
        }
        catch (Exception e) when (RefusedUrlException.WhyIn(e) is { } why)
        {
            return new(FetchOutcome.Refused, null, why);
        }
        catch (Exception e) when (e is UriFormatException or InvalidOperationException)
        {
            return new(FetchOutcome.Refused, null, "is not an address.");
        }
        catch (HttpRequestException e)
        {
            return new(FetchOutcome.Failed, null, $"could not be fetched ({e.HttpRequestError}).");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(FetchOutcome.Failed, null, "did not answer in time.");
        }
    }

    public void Dispose() => _client.Dispose();

    private static async Task<bool> CopyAsync(Stream from, Stream to, long limit, CancellationToken ct)
    {
        var buffer = new byte[64 << 10];
        for (var left = limit; await ReadAsync(from, buffer, ct) is > 0 and var read;)
        {
            left -= read;
            if (left < 0) return false;

            await to.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        return true;
    }

    // Told apart from what goes wrong with the stream it is copied to.
    private static async Task<int> ReadAsync(Stream from, byte[] buffer, CancellationToken ct)
    {
        try
        {
            return await from.ReadAsync(buffer, ct);
        }
        catch (IOException e)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, e.Message, e);
        }
    }

    private static HttpClient BuildClient(UrlGuard guard)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            // Ours say something about us.
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            MaxResponseHeadersLength = 32,
            // What of an answer nobody wants to read is not read.
            MaxResponseDrainSize = 0,
            MaxConnectionsPerServer = 32,
            // Each request gets a connection of its own: a receiver may be closing the one it was last reached on.
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = (context, ct) => ConnectAsync(guard, context.DnsEndPoint, ct),
        };
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("VideoGen", "1.0"));
        return client;
    }

    private static async ValueTask<Stream> ConnectAsync(UrlGuard guard, DnsEndPoint to, CancellationToken ct)
    {
        var addresses = await guard.ResolveAsync(to.Host, ct);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, to.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

public enum FetchOutcome
{
    Done,

    /// <summary>It is not to be had, now or later.</summary>
    Refused,

    TooLarge,

    /// <summary>It may be had later.</summary>
    Failed,
}

/// <summary>What came of fetching a file.</summary>
/// <param name="ContentType">As its host calls it, which proves nothing.</param>
/// <param name="Why">Unless done: the end of a sentence that begins with the field of the address.</param>
public sealed record Fetched(FetchOutcome Outcome, MediaTypeHeaderValue? ContentType, string? Why)
{
    internal static Fetched TooLarge(long limit) => new(FetchOutcome.TooLarge, null, $"has more than {limit} bytes.");

    internal static Fetched Of(HttpStatusCode status) => new(
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError ? FetchOutcome.Failed : FetchOutcome.Refused,
        null,
        (int)status is >= 300 and < 400 ? "leads on to another address, which is not followed." : $"answered {(int)status}.");
}
