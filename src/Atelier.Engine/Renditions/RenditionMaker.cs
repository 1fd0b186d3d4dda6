using System.Security.Cryptography;
using System.Text;
using Atelier.Core;
using Atelier.Core.Errors;
using Atelier.Core.Images;
using Atelier.Data.Images;
using Atelier.Engine.Diagnostics;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Rendering;
using Atelier.Imaging.Watermarking;

namespace Atelier.Engine.Renditions;

/// <summary>Renders pictures from stored files: each once, however many ask at once, and only so many at a time.</summary>
internal sealed class RenditionMaker(
    StoredFiles files,
    PictureRenderer renderer,
    RenditionCache cache,
    EngineMetrics metrics,
    TimeProvider time
)
{
    // Each holds its stored file in memory while it waits for its turn.
    private const int MostUnderWay = 64;

    private readonly SingleFlight<MadeRendition> _flights = new();
    private int _underWay;

    /// <summary>The rendition, from the cache where it was asked for before.</summary>
    /// <exception cref="AtelierException">Busy, or the stored file is gone.</exception>
    public async Task<ServedPicture> OpenAsync(
        ImageRow image,
        PlannedRendition plan,
        CancellationToken cancellationToken
    )
    {
        var key = KeyOf(image, plan);
        if (await cache.OpenAsync(key, cancellationToken) is (var stream, var file))
        {
            metrics.CacheHit();
            return new ServedPicture(stream, plan.Format, file.Sha256);
        }

        var made = await _flights.RunAsync(key, () => MakeAndKeepAsync(key, image, plan), cancellationToken);
        return new ServedPicture(made.Open(), plan.Format, made.Sha256);
    }

    /// <summary>Renders it, for whoever keeps it elsewhere.</summary>
    /// <exception cref="AtelierException">Busy, or the stored file is gone.</exception>
    public async Task<MadeRendition> MakeAsync(
        ImageRow image,
        PlannedRendition plan,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (Interlocked.Increment(ref _underWay) > MostUnderWay)
            {
                throw Busy(TimeSpan.FromSeconds(1), null);
            }

            return await RenderAsync(image, plan, cancellationToken);
        }
        catch (PicturesBusyException exception)
        {
            throw Busy(exception.RetryAfter, exception);
        }
        catch (WatermarkException exception)
        {
            throw new AtelierException(
                ErrorCode.WatermarkFailed,
                "The picture could not be given its mark, so it is not shown.",
                exception
            );
        }
        catch (FormatUnavailableException)
        {
            throw new AtelierException([
                new FieldError("format", $"{SnakeCase.Of(plan.Format)} cannot be written here; use another format."),
            ]);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    // The epoch is part of it: what was rendered before addresses were withdrawn is not given out after.
    private static string KeyOf(ImageRow image, PlannedRendition plan) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{image.Id}\n{image.UrlEpoch}\n{plan.Name}")));

    // Nobody's wish to stop ends it: others may have joined.
    private async Task<MadeRendition> MakeAndKeepAsync(string key, ImageRow image, PlannedRendition plan)
    {
        var made = await MakeAsync(image, plan, CancellationToken.None);
        var bytes = made.Picture.Bytes;
        var file = new CachedFile(image.Id, key, made.Sha256, bytes.Length, plan.Format.Extension());
        await cache.PutAsync(file, bytes, CancellationToken.None);
        return made;
    }

    private async Task<MadeRendition> RenderAsync(
        ImageRow image,
        PlannedRendition plan,
        CancellationToken cancellationToken
    )
    {
        var bytes =
            await files.ReadAsync(image, plan.Base, cancellationToken)
            ?? throw new AtelierException(ErrorCode.Gone, "The file of this image was deleted.");
        var started = time.GetTimestamp();
        var picture = await renderer.RenderAsync(bytes, plan.Order, cancellationToken);
        metrics.Rendered(SnakeCase.Of(plan.Format), time.GetElapsedTime(started));
        return new MadeRendition(picture, Convert.ToHexStringLower(SHA256.HashData(picture.Bytes.Span)));
    }

    private static AtelierException Busy(TimeSpan retryAfter, Exception? inner) =>
        new(ErrorCode.Busy, "Too many pictures are being rendered; ask again in a moment.", inner)
        {
            RetryAfterSeconds = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds)),
        };
}
