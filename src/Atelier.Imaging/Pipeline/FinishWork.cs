using Atelier.Core.Images;
using Atelier.Imaging.Provenance;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Pipeline;

/// <summary>One picture on its way through the steps.</summary>
internal sealed class FinishWork(PixelBuffer pixels, FinishOrder order, PictureFinisherOptions options) : IDisposable
{
    private readonly byte[] _fullPacket = XmpPacket.Write(order.Provenance);

    // A prompt would be larger than a thumbnail's own bytes, so previews only say how they were made.
    private readonly byte[] _previewPacket = XmpPacket.Write(order.Provenance with { Prompt = null });
    private readonly Dictionary<Rendition, FinishedRendition> _finished = [];
    private VipsPicture? _current;

    private VipsPicture Current => _current ?? throw new InvalidOperationException("The pixels were not imported.");

    internal FinishedPicture Result =>
        new(pixels.Width, pixels.Height, [.. Enum.GetValues<Rendition>().Select(rendition => _finished[rendition])]);

    internal void Import() => _current = VipsPicture.FromPixels(pixels);

    internal void Make(Rendition rendition)
    {
        // Sides follow from the original, not from the larger thumbnail: rounding twice would bend the ratio.
        var (width, height) = RenditionSize.Fit(pixels.Width, pixels.Height, rendition.LongestSide());
        if ((width, height) != (Current.Width, Current.Height))
        {
            var larger = Current;
            _current = larger.Shrink(width, height);
            larger.Dispose();
        }

        _finished[rendition] = new FinishedRendition(
            rendition,
            rendition.FileName(order.Format),
            rendition.FileFormat(order.Format).MediaType(),
            width,
            height,
            MakeFile(rendition)
        );
    }

    public void Dispose() => _current?.Dispose();

    private ReadOnlyMemory<byte> MakeFile(Rendition rendition)
    {
        // An original in WebP is the optimised file already; encoding it again would give the same bytes.
        if (rendition is Rendition.Optimized && order.Format is ImageFormat.Webp)
            return _finished[Rendition.Original].Bytes;

        var format = rendition.FileFormat(order.Format);
        var packet = rendition.LongestSide() is null ? _fullPacket : _previewPacket;
        return XmpEmbedder.Embed(Encode(format), format, packet);
    }

    private byte[] Encode(ImageFormat format) =>
        format switch
        {
            ImageFormat.Png => Current.SavePng(options.PngCompression),
            ImageFormat.Jpeg => EncodeJpeg(),
            ImageFormat.Webp => Current.SaveWebp(options.WebpQuality, options.WebpEffort),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown image format."),
        };

    private byte[] EncodeJpeg()
    {
        if (Current.Bands == 3)
            return Current.SaveJpeg(options.JpegQuality);

        using var flat = Current.FlattenOnWhite();
        return flat.SaveJpeg(options.JpegQuality);
    }
}
