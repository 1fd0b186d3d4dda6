namespace Atelier.Data.Repeats;

/// <summary>The generation whose pictures are given again, as it stands.</summary>
/// <param name="State">On the wire.</param>
/// <param name="Images">By slot.</param>
/// <param name="Errors">Codes of slots without a picture.</param>
public sealed record RepeatedGeneration(
    string State,
    IReadOnlyDictionary<int, Guid> Images,
    IReadOnlyDictionary<int, string> Errors
);
