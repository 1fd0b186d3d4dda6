using Atelier.Core.Catalogue;

namespace Atelier.Imaging.Pipeline;

/// <summary>Refuses what no picture can be made of, before it waits for anything.</summary>
internal static class FinishChecks
{
    internal static void Check(PixelBuffer pixels)
    {
        CheckSides(new PixelSize(pixels.Width, pixels.Height), nameof(pixels));
        if (pixels.Bands is not (3 or 4))
            throw new ArgumentException($"Pixels have 3 or 4 bands, not {pixels.Bands}.", nameof(pixels));

        var expected = (long)pixels.Width * pixels.Height * pixels.Bands;
        if (pixels.Pixels.Length != expected)
        {
            throw new ArgumentException(
                $"{pixels.Width} x {pixels.Height} pixels of {pixels.Bands} bands are {expected} bytes, "
                    + $"not {pixels.Pixels.Length}.",
                nameof(pixels)
            );
        }
    }

    internal static void Check(FinishOrder order)
    {
        if (order.Size is { } size)
            CheckSides(size, nameof(order));
    }

    private static void CheckSides(PixelSize size, string name)
    {
        if (size.Width is < 1 or > PictureFinisher.MaxSide || size.Height is < 1 or > PictureFinisher.MaxSide)
        {
            throw new ArgumentException(
                $"A side must have 1 to {PictureFinisher.MaxSide} pixels; this picture has {size.Width} x {size.Height}.",
                name
            );
        }
    }
}
