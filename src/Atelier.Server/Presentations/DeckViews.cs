using Atelier.Core;
using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Core.States;
using Atelier.Data.Generations;
using Atelier.Data.Images;
using Atelier.Data.Reports;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Checking;
using Atelier.Engine.Renditions;
using Atelier.Engine.Views;
using Atelier.Server.Authentication;
using Atelier.Server.Generations;
using Atelier.Server.Images;
using Atelier.Server.Presentations.Views;

namespace Atelier.Server.Presentations;

/// <summary>Shows generations as the presentation doors do; it signs the addresses.</summary>
internal sealed class DeckViews(
    CatalogueHolder catalogue,
    GenerationStore generations,
    UsageReportStore usage,
    DeckNames names,
    UrlSigner signer
)
{
    private static readonly Degradation SeedUnsupported = new(
        "seed_unsupported",
        "The model takes no seed; the same request gives another picture."
    );

    public async Task<ImageDataView> BuildAsync(
        HttpRequest request,
        GenerationDetail detail,
        CancellationToken cancellationToken
    )
    {
        var (row, place) = (detail.Row, detail.Row.Place);
        var state = GenerationStates.TryParse(row.State)!.Value;
        var origin = signer.OriginOf(request);
        var source = SourceOf.Operation(detail.Request.Operation);
        var images =
            state == GenerationState.Complete
                ? detail.Slots.Select(slot => slot.Image).OfType<ImageRow>().ToList()
                : [];
        var account = await usage.FindAsync(row.AccountId, cancellationToken);
        return new ImageDataView(
            row.Id,
            [.. images.Select(image => Build(origin, image, source))],
            await MetadataAsync(request, detail, images, cancellationToken),
            new ImageUsageView((row.Settled ?? 0) / 1000m, (account?.Balance ?? 0) / 1000m),
            DeckWords.StatusOf(state),
            row.Stage,
            row.Progress,
            state is GenerationState.Review or GenerationState.Canceled ? state.ToWire() : null,
            detail.Candidates.Count > 0 ? [.. detail.Candidates.Select(image => Surplus(origin, image))] : null,
            detail.Request.Note?.RegeneratedFrom,
            place?.PresentationId,
            place?.SlideId,
            place?.ElementId
        );
    }

    private async Task<ImageMetadataView> MetadataAsync(
        HttpRequest request,
        GenerationDetail detail,
        List<ImageRow> images,
        CancellationToken cancellationToken
    )
    {
        var (row, plan, ran) = (detail.Row, detail.Plan, detail.Ran);
        var size = images is [var first, ..] ? new PixelSize(first.Width, first.Height) : plan.Size ?? default;
        var link = plan.Chain.ToList().IndexOf(ran);
        var told = link < 0 ? null : await generations.FindToldAsync(row.Id, link, cancellationToken);
        var note = detail.Request.Note;
        return new ImageMetadataView(
            told ?? row.Prompt ?? "",
            note?.Style ?? StyleOf(plan.Style),
            note?.AspectRatio ?? Ratios.Of(size, catalogue.Current.Sizes),
            new DimensionsView(size.Width, size.Height),
            names.Of(ran.Model, ran.Provider),
            ran.Model,
            (images.Count > 0 ? images[0].Seed : null) ?? plan.Seed,
            row is { StartedAt: { } start, FinishedAt: { } end } ? (long)(end - start).TotalMilliseconds : 0,
            SnakeCase.Of(plan.Quality),
            [.. Losses(detail, images)],
            Fallback(request, detail),
            Cached: plan.Repeats is not null
        );
    }

    // A drawn seed that nobody used is shown all the same, since the shape has it.
    private static IEnumerable<Degradation> Losses(GenerationDetail detail, List<ImageRow> images)
    {
        var losses = detail.Losses;
        var unused =
            detail.Request.Operation is Create or Edit
            && images.Exists(image => image.Seed is null)
            && losses.All(loss => loss.Code != SeedUnsupported.Code);
        return unused ? losses.Append(SeedUnsupported) : losses;
    }

    private DeckFallbackView? Fallback(HttpRequest request, GenerationDetail detail) =>
        FallbackView.Of(detail, CallerClaims.May(request.HttpContext.User, Scopes.Admin)) is { } from
            ? new DeckFallbackView(names.Of(from.Model, from.Provider), from.Model, from.Reason)
            : null;

    private static string StyleOf(string? style) =>
        style is not null && DeckWords.Styles.Contains(style) ? style : DeckWords.UsualStyle;

    private GeneratedImageView Build(string origin, ImageRow image, Guid? source)
    {
        var urls = new ImageUrlsView(
            signer.Sign(origin, image, Rendition.Original),
            signer.Sign(origin, image, Rendition.Optimized),
            signer.Sign(origin, image, Rendition.Thumb256),
            signer.Sign(origin, image, Rendition.Placeholder)
        );
        return new GeneratedImageView(
            $"{image.Id}",
            urls.Original,
            urls.Thumbnail,
            image.Width,
            image.Height,
            image.Format,
            ImageAccess.FileOf(image, Rendition.Original).Bytes,
            signer.ExpiresAt,
            urls,
            source is { } from ? $"{from}" : null
        );
    }

    private SurplusImageView Surplus(string origin, ImageRow image) =>
        new(
            $"{image.Id}",
            signer.Sign(origin, image, Rendition.Original),
            signer.Sign(origin, image, Rendition.Thumb256),
            image.Width,
            image.Height,
            image.ExpiresAt
        );
}
