using System.Globalization;

namespace Atelier.Imaging.Vips;

internal sealed partial class VipsPicture
{
    /// <summary>
    /// The pixels of a PNG, JPEG or WebP file in exactly that size, computed once and kept. JPEG and WebP are decoded
    /// smaller at once where that suffices; EXIF is not looked at.
    /// </summary>
    internal static VipsPicture LoadScaled(ReadOnlyMemory<byte> file, int width, int height)
    {
        using var thumbnail = new VipsOperation("thumbnail_buffer")
            .Set("buffer", file)
            .Set("width", width)
            .Set("height", height)
            .Set("size", "force")
            .Set("no_rotate", true)
            .Set("fail_on", "truncated");
        using var lazy = thumbnail.Run().GetPicture("out");
        return lazy.KeepPixelsOnly();
    }

    /// <summary>The part of that size on which the eye falls first. The picture must be in memory: it is read twice.</summary>
    internal VipsPicture CropToAttention(int width, int height)
    {
        using var crop = new VipsOperation("smartcrop")
            .Set("input", this)
            .Set("width", width)
            .Set("height", height)
            .Set("interesting", "attention");
        return crop.Run().GetPicture("out");
    }

    /// <summary>The picture at that place of a larger canvas; the rest has one colour.</summary>
    internal VipsPicture Embed(int left, int top, int width, int height, ReadOnlySpan<byte> colour)
    {
        using var embed = new VipsOperation("embed")
            .Set("in", this)
            .Set("x", left)
            .Set("y", top)
            .Set("width", width)
            .Set("height", height)
            .Set("extend", "background")
            .Set("background", Numbers(colour));
        return embed.Run().GetPicture("out");
    }

    /// <summary>The picture with another one laid over it there, alpha included.</summary>
    internal VipsPicture Insert(VipsPicture patch, int left, int top)
    {
        using var insert = new VipsOperation("insert").Set("main", this).Set("sub", patch).Set("x", left).Set("y", top);
        return insert.Run().GetPicture("out");
    }

    /// <summary>The picture out of focus.</summary>
    /// <param name="sigma">Pixels, above 0.2.</param>
    internal VipsPicture Blur(double sigma)
    {
        using var blur = new VipsOperation("gaussblur")
            .Set("in", this)
            .Set("sigma", sigma.ToString(CultureInfo.InvariantCulture));
        return blur.Run().GetPicture("out");
    }

    private static string Numbers(ReadOnlySpan<byte> colour)
    {
        var texts = new string[colour.Length];
        for (var band = 0; band < texts.Length; band++)
            texts[band] = colour[band].ToString(CultureInfo.InvariantCulture);
        return string.Join(' ', texts);
    }
}
