namespace Atelier.Server.Photos;

/// <summary>A picture that stays.</summary>
/// <param name="GenerationId">The generation that made it; its addresses are there.</param>
/// <param name="Kept">Always true.</param>
internal sealed record KeptImageView(Guid Id, Guid GenerationId, bool Kept);
