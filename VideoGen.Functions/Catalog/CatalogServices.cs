using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoGen.Functions.Settings;

namespace VideoGen.Functions.Catalog;

/// <summary>Wires the model catalog.</summary>
public static class CatalogServices
{
    public static IServiceCollection AddCatalog(this IServiceCollection services) => services
        .AddSettings<CatalogOptions>()
        .AddSingleton(of => of.GetRequiredService<IOptions<CatalogOptions>>().Value.Read());
}
