using Atelier.Data.Images;

namespace Atelier.Engine.Views;

/// <summary>One picture asked for: its image, or the code of what went wrong, or neither yet.</summary>
public sealed record SlotDetail(int Index, ImageRow? Image, string? ErrorCode)
{
    /// <summary>The place of the chain that made the image; null where its model and provider tell.</summary>
    public int? Link { get; init; }

    /// <summary>Whether there was an image whose files were taken away with its session or its account.</summary>
    public bool Emptied { get; init; }
}
