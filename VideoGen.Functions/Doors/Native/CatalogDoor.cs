using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;
using VideoGen.Domain;
using VideoGen.Domain.Catalog;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Providers;

namespace VideoGen.Functions.Doors.Native;

/// <summary>The native API's catalogs: what can be asked for, named in the caller's language and in all others.</summary>
/// <remarks>They change with a release or a setting only, so an answer may be kept for an hour, and asked for again by its ETag.</remarks>
public sealed class CatalogDoor(Callers callers, ModelCatalog models, ProviderRegistry providers, TimeProvider clock)
{
    private static readonly ConcurrentDictionary<string, PackedFile> Packed = new(StringComparer.OrdinalIgnoreCase);

    [Function("GetCatalog")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/catalog/{name}")] HttpRequest request, string name, CancellationToken ct)
    {
        await callers.OfAsync(request, ct);
        var language = request.Language();
        object catalog = name.ToLowerInvariant() switch
        {
            "styles" => new { Styles = Styles.All.Select(style => CatalogJson.Write(style, language)) },
            "themes" => new { Themes = Themes.All.Select(theme => CatalogJson.Write(theme, language)) },
            "platforms" => new { Platforms = Platforms.All.Select(platform => CatalogJson.Write(platform, language)) },
            "cameras" => new { Cameras = Cameras.All.Select(camera => CatalogJson.Write(camera, language)) },
            "prompts" => new { Prompts = PromptTemplates.All.Select(template => CatalogJson.Write(template, language)) },
            "models" => new { Models = models.All.Select(Describe) },
            _ => throw Errors.NotFound("There is no such catalog. There are styles, themes, platforms, cameras, prompts and models."),
        };
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "public, max-age=3600";
        headers.Vary = HeaderNames.AcceptLanguage;
        headers.ContentLanguage = language;
        return Pack($"{name} {language}", catalog).Send(request);
    }

    /// <summary>Packed once, as long as it stays as it is.</summary>
    private static PackedFile Pack(string name, object catalog)
    {
        var file = new PackedFile(JsonSerializer.SerializeToUtf8Bytes(catalog, NativeJson.Options), "application/json; charset=utf-8");
        return Packed.AddOrUpdate(name, file, (_, before) => before.Tag == file.Tag ? before : file);
    }

    private object Describe(Model model) => CatalogJson.Write(
        model, providers.Find(model.Provider) is not null, model.IsRetired(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)));
}
