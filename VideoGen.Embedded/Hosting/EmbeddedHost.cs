using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoGen.Embedded.Storage;

namespace VideoGen.Embedded.Hosting;

/// <summary>The running app: says where it listens, and on a stop waits for invocations, up to a bound.</summary>
internal sealed partial class EmbeddedHost(WebApplication app, EmbeddedOptions options, EmbeddedSettings settings) : IHost, IAsyncDisposable
{
    private readonly DataFolder _data = app.Services.GetRequiredService<DataFolder>();
    private readonly ILogger _log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("VideoGen.Embedded");

    public IServiceProvider Services => app.Services;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            throw new StartupException($"EMBEDDED_URL {settings.Url.GetLeftPart(UriPartial.Authority)}: the address is in use.", error);
        }
        catch (IOException error) when (error.Message.StartsWith("Failed to bind", StringComparison.Ordinal))
        {
            throw new StartupException($"EMBEDDED_URL: {error.Message}", error);
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        app.Services.GetRequiredService<Origin>().Address = address;
        if (!settings.Keys.Enforced) LogOpen(address);
        await options.Output.WriteLineAsync($"listening on {address}");
        await options.Output.FlushAsync(cancellationToken);
    }

    /// <summary>Takes no more requests, lets invocations end, cancels those that do not, and closes the data folder.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        app.Services.GetRequiredService<Draining>().CancelAfter(options.DrainTime);
        await app.StopAsync(cancellationToken);
        _data.Dispose();
    }

    public void Dispose() => ((IDisposable)app).Dispose();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [LoggerMessage(Level = LogLevel.Warning, Message = "No key is set: every function and the management API at {Address} are open to this machine")]
    private partial void LogOpen(string address);
}
