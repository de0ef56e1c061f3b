using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using VideoGen.Domain.Catalog;

namespace VideoGen.Functions.Catalog;

/// <summary>Where the model catalog is changed from.</summary>
public sealed class CatalogOptions : IValidatableObject
{
    /// <summary>A JSON file of models by name, whose fields take the place of the catalog's own; null in it takes a field away.</summary>
    [ConfigurationKeyName("MODELS_FILE")]
    public string? ModelsFile { get; init; }

    /// <exception cref="FormatException">The file does not fit; the message names model and field.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public ModelCatalog Read() => ModelCatalog.Read(string.IsNullOrWhiteSpace(ModelsFile) ? null : File.ReadAllText(ModelsFile));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        try
        {
            Read();
            _ = (Styles.All, Themes.All, Cameras.All, Platforms.All, PromptTemplates.All);
            return [];
        }
        catch (TypeInitializationException e) when (e.InnerException is FormatException bad)
        {
            // One of the product's own files.
            return [new($"The catalog of {e.TypeName.Split('.')[^1]} is not sound: {bad.Message}")];
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            return [new($"MODELS_FILE: {e.Message}", [nameof(ModelsFile)])];
        }
    }
}
