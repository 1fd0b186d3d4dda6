using Atelier.Core.Errors;
using Atelier.Core.Images;
using Atelier.Data.Images;

namespace Atelier.Engine.Renditions;

/// <summary>
/// The one way from an image to a file that somebody sees: every door, answer, preview and export asks here. It knows the files
/// that an image lists and what is made from them, so nothing it gives out is without a mark that is due. That the caller may see
/// the image at all has been checked before.
/// </summary>
public sealed class ImageAccess
{
    private readonly StoredFiles _files;
    private readonly RenditionPlanner _planner;
    private readonly RenditionMaker _maker;
    private readonly AvifMaker _avif;

    internal ImageAccess(StoredFiles files, RenditionPlanner planner, RenditionMaker maker, AvifMaker avif) =>
        (_files, _planner, _maker, _avif) = (files, planner, maker, avif);

    /// <summary>The files that have addresses, in order.</summary>
    public static IReadOnlyList<Rendition> FilesOf(ImageRow image) =>
        [.. Enum.GetValues<Rendition>().Where(rendition => Has(image, rendition))];

    /// <summary>The wish as it is carried out: thumbnails that were not made with the picture are made from it.</summary>
    public static RenditionWish Settle(ImageRow image, RenditionWish wish) =>
        wish.AsStored && wish.Variant.LongestSide() is { } side && !image.Files.ContainsKey(wish.Variant.WireName())
            ? new RenditionWish(Rendition.Original)
            {
                Width = side,
                Height = side,
                Format = WishedFormat.Webp,
            }
            : wish;

    /// <summary>Whether there is such a file, or one can be made. Nobody makes an optimized one of what a caller brought.</summary>
    public static bool Has(ImageRow image, Rendition rendition) =>
        rendition.LongestSide() is not null || image.Files.ContainsKey(rendition.WireName());

    /// <summary>What is known of a file.</summary>
    /// <exception cref="KeyNotFoundException">The image has none of this kind.</exception>
    public static ImageFile FileOf(ImageRow image, Rendition rendition) => image.Files[rendition.WireName()];

    /// <summary>The kind of file that a name of the wire stands for; null when it stands for none.</summary>
    public static Rendition? Find(string name) =>
        Enum.GetValues<Rendition>()
            .Where(rendition => rendition.WireName() == name)
            .Select(rendition => (Rendition?)rendition)
            .FirstOrDefault();

    /// <summary>What a wish comes to, without making it.</summary>
    public PlannedRendition Plan(ImageRow image, RenditionWish wish) => _planner.Plan(image, wish, AcceptedFormats.Any);

    /// <summary>A file as it is stored.</summary>
    /// <exception cref="AtelierException">It was deleted.</exception>
    public async Task<ServedPicture> OpenAsync(
        ImageRow image,
        Rendition rendition,
        CancellationToken cancellationToken
    ) =>
        await _files.OpenAsync(image, rendition.WireName(), cancellationToken)
        ?? throw new AtelierException(ErrorCode.Gone, "The file of this image was deleted.");

    /// <summary>What a caller wishes, in a format that it takes.</summary>
    /// <exception cref="AtelierException">It was deleted, or there is too much to render at this moment.</exception>
    public async Task<ServedPicture> OpenAsync(
        ImageRow image,
        RenditionWish wish,
        AcceptedFormats accepted,
        CancellationToken cancellationToken
    )
    {
        if (image.Deleted)
        {
            throw new AtelierException(ErrorCode.Gone, "The files of this image were deleted.");
        }

        if (
            !(wish.AsStored && ReducedImage.Stays(wish.Variant.WireName()))
            && !await _files.NoteWantedAsync(image, cancellationToken)
        )
        {
            throw new AtelierException(
                ErrorCode.Gone,
                "Nobody wanted this image for long, so its files in full size were deleted; its thumbnails are still there."
            );
        }

        wish = Settle(image, wish);
        if (!Has(image, wish.Variant))
        {
            throw new AtelierException(
                ErrorCode.NotFound,
                "An uploaded picture has no optimized file; ask for sizes of its original."
            );
        }

        if (wish.AsStored && wish.Variant is not Rendition.Optimized)
        {
            return await OpenAsync(image, wish.Variant, cancellationToken);
        }

        var plan = _planner.Plan(image, wish, accepted);
        var served = wish.AsStored
            ? await OpenOptimizedAsync(image, plan, cancellationToken)
            : await OpenAsync(image, wish, plan, cancellationToken);
        var negotiated =
            wish.Format is WishedFormat.Auto || (wish.Format is null && wish.Variant is Rendition.Optimized);
        return served with { Negotiated = negotiated, Fixed = served.Fixed && !negotiated };
    }

    // Who takes AVIF gets it once it is there; until then nobody waits for it.
    private async Task<ServedPicture> OpenOptimizedAsync(
        ImageRow image,
        PlannedRendition plan,
        CancellationToken cancellationToken
    )
    {
        switch (plan.Format)
        {
            case FileFormat.Avif:
                if (await _files.OpenAsync(image, AvifMaker.Name, cancellationToken) is { } stored)
                {
                    return stored;
                }

                _avif.Ask(image);
                return await OpenAsync(image, Rendition.Optimized, cancellationToken) with { Provisional = true };
            case FileFormat.Webp:
                return await OpenAsync(image, Rendition.Optimized, cancellationToken);
            default:
                return await _maker.OpenAsync(image, plan, cancellationToken);
        }
    }

    private Task<ServedPicture> OpenAsync(
        ImageRow image,
        RenditionWish wish,
        PlannedRendition plan,
        CancellationToken cancellationToken
    ) =>
        StoredOf(image, wish, plan) is { } stored ? OpenAsync(image, stored, cancellationToken)
        : AvifMaker.IsOf(plan) ? _avif.OpenAsync(image, cancellationToken)
        : _maker.OpenAsync(image, plan, cancellationToken);

    // What is asked for with many words may be what lies there anyway.
    private static Rendition? StoredOf(ImageRow image, RenditionWish wish, PlannedRendition plan)
    {
        if (!plan.Whole)
        {
            return null;
        }

        // The original has the quality it was ordered with, which is none of the three levels. Of an upload there may be no other.
        return plan is { Format: FileFormat.Webp, Order.Quality: RenditionQuality.Best }
            && Has(image, Rendition.Optimized)
                ? Rendition.Optimized
            : wish.Quality is null && plan.Format == FileTypes.Of(FileOf(image, Rendition.Original).MediaType)
                ? Rendition.Original
            : null;
    }
}
