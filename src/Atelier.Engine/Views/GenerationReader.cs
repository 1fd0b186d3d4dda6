using Atelier.Core.Requests;
using Atelier.Core.States;
using Atelier.Data.Generations;
using Atelier.Data.Images;
using Atelier.Engine.Changes;
using Atelier.Engine.Health;
using Atelier.Engine.Planning;
using Atelier.Engine.Steps;

namespace Atelier.Engine.Views;

/// <summary>Reads generations for their owner, and waits for their end.</summary>
public sealed class GenerationReader(
    GenerationStore generations,
    ImageStore images,
    LaneModes modes,
    ChangeHub hub,
    TimeProvider time
)
{
    /// <summary>The generation; null when it is unknown or another account's.</summary>
    public async Task<GenerationDetail?> FindAsync(Guid id, Guid accountId, CancellationToken cancellationToken)
    {
        var row = await generations.FindAsync(id, accountId, cancellationToken);
        return row is null ? null : (await DetailAsync([row], cancellationToken))[0];
    }

    /// <summary>The account's generations, newest first.</summary>
    public async Task<IReadOnlyList<GenerationDetail>> ListAsync(
        Guid accountId,
        Guid? before,
        GenerationState? state,
        int most,
        CancellationToken cancellationToken
    )
    {
        var rows = await generations.ListAsync(accountId, before, state?.ToWire(), most, cancellationToken);
        return await DetailAsync(rows, cancellationToken);
    }

    /// <summary>
    /// The generation at its end, or as it stands when a person has to decide or the time is up; null when it is unknown or
    /// another account's.
    /// </summary>
    /// <param name="giveUp">Ends the wait early, without an error.</param>
    public async Task<GenerationDetail?> WaitAsync(
        Guid id,
        Guid accountId,
        TimeSpan atMost,
        CancellationToken giveUp,
        CancellationToken cancellationToken
    )
    {
        using var change = hub.Subscribe(ChangeWord.Generation(id));
        var started = time.GetTimestamp();
        while (true)
        {
            var row = await generations.FindAsync(id, accountId, cancellationToken);
            if (row is null)
            {
                return null;
            }

            var left = atMost - time.GetElapsedTime(started);
            var state = GenerationStates.TryParse(row.State)!.Value;
            if (state.IsTerminal() || state.AwaitsPerson() || left <= TimeSpan.Zero || giveUp.IsCancellationRequested)
            {
                return (await DetailAsync([row], cancellationToken))[0];
            }

            await change.WaitAsync(left < hub.Poll ? left : hub.Poll, time, giveUp, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<GenerationDetail>> DetailAsync(
        IReadOnlyList<GenerationRow> rows,
        CancellationToken cancellationToken
    )
    {
        var ids = rows.Select(row => row.Id).ToList();
        var paused =
            modes.Held.Count == 0 || rows.All(row => row.FinishedAt is not null)
                ? new Dictionary<Guid, string>()
                : await generations.PausedAsync(ids, cancellationToken);
        var slots = (await generations.SlotsAsync(ids, cancellationToken)).ToLookup(slot => slot.GenerationId);
        var found = (await images.OfGenerationsAsync(ids, cancellationToken)).ToDictionary(image => image.Id);
        List<GenerationDetail> details =
        [
            .. rows.Select(row => new GenerationDetail(
                row,
                RequestOf(row),
                PlanJson.Read<GenerationPlan>(row.PlanJson),
                [
                    .. slots[row.Id]
                        .Select(slot => new SlotDetail(
                            slot.Index,
                            slot.ImageId is { } image ? Shown(found, image) : null,
                            slot.ErrorCode
                        )
                        {
                            Emptied = slot.ImageId is { } made && IsEmpty(found, made),
                        }),
                ]
            )
            {
                PausedProvider = paused.GetValueOrDefault(row.Id),
                FirstFailure = row.PassedPlaces.Contains(0) ? Reason.Paused : null,
                Candidates =
                [
                    .. found
                        .Values.Where(image =>
                            image is { Candidate: true, Deleted: false } && image.GenerationId == row.Id
                        )
                        .OrderBy(image => image.Id),
                ],
            }),
        ];
        details = await WithLinksAsync(details, cancellationToken);
        var fell = details.FindAll(detail => !ReferenceEquals(detail.Ran, detail.Plan.First));
        if (fell.Count == 0)
        {
            return details;
        }

        var failures = await generations.FirstFailuresAsync(
            fell.ConvertAll(detail => detail.Row.Id),
            cancellationToken
        );
        return details.ConvertAll(detail =>
            failures.TryGetValue(detail.Row.Id, out var failure) ? detail with { FirstFailure = failure } : detail
        );
    }

    // A provider that sells one model in several ways: then its images do not tell which of them made them.
    private async Task<List<GenerationDetail>> WithLinksAsync(
        List<GenerationDetail> details,
        CancellationToken cancellationToken
    )
    {
        var twins = details.FindAll(detail => detail.Plan.Chain.Any(offer => offer.IsTwin));
        if (twins.Count == 0)
        {
            return details;
        }

        var links = await generations.LinksAsync(twins.ConvertAll(detail => detail.Row.Id), cancellationToken);
        return details.ConvertAll(detail =>
            detail with
            {
                Slots =
                [
                    .. detail.Slots.Select(slot =>
                        slot with
                        {
                            Link = links.TryGetValue((detail.Row.Id, slot.Index), out var link) ? link : null,
                        }
                    ),
                ],
            }
        );
    }

    private static ImageRow? Shown(Dictionary<Guid, ImageRow> found, Guid id) =>
        IsEmpty(found, id) ? null : found.GetValueOrDefault(id);

    // Of a session that was cleaned up, or an account that was erased, an empty row is left.
    private static bool IsEmpty(Dictionary<Guid, ImageRow> found, Guid id) =>
        found.GetValueOrDefault(id) is { Files.Count: 0 };

    private static ImageRequest RequestOf(GenerationRow row)
    {
        var stored = PlanJson.Read<ImageRequest>(row.RequestJson);
        return stored with { Operation = stored.Operation.WithTexts(new PromptTexts(row.Prompt, row.NegativePrompt)) };
    }
}
