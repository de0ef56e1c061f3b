using Microsoft.Extensions.DependencyInjection;

namespace VideoGen.Functions.Accounts;

/// <summary>Wires who calls and what they may.</summary>
public static class Accounts
{
    public static IServiceCollection AddAccounts(this IServiceCollection services) => services.AddSingleton<Callers>();
}
