namespace Atelier.Core.Catalogue;

/// <summary>Whether a model can be used on a day.</summary>
public enum ModelState
{
    Alive,

    /// <summary>Alive, but the day it ends is known.</summary>
    Retiring,

    /// <summary>Its successor takes its requests.</summary>
    Retired,
}
