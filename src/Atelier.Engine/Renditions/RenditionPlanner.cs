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
    private static readonly Rendition[] SmallBases = [Rendition.Thumb128, Rendition.Thumb256, Rendition.Thumb512];

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
        var size = PictureRenderer.SizeOf(SizeOf(ImageAccess.FileOf(image, Rendition.Original)), order);
        var from = image.Marked ? BaseOf(image, order, size) : Rendition.Original;
        return new PlannedRendition(from, order, size.Width, size.Height);
    }

    // The smallest that gives the very size which the original would give.
    private static Rendition BaseOf(ImageRow image, RenderOrder order, PixelSize size)
    {
        var original = SizeOf(ImageAccess.FileOf(image, Rendition.Original));
        foreach (var name in SmallBases)
        {
            if (
                image.Files.TryGetValue(name.WireName(), out var file)
                && SizeOf(file) != original
                && PictureRenderer.SizeOf(SizeOf(file), order) == size
            )
            {
                return name;
            }
        }

        return Rendition.Original;
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

    private static PixelSize SizeOf(ImageFile file) => new(file.Width, file.Height);
}
