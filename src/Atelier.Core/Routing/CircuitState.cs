namespace Atelier.Core.Routing;

/// <summary>Whether calls to an offer are let through.</summary>
public enum CircuitState
{
    /// <summary>All are.</summary>
    Closed,

    /// <summary>One may find out whether it works again.</summary>
    HalfOpen,

    /// <summary>None is: its last calls failed.</summary>
    Open,
}
