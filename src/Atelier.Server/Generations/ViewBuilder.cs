using Atelier.Core;
using Atelier.Core.Images;
using Atelier.Data.Images;
using Atelier.Engine.Checking;
using Atelier.Engine.Policy;
using Atelier.Engine.Renditions;
using Atelier.Engine.Views;
using Atelier.Server.Authentication;
using Atelier.Server.Images;

namespace Atelier.Server.Generations;

/// <summary>Builds answers from what the engine knows; it signs the addresses.</summary>
internal sealed class ViewBuilder(UrlSigner signer)
{
    public GenerationView Build(HttpRequest request, GenerationDetail detail) =>
        Build(signer.OriginOf(request), detail, CallerClaims.May(request.HttpContext.User, Scopes.Admin));

    /// <summary>The same where nobody called: its addresses begin with this origin.</summary>
    public GenerationView Build(string origin, GenerationDetail detail, bool runsHouse = false)
    {
        var (row, plan) = (detail.Row, detail.Plan);
        var ran = detail.Ran;
        var images = detail.Slots.Where(slot => slot.Image is not null).ToList();
        var source = SourceOf.Operation(detail.Request.Operation);
        var failed = detail.Slots.Where(slot => slot.ErrorCode is not null).ToList();
        return new GenerationView(
            row.Id,
            "generation",
            row.Operation,
            row.State,
            detail.Reason,
            row.Stage,
            row.Progress,
            row.Count,
            ran.Model,
            ran.Provider,
            FallbackView.Of(detail, runsHouse),
            row.Prompt,
            row.NegativePrompt,
            plan.Style,
            plan.Size?.ToString(),
            SnakeCase.Of(plan.Quality),
            plan.Seed,
            new PriceView(
                Credits(row.PriceEach),
                Credits(row.Reserved),
                row.Settled is { } settled ? Credits(settled) : null
            ),
            [.. images.Select(slot => Build(origin, slot.Index, slot.Image!, source))],
            detail.Candidates.Count > 0 ? [.. detail.Candidates.Select(image => Candidate(origin, image))] : null,
            images.Count > 0 && images.Count < row.Count,
            failed.Count > 0 ? [.. failed.Select(slot => new SlotErrorView(slot.Index, slot.ErrorCode!))] : null,
            detail.Losses,
            row.ErrorCode is { } code
                ? new GenerationErrorView(code, row.ErrorMessage ?? "", PolicyViolation.Of(row))
                : null,
            plan.Repeats is null ? null : true,
            row.CancelRequested,
            row.CreatedAt,
            row.StartedAt,
            row.FinishedAt,
            $"/v1/generations/{row.Id}/events"
        );
    }

    private static decimal Credits(long thousandths) => thousandths / 1000m;

    private Dictionary<string, string> Urls(string origin, ImageRow image) =>
        ImageAccess
            .FilesOf(image)
            .ToDictionary(rendition => rendition.WireName(), rendition => signer.Sign(origin, image, rendition));

    private static PlaceholderView Placeholder(ImageRow image, Dictionary<string, string> urls) =>
        new(image.ThumbHash is { } hash ? Convert.ToBase64String(hash) : null, urls[Rendition.Placeholder.WireName()]);

    private CandidateView Candidate(string origin, ImageRow image)
    {
        var urls = Urls(origin, image);
        return new CandidateView(
            image.Id,
            urls[Rendition.Original.WireName()],
            urls[Rendition.Thumb256.WireName()],
            Placeholder(image, urls),
            image.Width,
            image.Height,
            image.Seed,
            image.Model,
            image.Provider,
            image.ExpiresAt
        );
    }

    private ImageView Build(string origin, int index, ImageRow image, Guid? source)
    {
        var urls = Urls(origin, image);
        return new ImageView(
            image.Id,
            index,
            urls[Rendition.Original.WireName()],
            urls[Rendition.Thumb256.WireName()],
            urls,
            Placeholder(image, urls),
            image.Width,
            image.Height,
            image.Format,
            ImageAccess.FileOf(image, Rendition.Original).Bytes,
            image.Seed,
            image.Model,
            image.Provider,
            image.Checks,
            signer.ExpiresAt,
            source
        );
    }
}
