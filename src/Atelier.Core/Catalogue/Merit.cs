namespace Atelier.Core.Catalogue;

/// <summary>What makes a model good at a style: which of its scores counts.</summary>
public enum Merit
{
    /// <summary>The mean of both scores.</summary>
    Both,

    Aesthetic,

    Photorealism,
}
