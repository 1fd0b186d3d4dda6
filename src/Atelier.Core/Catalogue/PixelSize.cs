using System.Globalization;

namespace Atelier.Core.Catalogue;

/// <summary>Width and height in pixels, written <c>1792x1008</c>.</summary>
public readonly record struct PixelSize(int Width, int Height)
{
    /// <summary>Width times height.</summary>
    public long Pixels => (long)Width * Height;

    /// <summary>The longer of the two sides.</summary>
    public int LongerSide => Math.Max(Width, Height);

    /// <summary>Reads <c>WIDTHxHEIGHT</c>; false for anything else, for zero, and for more than five digits a side.</summary>
    public static bool TryParse(string? text, out PixelSize size)
    {
        size = default;
        var parts = text?.Split('x', 'X');
        if (
            parts is not { Length: 2 }
            || !TryParseSide(parts[0], out var width)
            || !TryParseSide(parts[1], out var height)
        )
        {
            return false;
        }

        size = new PixelSize(width, height);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");

    private static bool TryParseSide(string text, out int side)
    {
        side = 0;
        return text.Length is > 0 and <= 5
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side)
            && side > 0;
    }
}
