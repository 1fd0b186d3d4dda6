using Atelier.Core.Requests;
using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Engine.Finishing;
using Atelier.Engine.Planning;
using Atelier.Providers.Calls;

namespace Atelier.Engine.Steps;

/// <summary>A generation as a step sees it: its frozen plan and what was done so far.</summary>
/// <param name="Calls">In order of the chain; empty when the words were erased.</param>
/// <param name="Watermark">Whether its pictures carry the mark, as was decided at accept.</param>
/// <param name="Prompt">The caller's words; null when there are none.</param>
internal sealed record Job(
    Guid GenerationId,
    Guid AccountId,
    GenerationPlan Plan,
    ImageRequest Request,
    IReadOnlyList<CompiledCall> Calls,
    string? Prompt,
    int Count,
    GenerationState State,
    int Progress,
    bool CancelRequested,
    bool Watermark,
    IReadOnlyList<AttemptRow> Attempts
)
{
    /// <summary>This process's timestamp of when the attempts were read.</summary>
    public long LoadedAt { get; init; }

    /// <summary>Places of the chain that were passed by, since an operator held their provider back.</summary>
    public IReadOnlyList<int> Passed { get; init; } = [];

    /// <summary>The photo session that its pictures go with; null for none.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>The call of a place of the chain; null when its words were erased.</summary>
    public CompiledCall? CallOf(int link) => Calls.Count > link ? Calls[link] : null;

    /// <summary>What a picture of this place of the chain is kept as.</summary>
    public KeepOrder KeepOrder(int link) =>
        new(GenerationId, Plan.Chain[link], Request.Format, Plan.Size, Request.PublishPrompt ? Prompt : null)
        {
            Inpaint = Request.Operation as Inpaint,
            Fit = Request.Fit,
            SessionId = SessionId,
            Watermark = Watermark,
        };

    /// <summary>The job with decisions applied that are about to be written.</summary>
    public Job With(IReadOnlyList<AttemptChange> changes) =>
        changes.Count == 0
            ? this
            : this with
            {
                Attempts =
                [
                    .. Attempts.Select(attempt =>
                        changes.FirstOrDefault(change => change.AttemptId == attempt.Id) is { } change
                            ? attempt with
                            {
                                State = change.State,
                                Failure = change.Failure ?? attempt.Failure,
                            }
                            : attempt
                    ),
                ],
            };
}
