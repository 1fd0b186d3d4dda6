using Atelier.Imaging.Provenance;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Watermarking;

/// <summary>A text that is drawn onto pictures of any size (requirement B-44).</summary>
internal sealed class Watermark
{
    private const double FullFont = 14;
    private const double SmallestFont = 5;
    private const double MeasuredFont = 40;

    // Letters leave some of the box free on each side.
    private const double UsedWidth = 0.94;
    private const double UsedHeight = 0.86;

    // One line looks better; two have to be clearly larger to be worth it.
    private const double WorthTwoLines = 1.25;

    // Pixels; letters and faces are gone, the colours around the mark go on below it.
    private const int Cell = 16;

    private readonly string _fontFile;
    private readonly IReadOnlyList<(string Lines, int Width, int Height)> _settings;

    /// <exception cref="WatermarkException">There is nothing to draw, or nothing to draw it with.</exception>
    internal Watermark(string text, WatermarkFont font)
    {
        var line = XmlText.Safe(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        if (line.Length == 0)
            throw new WatermarkException("The text of the watermark is empty.");

        _fontFile = font.Path;
        _settings = Try(() => WatermarkLines.Of(line).Select(Measure).ToList());
    }

    /// <summary>The picture with its mark, in memory.</summary>
    /// <exception cref="WatermarkException">libvips could not draw it.</exception>
    internal VipsPicture PutOn(VipsPicture picture) => PutOn(picture, PixelArea.Of(picture));

    /// <summary>The same, with the mark inside of what is picture: whoever cuts bars off must not cut it off with them.</summary>
    /// <exception cref="WatermarkException">libvips could not draw it.</exception>
    internal VipsPicture PutOn(VipsPicture picture, PixelArea area) =>
        Try(() =>
        {
            var box = WatermarkBox.On(area);
            using var under = picture.Crop(box.Left, box.Top, box.Width, box.Height);
            var pixels = under.ToPixels();
            WatermarkBlend.Over(pixels, Draw(box));
            using var patch = VipsPicture.FromPixels(pixels);
            using var whole = picture.Insert(patch, box.Left, box.Top);
            return whole.KeepInMemory();
        });

    /// <summary>
    /// The picture with only a few cells of colour where its mark would lie. Smaller files have their marks elsewhere, and
    /// must not show what the mark of a larger one covers.
    /// </summary>
    /// <exception cref="WatermarkException">libvips could not do it.</exception>
    internal static VipsPicture Blot(VipsPicture picture, PixelArea area) =>
        Try(() =>
        {
            var box = WatermarkBox.On(area);
            using var under = picture.Crop(box.Left, box.Top, box.Width, box.Height);
            using var cells = under.Shrink(Math.Max(1, box.Width / Cell), Math.Max(1, box.Height / Cell));
            using var patch = cells.Shrink(box.Width, box.Height);
            using var whole = picture.Insert(patch, box.Left, box.Top);
            return whole.KeepInMemory();
        });

    private WatermarkInk Draw(WatermarkBox box)
    {
        var (lines, font) = Choose(box);
        if (font < SmallestFont)
            return WatermarkInk.Bar(box);

        using var letters = WatermarkText.Draw(lines, font, _fontFile);
        return WatermarkInk.Of(letters, box, font);
    }

    private (string Lines, double Font) Choose(WatermarkBox box)
    {
        var best = (Lines: "", Font: 0.0);
        foreach (var (lines, width, height) in _settings)
        {
            var fits = MeasuredFont * Math.Min(UsedWidth * box.Width / width, UsedHeight * box.Height / height);
            var font = Math.Min(FullFont * box.Scale, fits);
            if (font > best.Font * WorthTwoLines)
                best = (lines, font);
        }

        return best;
    }

    private (string Lines, int Width, int Height) Measure(string lines)
    {
        using var letters = WatermarkText.Draw(lines, MeasuredFont, _fontFile);
        return (lines, letters.Width, letters.Height);
    }

    private static T Try<T>(Func<T> draw)
    {
        try
        {
            return draw();
        }
        catch (VipsException failure)
        {
            throw new WatermarkException("The watermark could not be drawn.", failure);
        }
    }
}
