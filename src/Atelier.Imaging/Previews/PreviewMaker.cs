using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Imaging.Pipeline;
using Atelier.Imaging.Provenance;
using Atelier.Imaging.Rendering;
using Atelier.Imaging.Vips;
using Atelier.Imaging.Watermarking;

namespace Atelier.Imaging.Previews;

/// <summary>Makes the small file that is shown of a picture while it is not finished. Safe for use from many threads.</summary>
public sealed class PreviewMaker
{
    /// <summary>The longest side in pixels.</summary>
    public const int LongestSide = 512;

    private static readonly FileSettings Settings = new() { WebpQuality = 60, WebpEffort = 1 };

    private readonly WatermarkFont _font;

    /// <summary>Starts libvips, when it does not run yet.</summary>
    /// <exception cref="VipsUnavailableException">libvips is missing or lacks a codec.</exception>
    public PreviewMaker(VipsOptions vips)
    {
        VipsRuntime.Start(vips);
        _font = new WatermarkFont(vips);
    }

    /// <summary>A WebP file of at most <see cref="LongestSide"/> pixels a side that says how it was made, but not by which words.</summary>
    /// <param name="order">What becomes of the finished picture; of that, the mark covers the same.</param>
    /// <returns>Null where the mark's place on the finished picture cannot be known yet.</returns>
    /// <exception cref="WatermarkException">The mark that was due could not be drawn.</exception>
    /// <exception cref="VipsException">libvips could not do it.</exception>
    public ReadOnlyMemory<byte>? Make(PixelBuffer picture, FinishOrder order)
    {
        if (order.Watermark is not null && IsCut(picture, order))
        {
            return null;
        }

        return VipsThread.Use(() =>
        {
            using var whole = VipsPicture.FromPixels(picture);
            using var small = order.Watermark is null ? Shrink(whole) : Mark(whole, order);
            var packet = XmpPacket.Write(order.Provenance with { Prompt = null });
            return PictureFile.Write(small, FileFormat.Webp, Settings, packet);
        });
    }

    // Where it will be cut follows from what the finished picture shows.
    private static bool IsCut(PixelBuffer picture, FinishOrder order)
    {
        var all = new PixelSize(picture.Width, picture.Height);
        return order is { Size: { } size, Fit: FitMode.Cover } && all.PartLike(size) != all;
    }

    // As with thumbnails: what the mark of the finished picture covers must not be seen in the small one.
    private VipsPicture Mark(VipsPicture whole, FinishOrder order)
    {
        var watermark = new Watermark(order.Watermark!, _font);
        // The mark lies on what is picture: the bars of padding are left out.
        using var fitted = order.Size is { } size
            ? whole.Into(size, order.Fit is FitMode.Cover ? FitMode.Cover : FitMode.Contain)
            : null;
        var large = fitted ?? whole;
        using var blotted = Watermark.Blot(large, PixelArea.Of(large));
        using var small = Shrink(blotted);
        return watermark.PutOn(small);
    }

    private static VipsPicture Shrink(VipsPicture whole)
    {
        var (width, height) = RenditionSize.Fit(whole.Width, whole.Height, LongestSide);
        return whole.Shrink(width, height);
    }
}
