namespace Atelier.Core.Catalogue;

/// <summary>Which models are worth using for a request; not the quality, which is its size.</summary>
public enum QualityTier
{
    /// <summary>What a request without a tier is.</summary>
    Standard,

    Premium,

    Ultra,
}
