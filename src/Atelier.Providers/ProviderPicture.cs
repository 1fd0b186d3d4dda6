using Atelier.Imaging;

namespace Atelier.Providers;

/// <summary>A picture as the provider gave it.</summary>
/// <param name="Slot">The slot it was made for.</param>
/// <param name="Seed">The seed that made it; null when the provider tells none.</param>
public sealed record ProviderPicture(int Slot, PixelBuffer Pixels, long? Seed);
