namespace Atelier.Data.Generations;

/// <summary>A generation was ended.</summary>
/// <param name="PromotedLane">The lane in which a held generation of the account became ready; null when none did.</param>
public sealed record Ended(string? PromotedLane);
