namespace VideoGen.Domain.Catalog;

/// <summary>What is fixed about models; all else is in the <see cref="ModelCatalog"/>.</summary>
public static class Models
{
    /// <summary>The provider of last resort, and its one model.</summary>
    public const string Simulation = "simulation";

    /// <summary>The frame rate of every model that takes none.</summary>
    public const int UsualFrameRate = 24;
}
