using VideoGen.Domain.Catalog;

namespace VideoGen.Functions.Doors.Native;

/// <summary>The JSON of the catalogs.</summary>
internal static class CatalogJson
{
    public static object Write(Style style, string language) => new
    {
        style.Name,
        DisplayName = style.Names.In(language),
        DisplayNames = style.Names,
        style.Description,
        style.Category,
        PromptTemplate = style.Template,
        style.Keywords,
        style.Duration,
        style.Fps,
        style.DefaultDuration,
        style.DefaultFps,
        DefaultWidth = style.Width,
        DefaultHeight = style.Height,
    };

    public static object Write(Theme theme, string language) => new
    {
        theme.Name,
        DisplayName = theme.Names.In(language),
        DisplayNames = theme.Names,
        PromptTemplate = theme.Template,
    };

    public static object Write(Camera camera, string language) => new
    {
        camera.Name,
        DisplayName = camera.Names.In(language),
        DisplayNames = camera.Names,
        camera.Words,
        camera.Aliases,
    };

    public static object Write(Platform platform, string language) => new
    {
        platform.Name,
        DisplayName = platform.Names.In(language),
        DisplayNames = platform.Names,
        platform.Formats,
        platform.Duration,
        platform.Fps,
        platform.Styles,
        platform.Words,
    };

    // Length, rate and shape are the platform's.
    public static object Write(PromptTemplate template, string language)
    {
        var platform = Platforms.Find(template.Platform)!;
        return new
        {
            template.Name,
            DisplayName = template.Names.In(language),
            DisplayNames = template.Names,
            template.Description,
            Category = template.ContentType,
            template.Platform,
            template.ContentType,
            template.BasePrompt,
            template.Style,
            Defaults = new { platform.Format, Duration = platform.DefaultDuration, Fps = platform.DefaultFps },
        };
    }

    /// <param name="model">The model to tell of.</param>
    /// <param name="configured">Whether its provider has a key.</param>
    /// <param name="retired">Whether its provider sells it no longer.</param>
    public static object Write(Model model, bool configured, bool retired) => new
    {
        model.Name,
        model.Aliases,
        model.Provider,
        configured,
        retired,
        model.DeprecatedOn,
        model.RetiresOn,
        model.Successor,
        model.Audio,
        model.Seed,
        model.NegativePrompt,
        model.PersonGeneration,
        model.PromptLimit,
        model.PromptUnit,
        model.Quality,
        model.UsualSeconds,
        model.Image,
        Offers = model.Offers.Select(offer => new
        {
            offer.Kind,
            Sizes = offer.Sizes.Select(size => size.ToString()),
            offer.Resolution,
            offer.FollowsImage,
            offer.Durations,
            offer.LongestInput,
            offer.References,
            offer.Camera,
            offer.UsdPerSecond,
            offer.UsdPerSecondWithAudio,
            offer.UsdPerImage,
            offer.LeastUsd,
        }),
    };
}
