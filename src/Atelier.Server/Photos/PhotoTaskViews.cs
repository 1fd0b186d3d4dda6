using Atelier.Core.Pricing;
using Atelier.Core.States;
using Atelier.Data.Images;
using Atelier.Data.Photos;
using Atelier.Engine.Photos;
using Atelier.Engine.Views;
using Atelier.Server.Errors;
using Atelier.Server.Images;

namespace Atelier.Server.Photos;

/// <summary>Shows generations as the photo door shows its tasks (requirements B-38 to B-40).</summary>
internal sealed class PhotoTaskViews(PhotoNames names, PhotoTaskStore tasks, ImageStore images, UrlSigner signer)
{
    private const int PendingPercent = 10;
    private const int LeastPercent = 50;
    private const string Canceled = "Canceled";

    public async Task<PhotoTaskView> BuildAsync(
        HttpRequest request,
        GenerationDetail detail,
        PhotoSession session,
        CancellationToken cancellationToken
    )
    {
        var row = detail.Row;
        var state = GenerationStates.TryParse(row.State)!.Value;
        var status = StatusOf(state, detail);
        var completed = status == PhotoTaskView.Completed;
        var failed = status == PhotoTaskView.Failed;
        var canceled = state == GenerationState.Canceled;
        var output = completed ? detail.Slots.Select(slot => slot.Image).FirstOrDefault() : null;
        return new PhotoTaskView(
            row.Id,
            status,
            ProgressOf(status, row.Progress),
            names.Of(detail.Ran),
            detail.Plan.Style,
            row.CreatedAt,
            row.FinishedAt,
            row is { StartedAt: { } from, FinishedAt: { } until } ? (int)Math.Round((until - from).TotalSeconds) : null,
            await CostAsync(status, row.Id, cancellationToken),
            row.Settled is { } settled ? settled / 1000m : null,
            completed ? await InputUrlAsync(request, session, cancellationToken) : null,
            output is null ? null : Sign(request, session, PhotoFile.Output, output),
            canceled ? Canceled
                : failed ? row.ErrorMessage ?? PhotoError.UnknownText
                : null,
            failed ? PhotoError.CodeOf(row.ErrorCode) : null,
            detail.Reason,
            detail.Losses
        );
    }

    // What had begun once stays processing, whoever decides about it meanwhile: so progress never falls.
    private static string StatusOf(GenerationState state, GenerationDetail detail) =>
        state switch
        {
            GenerationState.Complete => PhotoTaskView.Completed,
            GenerationState.Failed or GenerationState.Canceled => PhotoTaskView.Failed,
            _ => detail.Row is { StartedAt: null, Progress: 0 } ? PhotoTaskView.Pending : PhotoTaskView.Processing,
        };

    private static int ProgressOf(string status, int timeline) =>
        status switch
        {
            PhotoTaskView.Completed => 100,
            PhotoTaskView.Failed => 0,
            PhotoTaskView.Pending => PendingPercent,
            _ => Math.Max(LeastPercent, timeline),
        };

    // The seed's cost is in dollars, and dollars are what the provider took; credits stand beside it, since neither follows from
    // the other. It is known at the end (B-36), and of a failure it is 0 here (B-16): what was billed all the same is the operator's.
    private async Task<decimal?> CostAsync(string status, Guid id, CancellationToken cancellationToken) =>
        status switch
        {
            PhotoTaskView.Completed => NanoDollars.ToDollars(await tasks.CostAsync(id, cancellationToken)),
            PhotoTaskView.Failed => 0,
            _ => null,
        };

    private async Task<string?> InputUrlAsync(
        HttpRequest request,
        PhotoSession session,
        CancellationToken cancellationToken
    ) =>
        session.InputId is { } id && await images.FindAsync(id, cancellationToken) is { Deleted: false } image
            ? Sign(request, session, PhotoFile.Input, image)
            : null;

    private string Sign(HttpRequest request, PhotoSession session, string type, ImageRow image) =>
        signer.SignSession(request, session.Id, image.UrlEpoch, type, image.Id);
}
