namespace Atelier.Data.Generations;

/// <summary>One picture asked for: delivered, failed with a code, or still to come.</summary>
public sealed record SlotRow(Guid GenerationId, int Index, Guid? ImageId, string? ErrorCode);
