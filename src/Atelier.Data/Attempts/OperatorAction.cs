namespace Atelier.Data.Attempts;

/// <summary>What an operator can decide about a call of unknown outcome.</summary>
public enum OperatorAction
{
    /// <summary>The provider billed it.</summary>
    Paid,

    /// <summary>The provider did not bill it.</summary>
    NotPaid,

    /// <summary>Do not wait any longer: send again now, at the operator's risk. Only while the generation runs.</summary>
    Rerun,

    /// <summary>Nobody will ever know; the whole risk counts as spent.</summary>
    WriteOff,
}
