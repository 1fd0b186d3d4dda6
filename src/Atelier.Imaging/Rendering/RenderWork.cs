using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Imaging.Pipeline;
using Atelier.Imaging.Provenance;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Reading.Files;
using Atelier.Imaging.Vips;
using Atelier.Imaging.Watermarking;

namespace Atelier.Imaging.Rendering;

/// <summary>One stored file on its way to one wish.</summary>
internal sealed class RenderWork(
    ReadOnlyMemory<byte> file,
    DeclaredPicture declared,
    RenderOrder order,
    PictureRendererOptions options,
    WatermarkFont font
) : IDisposable
{
    private readonly RenderPlan _plan = RenderPlan.For(new PixelSize(declared.Width, declared.Height), order);
    private VipsPicture? _picture;
    private RenderedPicture? _result;

    /// <summary>In their order; cancellation is looked at before each.</summary>
    internal static IReadOnlyList<Action<RenderWork>> Steps { get; } =
    [work => work.Load(), work => work.Fit(), work => work.Encode()];

    internal RenderedPicture Result => _result ?? throw new InvalidOperationException("The steps have not run.");

    private VipsPicture Picture => _picture ?? throw new InvalidOperationException("The file was not loaded.");

    public void Dispose() => _picture?.Dispose();

    // The largest encoder takes its rows from the file as it needs them. The others' leave objects behind in libvips 8.14 when a file
    // breaks off meanwhile.
    private bool IsStreamed => order.Format is FileFormat.Avif && IsWhole && _plan.Canvas == _plan.Scaled;

    private bool IsWhole => (declared.Width, declared.Height) == (_plan.Scaled.Width, _plan.Scaled.Height);

    private void Load() =>
        _picture = IsWhole
            ? LoadWhole()
            : VipsPicture.LoadScaled(file[..declared.Length], _plan.Scaled.Width, _plan.Scaled.Height);

    private VipsPicture LoadWhole()
    {
        using var encoded = EncodedPicture.Open(file, options.Reading);
        return IsStreamed ? encoded.StreamPicture() : encoded.DecodePicture();
    }

    private void Fit()
    {
        if (_plan.Canvas == _plan.Scaled)
            return;

        if (_plan.Scaled.GoesInto(_plan.Canvas))
        {
            Replace(picture => picture.PadTo(_plan.Canvas));
            return;
        }

        Replace(picture => picture.CropToAttention(_plan.Canvas.Width, _plan.Canvas.Height));
        if (order.Watermark is { } text)
            Replace(new Watermark(text, font).PutOn);
    }

    private void Encode()
    {
        var packet = StoredPacket.ReadWithoutPrompt(file.Span, declared.Format);
        var bytes = Write(packet);
        _result = new RenderedPicture(order.Format.MediaType(), Picture.Width, Picture.Height, bytes);
    }

    private ReadOnlyMemory<byte> Write(ReadOnlyMemory<byte> packet)
    {
        try
        {
            return PictureFile.Write(Picture, order.Format, Settings, packet);
        }
        catch (VipsException) when (IsStreamed)
        {
            // The file or its writer: decoding alone tells them apart, by its own exception.
            using var encoded = EncodedPicture.Open(file, options.Reading);
            encoded.DecodePicture().Dispose();
            throw;
        }
    }

    private FileSettings Settings =>
        new()
        {
            JpegQuality = order.Quality,
            WebpQuality = order.Quality,
            WebpEffort = options.WebpEffort,
            AvifQuality = RenderQuality.OfAvif(order.Quality),
            AvifEffort = options.AvifEffort,
        };

    private void Replace(Func<VipsPicture, VipsPicture> change)
    {
        using var before = Picture;
        _picture = change(before);
    }
}
