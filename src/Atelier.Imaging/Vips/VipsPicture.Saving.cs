namespace Atelier.Imaging.Vips;

internal sealed partial class VipsPicture
{
    private const string AvifSaver = "heifsave_buffer";

    /// <summary>
    /// Whether this libvips writes AVIF as we want it. Debian's 8.14 cannot be told what to keep, and makes up EXIF.
    /// </summary>
    internal static bool CanSaveAvif
    {
        get
        {
            if (LibVips.FindType("VipsOperation", AvifSaver) == 0)
                return false;
            using var save = new VipsOperation(AvifSaver);
            return save.Knows("keep");
        }
    }

    /// <summary>A PNG file without metadata.</summary>
    /// <param name="compression">0 (none) to 9 (smallest).</param>
    internal byte[] SavePng(int compression)
    {
        using var save = new VipsOperation("pngsave_buffer");
        // Without a filter painted pictures take half as many bytes again, and all filters together twice the time.
        return Save(save.Set("compression", compression).Set("filter", "sub"), file => file.ToArray());
    }

    /// <summary>A JPEG file without metadata. The picture must have no alpha.</summary>
    /// <param name="quality">1 to 100.</param>
    internal byte[] SaveJpeg(int quality) => SaveJpeg(quality, twoPasses: true, file => file.ToArray());

    /// <summary>Likewise; the file is read in libvips' memory and gone afterwards.</summary>
    /// <param name="twoPasses">Whether its codes are made for this picture; see <see cref="Rendering.FileSettings.OnePass"/>.</param>
    internal T SaveJpeg<T>(int quality, bool twoPasses, Func<ReadOnlySpan<byte>, T> read)
    {
        using var save = new VipsOperation("jpegsave_buffer");
        return Save(save.Set("Q", quality).Set("optimize_coding", twoPasses), read);
    }

    /// <summary>A lossy WebP file without metadata.</summary>
    /// <param name="quality">1 to 100.</param>
    /// <param name="effort">0 (fast) to 6 (small).</param>
    internal byte[] SaveWebp(int quality, int effort) => SaveWebp(quality, effort, file => file.ToArray());

    /// <summary>Likewise; the file is read in libvips' memory and gone afterwards.</summary>
    internal T SaveWebp<T>(int quality, int effort, Func<ReadOnlySpan<byte>, T> read)
    {
        using var save = new VipsOperation("webpsave_buffer");
        return Save(save.Set("Q", quality).Set("effort", effort), read);
    }

    /// <summary>An AVIF file that holds this XMP packet, or none when it is empty, and no other metadata.</summary>
    /// <param name="quality">1 to 100, on AVIF's own scale.</param>
    /// <param name="effort">0 (fast) to 9 (small).</param>
    internal byte[] SaveAvif(int quality, int effort, ReadOnlySpan<byte> packet)
    {
        using var copy = WithoutFields();
        if (!packet.IsEmpty)
            LibVips.SetField(copy.Handle, LibVips.XmpField, packet, (nuint)packet.Length);

        using var save = new VipsOperation(AvifSaver)
            .Set("in", copy)
            .Set("compression", "av1")
            .Set("Q", quality)
            .Set("effort", effort)
            .Set("subsample_mode", "on")
            .Set("keep", "xmp");
        return save.Run().GetBytes("buffer");
    }

    private T Save<T>(VipsOperation save, Func<ReadOnlySpan<byte>, T> read)
    {
        // "keep" came with 8.15 and "strip" is on its way out.
        var bare = save.Knows("keep") ? save.Set("keep", "none") : save.Set("strip", true);
        return bare.Set("in", this).Run().ReadBytes("buffer", read);
    }
}
