using Atelier.Imaging;

namespace Atelier.Providers;

/// <summary>A picture as a painter made it.</summary>
/// <param name="Slot">The slot it was made for.</param>
/// <param name="Seed">The seed that makes it again; null when there is none.</param>
public sealed record PaintedPicture(int Slot, PixelBuffer Pixels, long? Seed)
{
    /// <summary>Whether it must still be fitted to the size that was asked for.</summary>
    public bool Unfitted { get; init; }
}
