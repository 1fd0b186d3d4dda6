using Atelier.Core.Catalogue;
using Atelier.Core.Requests;

namespace Atelier.Server.Presentations;

/// <summary>Which ratio a size has, and how large that ratio is at another quality.</summary>
internal static class Ratios
{
    /// <summary>The ratio of the table that a size has to the pixel; custom where it has none of them.</summary>
    public static string Of(PixelSize size, SizeTable table) =>
        DeckWords.Ratios.FirstOrDefault(ratio =>
            table.Find(ratio, Quality.Standard) is { } known && IsSame(size, known)
        ) ?? SizeTable.Custom;

    /// <summary>A size of the same ratio at this quality (requirement C-36).</summary>
    public static PixelSize At(PixelSize size, Quality quality, SizeTable table)
    {
        if (table.Find(Of(size, table), quality) is { } known)
        {
            return known;
        }

        var longer = GridSize.Of(1, 1, quality).Width;
        return size.Width >= size.Height
            ? new PixelSize(longer, Scaled(size.Height, longer, size.Width))
            : new PixelSize(Scaled(size.Width, longer, size.Height), longer);
    }

    /// <summary>The lowest quality of which some ratio has as many pixels: the price follows them.</summary>
    public static Quality QualityOf(PixelSize size, SizeTable table) => table.QualityOf(size.Pixels);

    /// <summary>Whether a picture that was changed may be so large.</summary>
    public static bool IsMade(PixelSize size) =>
        size.LongerSide <= RequestLimits.LongerSide
        && size.Pixels <= (long)RequestLimits.LongerSide * RequestLimits.ShorterSide;

    /// <summary>What a picture lacks, on both sides alike, to have an element's ratio; null where it has it.</summary>
    public static OutpaintDraft? Grow(PixelSize size, ElementGrid grid)
    {
        var across = Scaled(size.Height, grid.Width, grid.Height) - size.Width;
        var down = Scaled(size.Width, grid.Height, grid.Width) - size.Height;
        return across > 0 ? new OutpaintDraft(across / 2, across - (across / 2), 0, 0)
            : down > 0 ? new OutpaintDraft(0, 0, down / 2, down - (down / 2))
            : null;
    }

    // Sides are rounded, so that one pixel more or less is the same ratio.
    private static bool IsSame(PixelSize size, PixelSize known) =>
        Math.Abs(((long)size.Width * known.Height) - ((long)size.Height * known.Width))
        < Math.Max(known.Width, known.Height);

    private static int Scaled(int side, int to, int from) => (int)Math.Max(1, (((long)side * to) + (from / 2)) / from);
}
