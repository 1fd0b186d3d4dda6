namespace Atelier.Core.Requests;

/// <summary>How much of a request may be lost before it is refused.</summary>
public enum FallbackRule
{
    /// <summary>Nothing may be lost; the named model or none.</summary>
    Strict,

    /// <summary>Small losses are fine and stand in the answer. The default.</summary>
    Declared,

    /// <summary>Anything that gives a picture, the local painter too; losses stand in the answer.</summary>
    BestEffort,
}
