using System.Security.Cryptography;
using Atelier.Core;
using Atelier.Core.Images;
using Atelier.Core.Requests;
using Atelier.Data.Blobs;
using Atelier.Data.Images;
using Atelier.Engine.Diagnostics;
using Atelier.Engine.Sources;
using Atelier.Imaging;
using Atelier.Imaging.Pipeline;
using Atelier.Imaging.Provenance;
using Atelier.Imaging.Reading;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Finishing;

/// <summary>Finishes a picture and stores its files, under an id of its own. A repeat makes new files; orphans are swept.</summary>
public sealed partial class PictureKeeper(
    PictureReader reader,
    PictureFinisher finisher,
    SourceFiles sources,
    IBlobStore blobs,
    EngineMetrics metrics,
    TimeProvider time,
    ILogger<PictureKeeper> logger
)
{
    /// <summary>Keeps a picture that a provider sent, in the size that was asked for.</summary>
    /// <exception cref="UnreadablePictureException">The bytes are no picture that we take.</exception>
    public async Task<NewImage> KeepAsync(KeepOrder order, EncodedPicture picture, CancellationToken cancellationToken)
    {
        var pixels = await reader.ReadAsync(picture.Bytes, cancellationToken);
        var fitted = order.Size is { } size
            ? await Task.Run(() => PictureFitter.Fit(pixels, size.Width, size.Height), cancellationToken)
            : pixels;
        var whole = order.Inpaint is { } inpaint ? await BlendAsync(inpaint, fitted, cancellationToken) : fitted;
        return await KeepAsync(order, whole, picture.Seed, cancellationToken);
    }

    /// <summary>Keeps pixels as they are.</summary>
    public async Task<NewImage> KeepAsync(
        KeepOrder order,
        PixelBuffer pixels,
        long? seed,
        CancellationToken cancellationToken
    )
    {
        var started = time.GetTimestamp();
        var finish = new FinishOrder(order.Format, Provenance(order));
        var finished = await finisher.FinishAsync(pixels, finish, cancellationToken);
        metrics.Finished(time.GetElapsedTime(started));

        var id = Guid.CreateVersion7();
        var files = new Dictionary<string, ImageFile>();
        foreach (var rendition in finished.Renditions)
        {
            var key = BlobKeys.OfImage(order.GenerationId, id, rendition.FileName);
            await blobs.PutAsync(key, rendition.Bytes, cancellationToken);
            files[rendition.Rendition.WireName()] = new ImageFile(
                rendition.FileName,
                rendition.MediaType,
                rendition.Width,
                rendition.Height,
                rendition.Bytes.Length,
                Convert.ToHexStringLower(SHA256.HashData(rendition.Bytes.Span))
            );
        }

        return new NewImage(
            id,
            order.Offer.Provider,
            order.Offer.Model,
            seed,
            finished.Width,
            finished.Height,
            SnakeCase.Of(order.Format),
            files
        );
    }

    // A model repaints the whole picture; only where the mask says so is that wanted (requirement C-38).
    private async Task<PixelBuffer> BlendAsync(Inpaint inpaint, PixelBuffer edited, CancellationToken cancellationToken)
    {
        PixelBuffer source;
        PixelBuffer mask;
        try
        {
            source = await sources.ReadAsync(inpaint.Source, cancellationToken);
            mask = await sources.ReadAsync(inpaint.Mask, cancellationToken);
        }
        catch (ProviderException exception)
        {
            // They are gone, and the picture is paid for: better as the model gave it than not at all.
            LogUnblended(inpaint.Source, exception);
            return edited;
        }

        return await Task.Run(
            () =>
            {
                // In the size that is delivered, which may be another than the source's.
                var under = PictureFitter.Fit(source, edited.Width, edited.Height);
                return MaskBlend.Blend(under, edited, mask);
            },
            cancellationToken
        );
    }

    private ProvenanceRecord Provenance(KeepOrder order)
    {
        // An algorithm without a model is no AI system, and must not be called one.
        var trained = order.Offer.Source != DigitalSourceType.AlgorithmicMedia;
        return new ProvenanceRecord
        {
            SourceType = order.Offer.Source,
            CreatedAt = time.GetUtcNow(),
            AiSystem = trained ? order.Offer.Model : null,
            AiSystemVersion = trained ? order.Offer.Version : null,
            Prompt = order.PublishedPrompt,
        };
    }

    [LoggerMessage(LogLevel.Warning, "Image {ImageId} or its mask is gone; the inpaint is kept as it came")]
    private partial void LogUnblended(Guid imageId, Exception exception);
}
