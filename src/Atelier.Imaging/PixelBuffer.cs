namespace Atelier.Imaging;

/// <summary>Pixels without a file: 8 bits a band, sRGB, rows from the top without padding.</summary>
/// <param name="Width">Pixels, 1 or more.</param>
/// <param name="Height">Pixels, 1 or more.</param>
/// <param name="Bands">3 (RGB) or 4 (RGB and straight alpha).</param>
/// <param name="Pixels">Exactly <c>Width * Height * Bands</c> bytes.</param>
public sealed record PixelBuffer(int Width, int Height, int Bands, byte[] Pixels);
