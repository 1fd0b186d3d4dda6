using System.Globalization;
using System.Security;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Watermarking;

/// <summary>Letters drawn by libvips' text layer: one band, 255 where the ink is.</summary>
internal static class WatermarkText
{
    /// <param name="lines">Any text; line feeds part the lines, and markup characters are drawn as they are.</param>
    /// <param name="pixels">The size of the font.</param>
    internal static VipsPicture Draw(string lines, double pixels, string fontFile)
    {
        var size = Math.Round(pixels, 2).ToString(CultureInfo.InvariantCulture);
        // At 72 dots an inch a point is a pixel.
        using var text = new VipsOperation("text")
            .Set("text", SecurityElement.Escape(lines))
            .Set("font", $"{WatermarkFont.Family} {size}")
            .Set("fontfile", fontFile)
            .Set("dpi", 72)
            .Set("align", "centre");
        using var lazy = text.Run().GetPicture("out");
        return lazy.KeepInMemory();
    }
}
