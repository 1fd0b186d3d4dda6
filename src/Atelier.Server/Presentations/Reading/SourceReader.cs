using Atelier.Core.Catalogue;
using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Data.Generations;
using Atelier.Data.Images;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Views;

namespace Atelier.Server.Presentations.Reading;

/// <summary>Finds what a request wants to change. Somebody else's does not exist.</summary>
internal sealed class SourceReader(
    ImageStore images,
    GenerationStore generations,
    GenerationReader reader,
    CatalogueHolder catalogue
)
{
    /// <summary>The image; null where no id was sent, which is an error of the list.</summary>
    /// <exception cref="AtelierException">There is none of this id for the account, or it is gone.</exception>
    public async Task<DeckSource?> FindAsync(DeckCall call, string? imageId, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(imageId))
        {
            call.Errors.Add("imageId", "imageId is required: the id of one of your images.");
            return null;
        }

        // What else is wrong is said first: it is so whoever's the image is.
        call.Errors.ThrowIfAny();
        var image = Guid.TryParse(imageId, out var id) ? await images.FindAsync(id, cancellationToken) : null;
        if (image?.AccountId != call.Caller.AccountId)
        {
            throw new AtelierException(ErrorCode.NotFound, "imageId is not one of your images.");
        }

        if (image.Deleted)
        {
            throw new AtelierException(ErrorCode.Gone, "The files of this image (imageId) were deleted.");
        }

        var made = image.GenerationId is { } generation
            ? await reader.FindAsync(generation, image.AccountId, cancellationToken)
            : null;
        var size = new PixelSize(image.Width, image.Height);
        var note = made?.Request.Note ?? new ElementNote(StyleOf(made), Ratios.Of(size, catalogue.Current.Sizes));
        return new DeckSource(image, made?.Request.Quality ?? Quality.Standard, note);
    }

    /// <summary>The units of an element: as sent, else as they were when it was filled last; null where nobody said.</summary>
    public async Task<ElementGrid?> GridAsync(
        DeckCall call,
        ElementPlace place,
        ElementGrid? sent,
        ElementGrid? ofSource,
        CancellationToken cancellationToken
    )
    {
        if (sent is not null)
        {
            return sent;
        }

        var newest = await generations.FindNewestAsync(call.Caller.AccountId, place, cancellationToken);
        var known = newest is null ? null : await reader.FindAsync(newest.Id, call.Caller.AccountId, cancellationToken);
        return known?.Request.Note?.Grid ?? ofSource;
    }

    private static string StyleOf(GenerationDetail? made) =>
        made?.Plan.Style is { } style && DeckWords.Styles.Contains(style) ? style : DeckWords.UsualStyle;
}
