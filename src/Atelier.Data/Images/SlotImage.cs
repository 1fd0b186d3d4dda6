namespace Atelier.Data.Images;

/// <summary>A picture and where it belongs.</summary>
/// <param name="Life">How long it is kept; null is for good.</param>
internal sealed record SlotImage(Guid GenerationId, Guid AccountId, NewImage Image, int Slot, TimeSpan? Life);
