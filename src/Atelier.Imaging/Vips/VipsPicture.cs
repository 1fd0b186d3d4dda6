namespace Atelier.Imaging.Vips;

/// <summary>
/// A picture inside libvips: 8 bits a band, sRGB, 3 or 4 bands, unless a loader has just opened it. Dispose frees its
/// pixels.
/// </summary>
internal sealed partial class VipsPicture(VipsImageHandle handle) : IDisposable
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

    /// <summary>
    /// The same pixels, shared and not computed yet, without anything that a file said besides them. Fields set on it are its own.
    /// </summary>
    internal VipsPicture WithoutFields()
    {
        using var copy = new VipsOperation("copy").Set("in", this);
        var bare = copy.Run().GetPicture("out");
        LibVips.RemoveFields(bare.Handle);
        return bare;
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

    /// <summary>Computes all pixels.</summary>
    internal PixelBuffer ToPixels() =>
        new(Width, Height, Bands, LibVips.ReadPixels(handle) ?? throw VipsException.Take("image_get_data"));

    /// <summary>
    /// Hands over the rows in libvips' own memory, where the picture is computed first if it is not yet. They must not be
    /// kept.
    /// </summary>
    internal unsafe T ReadPixels<T>(Func<ReadOnlySpan<byte>, T> read)
    {
        using var kept = KeepInMemory();
        var pixels = LibVips.Data(kept.Handle);
        return pixels is null
            ? throw VipsException.Take("image_get_data")
            : read(new ReadOnlySpan<byte>(pixels, checked(Width * Height * Bands)));
    }

    public void Dispose() => handle.Dispose();

    private static VipsPicture Owned(VipsImageHandle image, string operation) =>
        image.IsInvalid ? throw VipsException.Take(operation) : new VipsPicture(image);
}
