namespace Atelier.Core.Catalogue;

/// <summary>Which models are worth using for a request (requirements ); not tied to an account's tier.</summary>
public enum QualityTier
{
    Standard,
    Premium,
    Ultra,
}
