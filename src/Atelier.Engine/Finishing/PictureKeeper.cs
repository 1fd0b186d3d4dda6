using System.Security.Cryptography;
using Atelier.Core;
using Atelier.Core.Images;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Data.Blobs;
using Atelier.Data.Images;
using Atelier.Engine.Diagnostics;
using Atelier.Engine.Sources;
using Atelier.Engine.Sweeping;
using Atelier.Engine.Working;
using Atelier.Imaging;
using Atelier.Imaging.Pipeline;
using Atelier.Imaging.Provenance;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Watermarking;
using Atelier.Providers;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Finishing;

/// <summary>Finishes a picture and stores its files, under an id of its own. A repeat makes new files; orphans are swept.</summary>
public sealed partial class PictureKeeper(
    PictureReader reader,
    PictureFinisher finisher,
    SourceFiles sources,
    IBlobStore blobs,
    FolderRemover folders,
    IOptions<ImageOptions> options,
    IOptions<WorkOptions> work,
    EngineMetrics metrics,
    TimeProvider time,
    ILogger<PictureKeeper> logger
)
{
    /// <summary>Keeps a picture that a provider sent, in the size that was asked for.</summary>
    /// <exception cref="UnreadablePictureException">The bytes are no picture that we take.</exception>
    /// <exception cref="WatermarkException">It must carry the mark and cannot; nothing was stored.</exception>
    public async Task<NewImage> KeepAsync(KeepOrder order, EncodedPicture picture, CancellationToken cancellationToken)
    {
        if (order.Inpaint is { } inpaint)
        {
            var blended = await BlendAsync(order, inpaint, picture.Bytes, cancellationToken);
            return await FinishAsync(order, blended, picture.Seed, FinishOrderOf(order), cancellationToken);
        }

        var started = time.GetTimestamp();
        var finished = await finisher.FinishAsync(picture.Bytes, FinishOrderOf(order), cancellationToken);
        return await StoreAsync(order, finished, picture.Seed, started, cancellationToken);
    }

    /// <summary>Keeps a picture that a painter made; as it is, unless it says otherwise.</summary>
    /// <exception cref="WatermarkException">They must carry the mark and cannot; nothing was stored.</exception>
    public Task<NewImage> KeepAsync(KeepOrder order, PaintedPicture picture, CancellationToken cancellationToken)
    {
        var finish = FinishOrderOf(order);
        return FinishAsync(
            order,
            picture.Pixels,
            picture.Seed,
            picture.Unfitted ? finish : finish with { Size = null },
            cancellationToken
        );
    }

    private async Task<NewImage> FinishAsync(
        KeepOrder order,
        PixelBuffer pixels,
        long? seed,
        FinishOrder finish,
        CancellationToken cancellationToken
    )
    {
        var started = time.GetTimestamp();
        var finished = await finisher.FinishAsync(pixels, finish, cancellationToken);
        return await StoreAsync(order, finished, seed, started, cancellationToken);
    }

    private async Task<NewImage> StoreAsync(
        KeepOrder order,
        FinishedPicture finished,
        long? seed,
        long started,
        CancellationToken cancellationToken
    )
    {
        metrics.Finished(time.GetElapsedTime(started));
        if (order.Watermark && finished.Clean is null)
        {
            // Whatever went wrong there: what may be clean is not stored where it could be shown.
            throw new InvalidOperationException("A picture that must carry the mark came without its clean copy.");
        }

        var id = Guid.CreateVersion7();
        try
        {
            return await StoreAsync(order, finished, id, seed, cancellationToken);
        }
        catch (Exception exception) when (FolderRemover.IsAway(exception))
        {
            // The next try makes other files.
            await folders.LeaveAsync(FolderOf(order, id));
            throw;
        }
    }

    private async Task<NewImage> StoreAsync(
        KeepOrder order,
        FinishedPicture finished,
        Guid id,
        long? seed,
        CancellationToken cancellationToken
    )
    {
        var files = new Dictionary<string, ImageFile>();
        foreach (var rendition in finished.Renditions)
        {
            files[rendition.Rendition.WireName()] = await PutAsync(order, id, rendition, cancellationToken);
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
        )
        {
            Clean = finished.Clean is { } clean ? await PutAsync(order, id, clean, cancellationToken) : null,
            ThumbHash = finished.ThumbHash.ToArray(),
            SessionId = order.SessionId,
            Folder = order.SessionId is null ? null : FolderOf(order, id),
        };
    }

    private static string FolderOf(KeepOrder order, Guid id) =>
        order.SessionId is { } session
            ? BlobKeys.FolderOfOutput(session, id)
            : BlobKeys.FolderOfImage(order.GenerationId, id);

    // Requirement B-09: of a photo session it is the output. The file without the mark has a name of its own.
    private static string NameOf(KeepOrder order, FinishedRendition rendition) =>
        order.SessionId is not null
        && rendition.Rendition is Rendition.Original
        && rendition.FileName != FinishedPicture.CleanFileName
            ? $"output{Path.GetExtension(rendition.FileName)}"
            : rendition.FileName;

    private async Task<ImageFile> PutAsync(
        KeepOrder order,
        Guid id,
        FinishedRendition rendition,
        CancellationToken cancellationToken
    )
    {
        var name = NameOf(order, rendition);
        var facts = BlobFacts.Of(rendition.MediaType, order.SessionId);
        await StoreAsync(BlobKeys.In(FolderOf(order, id), name), rendition.Bytes, facts, cancellationToken);
        return new ImageFile(
            name,
            rendition.MediaType,
            rendition.Width,
            rendition.Height,
            rendition.Bytes.Length,
            Convert.ToHexStringLower(SHA256.HashData(rendition.Bytes.Span))
        );
    }

    // Requirement C-64. What takes longer may hang for ever, and meanwhile nobody would try again.
    private async Task StoreAsync(
        string key,
        ReadOnlyMemory<byte> bytes,
        BlobFacts facts,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(work.Value.UploadTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await blobs.PutAsync(key, bytes, facts, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{key} could not be stored within {work.Value.UploadTimeout}.", exception);
        }
    }

    /// <summary>What becomes of a picture that is kept so.</summary>
    public FinishOrder FinishOrderOf(KeepOrder order) =>
        new(order.Format, Provenance(order))
        {
            Size = order.Size,
            Fit = order.Fit,
            Watermark = order.Watermark ? options.Value.Watermark.Text : null,
        };

    // A model repaints the whole picture; only where the mask says so is that wanted (requirement C-38).
    private async Task<PixelBuffer> BlendAsync(
        KeepOrder order,
        Inpaint inpaint,
        ReadOnlyMemory<byte> bytes,
        CancellationToken cancellationToken
    )
    {
        var edited = await reader.ReadAsync(bytes, cancellationToken);
        PixelBuffer source;
        PixelBuffer mask;
        try
        {
            var given = sources.For(order.Watermark);
            source = await given.ReadAsync(inpaint.Source, cancellationToken);
            mask = await given.ReadAsync(inpaint.Mask, cancellationToken);
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
                if (order.Size is null)
                {
                    // In the size that is delivered, which may be another than the source's.
                    return MaskBlend.Blend(PictureFitter.Fit(source, edited.Width, edited.Height), edited, mask);
                }

                // The mask lies on the source as it is; what is delivered is fitted afterwards, as a whole.
                return MaskBlend.Blend(source, PictureFitter.Fit(edited, source.Width, source.Height), mask);
            },
            cancellationToken
        );
    }

    private ProvenanceRecord Provenance(KeepOrder order)
    {
        // An algorithm without a model is no AI system, and must not be called one, whatever it was given.
        var trained = order.Offer.Provider != Router.Local;
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
