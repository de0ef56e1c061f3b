using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace VideoGen.Functions.Accounts;

/// <summary>Says at start who is answered.</summary>
internal sealed partial class AuthNotice(IOptions<AuthOptions> options, ILogger<AuthNotice> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Mode == AuthOptions.None)
        {
            LogNone();
        }
        else
        {
            LogMode(options.Value.Mode);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "AUTH_MODE is none: only requests from this machine are answered, whoever sends them")]
    private partial void LogNone();

    [LoggerMessage(Level = LogLevel.Information, Message = "AUTH_MODE is {Mode}")]
    private partial void LogMode(string mode);
}
