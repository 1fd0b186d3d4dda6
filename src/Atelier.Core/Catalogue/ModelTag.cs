namespace Atelier.Core.Catalogue;

/// <summary>What a model is good or bad at (requirement A-02: one list for both).</summary>
public enum ModelTag
{
    Aesthetics,
    Photorealism,
    Composition,
    TextRendering,
    Products,
    People,
    Landscapes,
    Artistic,
    Anime,
    Speed,
    Hands,
    SpecificDetails,
    Consistency,
}
