using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Retry;

namespace VideoGen.Functions.Providers;

/// <summary>How one provider is called: submits, other calls, and files, each over connections of its own kind.</summary>
/// <remarks>Nothing is repeated but <see cref="PatientlyAsync"/>, and no redirect is followed: a key goes where it is sent and nowhere else.</remarks>
public sealed class ProviderHttp(
    IHttpClientFactory clients, string provider, TimeSpan timeout, TimeProvider clock, int longestAnswer = Answer.LongestBody)
{
    private readonly ResiliencePipeline<Answer> _patience = BuildPatience(clock);

    /// <summary>For outputs and uploads, whose hosts get no key.</summary>
    public HttpClient Media => clients.CreateClient(MediaName(provider));

    /// <summary>Sends a submit, once, over a new connection.</summary>
    public Task<Answer> SubmitAsync(HttpRequestMessage request, CancellationToken ct) =>
        Answer.SendAsync(clients.CreateClient(SubmitName(provider)), request, timeout, clock, ct);

    /// <summary>Sends anything else, once.</summary>
    public Task<Answer> CallAsync(HttpRequestMessage request, CancellationToken ct) =>
        Answer.SendAsync(clients.CreateClient(CallName(provider)), request, timeout, clock, ct, longestAnswer);

    /// <summary>Sends a file to a host that is not the provider's own, once.</summary>
    public Task<Answer> UploadAsync(HttpRequestMessage request, CancellationToken ct) => Answer.SendAsync(Media, request, timeout, clock, ct);

    /// <summary>For calls that may be made twice: repeats what is transient, at most three times.</summary>
    /// <remarks>429 waits 5, 10, 20 s, everything else 5 s; what the provider asks for wins, up to a minute.</remarks>
    public async Task<Answer> PatientlyAsync(Func<CancellationToken, Task<Answer>> call, CancellationToken ct) =>
        await _patience.ExecuteAsync(async token => await call(token), ct);

    /// <summary>Registers the three clients of a provider.</summary>
    public static void AddClients(IServiceCollection services, string provider, Func<IServiceProvider, TimeSpan> timeout)
    {
        // A submit gets a connection of its own: one from the pool may have been closed by the other side, and then
        // nobody could say whether the request arrived.
        AddClient(services, SubmitName(provider), TimeSpan.Zero, timeout);
        AddClient(services, CallName(provider), TimeSpan.FromMinutes(5), timeout);
        AddClient(services, MediaName(provider), TimeSpan.FromMinutes(5), timeout);
    }

    private static void AddClient(IServiceCollection services, string name, TimeSpan lifetime, Func<IServiceProvider, TimeSpan> timeout) => services
        .AddHttpClient(name)
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            PooledConnectionLifetime = lifetime,
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            AutomaticDecompression = DecompressionMethods.None,
        })
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .ConfigureHttpClient((provider, client) => client.Timeout = timeout(provider))
        // Output addresses carry tokens, and the built-in log lines carry addresses.
        .RemoveAllLoggers();

    private static ResiliencePipeline<Answer> BuildPatience(TimeProvider clock) =>
        new ResiliencePipelineBuilder<Answer> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<Answer>
            {
                MaxRetryAttempts = 3,
                ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Result is { IsTransient: true }),
                DelayGenerator = attempt => ValueTask.FromResult<TimeSpan?>(TimeSpan.FromSeconds(attempt.Outcome.Result switch
                {
                    { RetryAfterSeconds: { } asked } => Math.Clamp(asked, 1, 60),
                    { Status: 429 } => 5 << attempt.AttemptNumber,
                    _ => 5,
                })),
            })
            .Build();

    private static string SubmitName(string provider) => $"{provider}-submit";

    private static string CallName(string provider) => provider;

    private static string MediaName(string provider) => $"{provider}-media";
}
