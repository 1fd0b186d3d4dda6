namespace Atelier.Providers.Failures;

/// <summary>Whether a call that failed costs the operator something.</summary>
public enum Charge
{
    /// <summary>Surely nothing.</summary>
    None,

    /// <summary>Perhaps: the call is reconciled, and stands as risk until then.</summary>
    Unknown,

    /// <summary>Yes.</summary>
    Charged,
}
