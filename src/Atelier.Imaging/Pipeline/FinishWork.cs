using Atelier.Core.Images;
using Atelier.Imaging.Provenance;
using Atelier.Imaging.Rendering;
using Atelier.Imaging.Vips;
using Atelier.Imaging.Watermarking;

namespace Atelier.Imaging.Pipeline;

/// <summary>One picture on its way through the steps. Its pixels stay in libvips' memory.</summary>
/// <param name="import">Opens the picture, in memory.</param>
internal sealed class FinishWork(
    Func<VipsPicture> import,
    FinishOrder order,
    PictureFinisherOptions options,
    WatermarkFont font
) : IDisposable
{
    private readonly byte[] _fullPacket = XmpPacket.Write(order.Provenance);

    // A prompt would be larger than a thumbnail's own bytes, so previews only say how they were made.
    private readonly byte[] _previewPacket = XmpPacket.Write(order.Provenance with { Prompt = null });

    // Steps on two threads write into places of their own.
    private readonly FinishedRendition?[] _files = new FinishedRendition?[Enum.GetValues<Rendition>().Length];
    private FinishedRendition? _cleanFile;
    private byte[] _thumbHash = [];

    private Watermark? _watermark;
    private VipsPicture? _clean;
    private VipsPicture? _marked;
    private VipsPicture? _blotted;
    private PixelArea? _area;
    private readonly List<VipsPicture> _thumbs = [];

    private VipsPicture Clean => _clean ?? throw new InvalidOperationException("The picture was not imported.");

    // Of the clean picture: without the bars that padding gave it.
    private PixelArea Area => _area ?? PixelArea.Of(Clean);

    // What is delivered in full size.
    private VipsPicture Whole => _marked ?? Clean;

    internal FinishedPicture Result =>
        new(Clean.Width, Clean.Height, [.. _files.OfType<FinishedRendition>()])
        {
            Clean = _cleanFile,
            ThumbHash = _thumbHash,
        };

    internal void Import() => _clean = import();

    internal void Fit()
    {
        if (order.Size is not { } size || (size.Width, size.Height) == (Clean.Width, Clean.Height))
            return;

        using var given = Clean;
        if (order.Fit is not FitMode.Pad)
        {
            _clean = given.Into(size, order.Fit);
            return;
        }

        using var inside = given.Into(size, FitMode.Contain);
        _area = PixelArea.Centred(inside, size);
        _clean = inside.PadTo(size);
    }

    internal void Mark()
    {
        _watermark = new Watermark(order.Watermark!, font);
        _marked = _watermark.PutOn(Clean, Area);
        _blotted = Watermark.Blot(Clean, Area);
    }

    internal void KeepClean() =>
        _cleanFile = Describe(Rendition.Original, FinishedPicture.CleanFileName, FileFormat.Png, Clean, _fullPacket);

    internal void MakeOriginal() => MakeWhole(Rendition.Original);

    internal void MakeOptimized()
    {
        // An original in WebP is the optimised file already; encoding it again would give the same bytes.
        if (order.Format is ImageFormat.Webp)
            _files[(int)Rendition.Optimized] = _files[(int)Rendition.Original]! with
            {
                Rendition = Rendition.Optimized,
                FileName = Rendition.Optimized.FileName(order.Format),
            };
        else
            MakeWhole(Rendition.Optimized);
    }

    internal void MakeThumb(Rendition rendition) =>
        MakePreview(rendition, _thumbs.LastOrDefault() ?? _blotted ?? Clean);

    internal void MakePlaceholder() =>
        // From the 256 pixels, not from the 128 right before it: so small a picture shows one blur too many.
        MakePreview(Rendition.Placeholder, _thumbs[^2], preview => _thumbHash = ThumbHash.Encode(preview.ToPixels()));

    public void Dispose()
    {
        _clean?.Dispose();
        _marked?.Dispose();
        _blotted?.Dispose();
        foreach (var thumb in _thumbs)
            thumb.Dispose();
    }

    private void MakeWhole(Rendition rendition) => Put(rendition, Whole, _fullPacket);

    private void MakePreview(Rendition rendition, VipsPicture larger, Action<VipsPicture>? look = null)
    {
        var small = Shrink(larger, rendition);
        _thumbs.Add(small);
        if (!options.Thumbnails && rendition is not Rendition.Placeholder)
        {
            return;
        }

        // Each size gets a mark of its own: one made smaller with the picture could not be read.
        using var marked = _watermark?.PutOn(small, Area.On(small, Clean));
        var preview = marked ?? small;
        Put(rendition, preview, _previewPacket);
        look?.Invoke(preview);
    }

    private VipsPicture Shrink(VipsPicture larger, Rendition rendition)
    {
        // Sides follow from the original, not from the larger thumbnail: rounding twice would bend the ratio.
        var (width, height) = RenditionSize.Fit(Clean.Width, Clean.Height, rendition.LongestSide());
        return (width, height) == (larger.Width, larger.Height) ? larger : larger.Shrink(width, height);
    }

    private void Put(Rendition rendition, VipsPicture picture, byte[] packet) =>
        _files[(int)rendition] = Describe(
            rendition,
            rendition.FileName(order.Format),
            rendition.FileFormat(order.Format).ToFileFormat(),
            picture,
            packet
        );

    private FinishedRendition Describe(
        Rendition rendition,
        string fileName,
        FileFormat format,
        VipsPicture picture,
        byte[] packet
    ) =>
        new(
            rendition,
            fileName,
            format.MediaType(),
            picture.Width,
            picture.Height,
            PictureFile.Write(picture, format, options.Files, packet)
        );
}
