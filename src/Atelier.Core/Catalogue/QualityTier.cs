namespace Atelier.Core.Catalogue;

/// <summary>Which models are worth using for a request; nothing to do with the account's tier.</summary>
public enum QualityTier
{
    Standard,
    Premium,
    Ultra,
}
