namespace Atelier.Imaging.Reading.Files;

/// <summary>
/// What lossless WebP can make its decoder keep besides pixels. Each tile of 4 x 4 pixels may have Huffman codes of its
/// own: a few bits in the file, 6 kB of tables in memory. How many there are is known only after decoding, so the worst
/// counts.
/// </summary>
internal static class LosslessTables
{
    private const int TileSide = 4;
    private const int MostCodes = 65_536;
    private const int BitsOfCodes = 20;
    private const int PixelsOfCodes = 500;

    /// <summary>In the memory that a pixel takes.</summary>
    internal static long Weight(WebpSize size, int length)
    {
        var tiles = (long)Tiles(size.Width) * Tiles(size.Height);
        return PixelsOfCodes * Math.Min(MostCodes, Math.Min(tiles, length * 8L / BitsOfCodes));
    }

    private static int Tiles(int side) => (side + TileSide - 1) / TileSide;
}
