using Atelier.Data.Images;

namespace Atelier.Engine.Views;

/// <summary>One picture asked for: its image, or the code of what went wrong, or neither yet.</summary>
public sealed record SlotDetail(int Index, ImageRow? Image, string? ErrorCode);
