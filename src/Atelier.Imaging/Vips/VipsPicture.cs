namespace Atelier.Imaging.Vips;

/// <summary>
/// A picture inside libvips: 8 bits a band, sRGB, 3 or 4 bands, unless a loader has just opened it. Dispose frees its
/// pixels.
/// </summary>
internal sealed class VipsPicture(VipsImageHandle handle) : IDisposable
{
    internal VipsImageHandle Handle => handle;

    internal int Width => LibVips.Width(handle);

    internal int Height => LibVips.Height(handle);

    internal int Bands => LibVips.Bands(handle);

    /// <summary>Copies the pixels, so the buffer may change or go away afterwards.</summary>
    internal static VipsPicture FromPixels(PixelBuffer pixels)
    {
        using var bare = Owned(
            LibVips.NewFromMemoryCopy(
                pixels.Pixels,
                (nuint)pixels.Pixels.Length,
                pixels.Width,
                pixels.Height,
                pixels.Bands,
                LibVips.FormatByte
            ),
            "image_new_from_memory_copy"
        );

        // Pixels from memory have no colour meaning yet, and savers and shrinking depend on it.
        using var copy = new VipsOperation("copy").Set("in", bare).Set("interpretation", "srgb");
        return copy.Run().GetPicture("out");
    }

    /// <summary>The part of that size whose upper left corner lies there.</summary>
    internal VipsPicture Crop(int left, int top, int width, int height)
    {
        using var extract = new VipsOperation("extract_area")
            .Set("input", this)
            .Set("left", left)
            .Set("top", top)
            .Set("width", width)
            .Set("height", height);
        return extract.Run().GetPicture("out");
    }

    /// <summary>The picture with its pixels computed once, so that they can be read in any order.</summary>
    internal VipsPicture KeepInMemory() => Owned(LibVips.CopyToMemory(handle), "image_copy_memory");

    /// <summary>
    /// The same as <see cref="KeepInMemory"/>, without anything that a file said besides its pixels: no EXIF, no
    /// profile, no texts. What is not there cannot be saved, whatever a saver thinks of <c>strip</c>.
    /// </summary>
    internal VipsPicture KeepPixelsOnly()
    {
        var kept = KeepInMemory();
        LibVips.RemoveFields(kept.Handle);
        return kept;
    }

    /// <summary>The picture in exactly that size (larger works too), with its pixels computed once and kept.</summary>
    internal VipsPicture Shrink(int width, int height)
    {
        // "force" because the caller has rounded the sides; colours of transparent pixels do not bleed in.
        using var thumbnail = new VipsOperation("thumbnail_image")
            .Set("in", this)
            .Set("width", width)
            .Set("height", height)
            .Set("size", "force");
        using var lazy = thumbnail.Run().GetPicture("out");
        return lazy.KeepInMemory();
    }

    /// <summary>The picture without alpha, on white.</summary>
    internal VipsPicture FlattenOnWhite()
    {
        using var flatten = new VipsOperation("flatten").Set("in", this).Set("background", "255 255 255");
        return flatten.Run().GetPicture("out");
    }

    /// <summary>A PNG file without metadata.</summary>
    /// <param name="compression">0 (none) to 9 (smallest).</param>
    internal byte[] SavePng(int compression)
    {
        using var save = new VipsOperation("pngsave_buffer");
        // Without a filter painted pictures take half as many bytes again, and all filters together twice the time.
        return Save(save.Set("compression", compression).Set("filter", "sub"));
    }

    /// <summary>A JPEG file without metadata. The picture must have no alpha.</summary>
    /// <param name="quality">1 to 100.</param>
    internal byte[] SaveJpeg(int quality)
    {
        using var save = new VipsOperation("jpegsave_buffer");
        return Save(save.Set("Q", quality).Set("optimize_coding", true));
    }

    /// <summary>A lossy WebP file without metadata.</summary>
    /// <param name="quality">1 to 100.</param>
    /// <param name="effort">0 (fast) to 6 (small).</param>
    internal byte[] SaveWebp(int quality, int effort)
    {
        using var save = new VipsOperation("webpsave_buffer");
        return Save(save.Set("Q", quality).Set("effort", effort));
    }

    /// <summary>Computes all pixels.</summary>
    internal PixelBuffer ToPixels() =>
        new(Width, Height, Bands, LibVips.ReadPixels(handle) ?? throw VipsException.Take("image_get_data"));

    public void Dispose() => handle.Dispose();

    private byte[] Save(VipsOperation save)
    {
        // "keep" came with 8.15 and "strip" is on its way out.
        var bare = save.Knows("keep") ? save.Set("keep", "none") : save.Set("strip", true);
        return bare.Set("in", this).Run().GetBytes("buffer");
    }

    private static VipsPicture Owned(VipsImageHandle image, string operation) =>
        image.IsInvalid ? throw VipsException.Take(operation) : new VipsPicture(image);
}
