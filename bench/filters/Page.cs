using Atelier.Imaging;
using Atelier.Imaging.Vips;
using Atelier.Imaging.Watermarking;

namespace Atelier.Bench.Filters;

/// <summary>A light page that pictures and words are put on.</summary>
internal sealed class Page
{
    private readonly WatermarkFont _font = new(new VipsOptions());

    internal Page(int width, int height)
    {
        Pixels = new PixelBuffer(width, height, 3, new byte[width * height * 3]);
        Pixels.Pixels.AsSpan().Fill(246);
    }

    internal PixelBuffer Pixels { get; }

    internal void Place(PixelBuffer tile, int left, int top)
    {
        for (var y = 0; y < tile.Height; y++)
        for (var x = 0; x < tile.Width; x++)
            tile.Pixels.AsSpan(((y * tile.Width) + x) * tile.Bands, 3)
                .CopyTo(Pixels.Pixels.AsSpan((((top + y) * Pixels.Width) + left + x) * 3));
    }

    internal void Write(string text, int left, int top)
    {
        using var letters = WatermarkText.Draw(text, 12, _font.Path);
        var ink = letters.ToPixels();
        for (var y = 0; y < ink.Height; y++)
        for (var x = 0; x < ink.Width; x++)
        for (var band = 0; band < 3; band++)
            Pixels.Pixels[((((top + y) * Pixels.Width) + left + x) * 3) + band] -= (byte)(
                ink.Pixels[(y * ink.Width) + x] * 200 / 255
            );
    }

    internal byte[] Jpeg(int quality)
    {
        using var page = VipsPicture.FromPixels(Pixels);
        return page.SaveJpeg(quality);
    }
}
