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
    private VipsPicture? _thumb;

    private VipsPicture Clean => _clean ?? throw new InvalidOperationException("The picture was not imported.");

    // What is delivered in full size.
    private VipsPicture Whole => _marked ?? Clean;

    internal FinishedPicture Result =>
        new(Clean.Width, Clean.Height, [.. _files.Select(file => file!)])
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
        _clean = given.Into(size, order.Fit);
    }

    internal void Mark()
    {
        _watermark = new Watermark(order.Watermark!, font);
        _marked = _watermark.PutOn(Clean);
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

    internal void MakeThumb(Rendition rendition)
    {
        var thumb = Shrunk(rendition);
        if (_watermark is null)
        {
            Put(rendition, thumb, _previewPacket);
            return;
        }

        // Each size gets a mark of its own: one made smaller with the picture could not be read.
        using var marked = _watermark.PutOn(thumb);
        Put(rendition, marked, _previewPacket);
    }

    internal void MakePlaceholder()
    {
        MakeThumb(Rendition.Placeholder);
        _thumbHash = ThumbHash.Encode(Shrunk(Rendition.Placeholder).ToPixels());
    }

    public void Dispose()
    {
        _clean?.Dispose();
        _marked?.Dispose();
        _thumb?.Dispose();
    }

    private void MakeWhole(Rendition rendition) => Put(rendition, Whole, _fullPacket);

    private VipsPicture Shrunk(Rendition rendition)
    {
        // Sides follow from the original, not from the larger thumbnail: rounding twice would bend the ratio.
        var (width, height) = RenditionSize.Fit(Clean.Width, Clean.Height, rendition.LongestSide());
        var larger = _thumb ?? Clean;
        if ((width, height) == (larger.Width, larger.Height))
            return larger;

        var smaller = larger.Shrink(width, height);
        _thumb?.Dispose();
        return _thumb = smaller;
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
