namespace Atelier.Data.Queue;

/// <summary>A node's wish for work of one lane.</summary>
/// <param name="Most">Generations at most, 1 to 100.</param>
/// <param name="Lease">How long nobody else may take them.</param>
public sealed record ClaimOrder(string Lane, Guid NodeId, int Most, TimeSpan Lease);
