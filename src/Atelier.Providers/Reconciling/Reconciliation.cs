namespace Atelier.Providers.Reconciling;

/// <summary>How a call whose answer was lost can be found again.</summary>
public enum Reconciliation
{
    /// <summary>Not at all: it stays unknown.</summary>
    None,

    /// <summary>By an id of ours that the provider keeps.</summary>
    ById,

    /// <summary>By something of ours that shows in the provider's own list.</summary>
    ByMarker,

    /// <summary>By its kind and time in the provider's list.</summary>
    ByWindow,
}
