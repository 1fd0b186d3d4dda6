namespace Atelier.Engine.Catalogue;

/// <summary>What a provider's list says of an offer.</summary>
public enum ListState
{
    /// <summary>It is there.</summary>
    Listed,

    /// <summary>It is not: the model ended, or the key may not use it.</summary>
    Missing,

    /// <summary>The provider has no list, or could not be asked.</summary>
    NotListable,
}
