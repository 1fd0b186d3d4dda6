using Atelier.Core;
using Atelier.Core.Images;
using Atelier.Data.Images;
using Atelier.Engine.Views;
using Atelier.Server.Images;

namespace Atelier.Server.Generations;

/// <summary>Builds answers from what the engine knows; it signs the addresses.</summary>
internal sealed class ViewBuilder(UrlSigner signer)
{
    public GenerationView Build(HttpRequest request, GenerationDetail detail)
    {
        var (row, plan) = (detail.Row, detail.Plan);
        var first = plan.Chain[0];
        var images = detail.Slots.Where(slot => slot.Image is not null).ToList();
        var failed = detail.Slots.Where(slot => slot.ErrorCode is not null).ToList();
        return new GenerationView(
            row.Id,
            "generation",
            row.Operation,
            row.State,
            row.Stage,
            row.Progress,
            row.Count,
            images.Count > 0 ? images[0].Image!.Model : first.Model,
            images.Count > 0 ? images[0].Image!.Provider : first.Provider,
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
            [.. images.Select(slot => Build(request, slot.Index, slot.Image!))],
            images.Count > 0 && images.Count < row.Count,
            failed.Count > 0 ? [.. failed.Select(slot => new SlotErrorView(slot.Index, slot.ErrorCode!))] : null,
            first.Degradations,
            row.ErrorCode is { } code ? new GenerationErrorView(code, row.ErrorMessage ?? "") : null,
            row.CancelRequested,
            row.CreatedAt,
            row.StartedAt,
            row.FinishedAt,
            $"/v1/generations/{row.Id}/events"
        );
    }

    private static decimal Credits(long thousandths) => thousandths / 1000m;

    private ImageView Build(HttpRequest request, int index, ImageRow image)
    {
        var urls = Enum.GetValues<Rendition>()
            .Where(rendition => image.Files.ContainsKey(rendition.WireName()))
            .ToDictionary(rendition => rendition.WireName(), rendition => signer.Sign(request, image, rendition));
        return new ImageView(
            image.Id,
            index,
            urls[Rendition.Original.WireName()],
            urls[Rendition.Thumb256.WireName()],
            urls,
            image.Width,
            image.Height,
            image.Format,
            image.Files[Rendition.Original.WireName()].Bytes,
            image.Seed,
            image.Model,
            image.Provider,
            signer.ExpiresAt
        );
    }
}
