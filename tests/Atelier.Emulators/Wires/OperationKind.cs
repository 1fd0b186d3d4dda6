namespace Atelier.Emulators.Wires;

/// <summary>What a call does, as far as faults care.</summary>
internal enum OperationKind
{
    /// <summary>Creates work that is billed.</summary>
    Create,

    /// <summary>Asks for the state of one task.</summary>
    Poll,

    /// <summary>Fetches a file.</summary>
    File,

    /// <summary>Anything else that costs nothing.</summary>
    Read,
}
