using Atelier.Core;
using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Data.Images;
using Atelier.Engine.Finishing;
using Atelier.Imaging.Rendering;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Renditions;

/// <summary>Fills the gaps of a wish and chooses what it is made from.</summary>
public sealed class RenditionPlanner(PictureRenderer renderer, IOptions<ImageOptions> options)
{
    // The mark grows in proportion as pictures become smaller, so a small one of a marked image is made from a small one.
    private static readonly Rendition[] Bases =
    [
        Rendition.Thumb128,
        Rendition.Thumb256,
        Rendition.Thumb512,
        Rendition.Original,
    ];

    public PlannedRendition Plan(ImageRow image, RenditionWish wish, AcceptedFormats accepted)
    {
        var format = FormatOf(image, wish, accepted);
        var order = new RenderOrder
        {
            Width = wish.Width,
            Height = wish.Height,
            Fit = wish.Fit ?? FitMode.Contain,
            Format = format,
            Quality = format is FileFormat.Png ? RenditionQuality.Best : wish.Quality ?? RenditionQuality.Best,
            // Never from the clean file: crops with the mark here and there would together show what it covers.
            Watermark = image.Marked ? options.Value.Watermark.Text : null,
        };
        var size = SizeFrom(image, Rendition.Original, order)!.Value;
        var whole = order is { Width: null, Height: null };
        var from =
            image.Marked && !whole ? Bases.First(name => SizeFrom(image, name, order) == size) : Rendition.Original;
        return new PlannedRendition(from, order, size.Width, size.Height);
    }

    private FileFormat FormatOf(ImageRow image, RenditionWish wish, AcceptedFormats accepted) =>
        wish.Format switch
        {
            WishedFormat.Png => FileFormat.Png,
            WishedFormat.Jpeg => FileFormat.Jpeg,
            WishedFormat.Webp => FileFormat.Webp,
            WishedFormat.Avif => FileFormat.Avif,
            null when wish.Variant is Rendition.Original => SnakeCase.TryParse<FileFormat>(image.Format)!.Value,
            // Not every libvips writes AVIF.
            _ when renderer.Formats.Contains(accepted.Best) => accepted.Best,
            _ => (accepted with { Avif = false }).Best,
        };

    private static PixelSize? SizeFrom(ImageRow image, Rendition name, RenderOrder order) =>
        image.Files.TryGetValue(name.WireName(), out var file)
            ? PictureRenderer.SizeOf(new PixelSize(file.Width, file.Height), order)
            : null;
}
