using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using VideoGen.ProviderSim.Stage;

namespace VideoGen.ProviderSim.Fal;

/// <summary>Posts what became of a request to whoever asked for it, signed; again until it is taken, ten times within two hours.</summary>
/// <remarks>
/// What may be odd about it, as a script's <c>callback=</c>: <c>unsigned</c>, <c>wrong</c> (the signature), <c>old</c> and <c>ahead</c> (301 s), <c>twice</c>,
/// <c>null</c> (no payload), <c>unknown</c> (a request nobody made). Nothing is posted beyond this machine.
/// </remarks>
internal sealed class FalWebhooks(SimClock clock)
{
    private const int Attempts = 10;
    private const string User = "user_simulated";

    private static readonly TimeSpan _between = TimeSpan.FromMinutes(12);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);
    private static readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = _patience };

    private readonly List<FalSigner> _signers = [FalSigner.New()];
    private readonly Lock _gate = new();

    public JsonObject KeySet()
    {
        lock (_gate)
        {
            return new()
            {
                ["keys"] = new JsonArray([.. _signers.Select(signer => new JsonObject { ["kty"] = "OKP", ["crv"] = "Ed25519", ["x"] = signer.PublicKey, ["use"] = "sig" })]),
            };
        }
    }

    /// <summary>Publishes so many new keys, and signs with the last of them.</summary>
    public void Rotate(int keys)
    {
        lock (_gate)
        {
            _signers.Clear();
            _signers.AddRange(Enumerable.Range(0, keys).Select(_ => FalSigner.New()));
        }
    }

    /// <summary>Posts once; answers the status, or nothing where nobody answered.</summary>
    public async Task<int?> PostAsync(Uri url, string requestId, JsonObject report, IReadOnlyList<string> odd)
    {
        if (!url.IsLoopback) return null;

        var id = odd.Contains("unknown") ? Guid.NewGuid().ToString() : requestId;
        var body = Encoding.UTF8.GetBytes(report.ToJsonString());
        var at = clock.RealNow.ToUnixTimeSeconds() + (odd.Contains("old") ? -301 : odd.Contains("ahead") ? 301 : 0);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-Fal-Webhook-Request-Id", id);
        request.Headers.Add("X-Fal-Webhook-User-Id", User);
        request.Headers.Add("X-Fal-Webhook-Timestamp", at.ToString(CultureInfo.InvariantCulture));
        if (!odd.Contains("unsigned"))
        {
            request.Headers.Add("X-Fal-Webhook-Signature", Sign(id, at, body, odd.Contains("wrong")));
        }

        try
        {
            using var response = await _http.SendAsync(request);
            return (int)response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Posts until somebody takes it.</summary>
    public async Task DeliverAsync(Uri url, string requestId, JsonObject report, IReadOnlyList<string> odd)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (await PostAsync(url, requestId, report, odd) is >= 200 and < 300)
            {
                if (odd.Contains("twice")) await PostAsync(url, requestId, report, odd);
                return;
            }

            await clock.DelayAsync(_between / clock.Speed, CancellationToken.None);
        }
    }

    private string Sign(string id, long at, byte[] body, bool wrongly)
    {
        FalSigner signer;
        lock (_gate)
        {
            signer = wrongly ? FalSigner.New() : _signers[^1];
        }

        var message = string.Create(CultureInfo.InvariantCulture, $"{id}\n{User}\n{at}\n{Convert.ToHexStringLower(SHA256.HashData(body))}");
        return Convert.ToHexStringLower(signer.Sign(Encoding.UTF8.GetBytes(message)));
    }
}
