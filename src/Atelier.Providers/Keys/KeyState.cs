namespace Atelier.Providers.Keys;

/// <summary>How a key of a provider stands, as far as this node knows.</summary>
public enum KeyState
{
    /// <summary>It takes calls.</summary>
    Used,

    /// <summary>Its weight is 0: it takes nothing new, and its tasks are looked after.</summary>
    Draining,

    /// <summary>The provider turned it away as one call too many.</summary>
    Limited,

    /// <summary>The provider did not accept it.</summary>
    Refused,

    /// <summary>Its account is empty.</summary>
    Empty,
}
