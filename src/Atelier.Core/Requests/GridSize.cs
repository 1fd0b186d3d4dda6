using Atelier.Core.Catalogue;

namespace Atelier.Core.Requests;

/// <summary>The pixels of a picture that fills an element of a grid, at the ratio of the element (requirement C-25). Units are square.</summary>
public static class GridSize
{
    /// <summary>Units of the grid across.</summary>
    public const int Columns = 12;

    /// <summary>Units of the grid down.</summary>
    public const int Rows = 8;

    /// <summary>The size for an element of so many units.</summary>
    /// <param name="width">1 to <see cref="Columns"/>.</param>
    /// <param name="height">1 to <see cref="Rows"/>.</param>
    public static PixelSize Of(int width, int height, Quality quality)
    {
        var longer = LongerSide(quality);
        return width >= height
            ? new PixelSize(longer, Rounded(longer * height, width))
            : new PixelSize(Rounded(longer * width, height), longer);
    }

    private static int LongerSide(Quality quality) =>
        quality switch
        {
            Quality.Draft => 512,
            Quality.Standard => 1024,
            Quality.High => 1536,
            _ => 2048,
        };

    // Halves go up.
    private static int Rounded(int amount, int by) => (amount + (by / 2)) / by;
}
