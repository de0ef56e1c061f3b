using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoGen.Functions.Settings;

namespace VideoGen.Functions.Accounts;

/// <summary>Wires who calls and what they may.</summary>
public static class Accounts
{
    private const string JwksClient = "jwks";
    private const int LargestJwks = 1 << 20;

    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddOptions<AuthOptions>().Validate<IConfiguration>(
            (auth, configuration) => auth.Mode != AuthOptions.EasyAuth || IsInFront(configuration),
            "AUTH_MODE easyauth needs App Service authentication to be on (WEBSITE_AUTH_ENABLED): without it anybody could say who they are.");
        services.AddHttpClient(JwksClient, http =>
        {
            http.Timeout = TimeSpan.FromSeconds(10);
            http.MaxResponseContentBufferSize = LargestJwks;
        });
        return services.AddSettings<AuthOptions>().AddSettings<RateOptions>().AddSettings<PointsOptions>()
            .AddSingleton(CallersOf).AddSingleton<PointsDesk>().AddHostedService<AuthNotice>();
    }

    // Set by the platform when its authentication stands before the app.
    private static bool IsInFront(IConfiguration configuration) => bool.TryParse(configuration["WEBSITE_AUTH_ENABLED"], out var on) && on;

    private static Callers CallersOf(IServiceProvider services)
    {
        var auth = services.GetRequiredService<IOptions<AuthOptions>>().Value;
        var rate = services.GetRequiredService<IOptions<RateOptions>>().Value;
        var clock = services.GetRequiredService<TimeProvider>();
        IIdentification identification = auth.Mode switch
        {
            AuthOptions.Key => new ApiKeys(auth),
            AuthOptions.Jwt => new Tokens(auth, KeysOf(auth, services, clock), clock),
            AuthOptions.EasyAuth => new Principals(auth),
            _ => new ThisMachine(),
        };
        return new(identification, new(rate.Limit ?? (auth.Mode == AuthOptions.None ? 0 : RateOptions.UsualLimit), rate.Seconds, clock));
    }

    private static ITokenKeys KeysOf(AuthOptions auth, IServiceProvider services, TimeProvider clock) => string.IsNullOrEmpty(auth.JwksUrl)
        ? new SharedSecret(auth.JwtSecret!)
        : new PublishedKeys(services.GetRequiredService<IHttpClientFactory>().CreateClient(JwksClient), new(auth.JwksUrl), clock);
}
