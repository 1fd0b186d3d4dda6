namespace Atelier.Core.Catalogue;

/// <summary>Which score of a model counts for a style (requirement B-45).</summary>
public enum Merit
{
    /// <summary>The mean of the two.</summary>
    Both,
    Aesthetic,
    Photorealism,
}
