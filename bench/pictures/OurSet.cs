using Atelier.Core.Images;
using Atelier.Imaging.Pipeline;
using Atelier.Imaging.Provenance;
using Atelier.Imaging.Rendering;

namespace Atelier.Bench.Pictures;

/// <summary>The files of one picture, made as the product makes them: all but AVIF at once, AVIF from the stored original.</summary>
internal sealed class OurSet : IDisposable
{
    private readonly PictureFinisher _finisher = new(new PictureFinisherOptions());
    private readonly PictureRenderer _renderer = new(new PictureRendererOptions());

    internal async Task<Dictionary<string, ReadOnlyMemory<byte>>> MakeAsync(
        byte[] file,
        string format,
        bool avif,
        CancellationToken cancellationToken
    )
    {
        var order = new FinishOrder(
            format == "png" ? ImageFormat.Png : ImageFormat.Jpeg,
            new ProvenanceRecord
            {
                SourceType = DigitalSourceType.TrainedAlgorithmicMedia,
                CreatedAt = DateTimeOffset.UnixEpoch,
            }
        );
        var finished = await _finisher.FinishAsync((ReadOnlyMemory<byte>)file, order, cancellationToken);
        var files = finished.Renditions.ToDictionary(rendition => rendition.FileName, rendition => rendition.Bytes);
        if (avif)
        {
            var wish = new RenderOrder { Format = FileFormat.Avif };
            var original = finished.Renditions[0].Bytes;
            files["optimized.avif"] = (await _renderer.RenderAsync(original, wish, cancellationToken)).Bytes;
        }

        return files;
    }

    public void Dispose()
    {
        _finisher.Dispose();
        _renderer.Dispose();
    }
}
