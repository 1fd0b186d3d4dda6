using Atelier.Core.Routing;
using Atelier.Engine.Policy;

namespace Atelier.Server.Generations;

/// <summary>A generation as <c>/v1/generations</c> shows it. Money is in credits.</summary>
/// <param name="Object">Always <c>generation</c>.</param>
/// <param name="State">queued, review while a person decides, processing, generating, post_processing, uploading, complete, failed or canceled.</param>
/// <param name="Reason">Why it waits: <c>review</c> while a person decides, <c>provider_paused</c> while the operator holds its provider back.</param>
/// <param name="Model">The model that ran, or is first in line.</param>
/// <param name="FallbackFrom">What was first in line, when another one ran.</param>
/// <param name="Candidates">Surplus pictures: not charged, and to be chosen without a new call.</param>
/// <param name="Cached">True where the pictures of an equal request with the same seed were given again, at no cost; else missing.</param>
/// <param name="Partial">Whether some of the pictures asked for could not be made.</param>
internal sealed record GenerationView(
    Guid Id,
    string Object,
    string Operation,
    string State,
    string? Reason,
    string Stage,
    int Progress,
    int N,
    string Model,
    string Provider,
    FallbackView? FallbackFrom,
    string? Prompt,
    string? NegativePrompt,
    string? Style,
    string? Size,
    string Quality,
    long Seed,
    PriceView Price,
    IReadOnlyList<ImageView> Images,
    IReadOnlyList<CandidateView>? Candidates,
    bool Partial,
    IReadOnlyList<SlotErrorView>? SlotErrors,
    IReadOnlyList<Degradation> Degradations,
    GenerationErrorView? Error,
    bool? Cached,
    bool CancelRequested,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string EventsUrl
);

/// <summary>What the caller pays, in credits.</summary>
/// <param name="Settled">Paid in the end; null while the generation runs.</param>
internal sealed record PriceView(decimal Each, decimal Reserved, decimal? Settled);

/// <summary>Why a picture is missing.</summary>
internal sealed record SlotErrorView(int Index, string Code);

/// <summary>Why a generation has no pictures.</summary>
/// <param name="ContentPolicy">What was violated, of what ended as <c>content_policy</c>.</param>
internal sealed record GenerationErrorView(string Code, string Message, PolicyViolation? ContentPolicy);
