using System.Globalization;

namespace Atelier.Data.Generations;

/// <summary>A generation as its owner may see it, without pictures.</summary>
/// <param name="PriceEach">Thousandths of a credit; likewise <paramref name="Reserved"/> and <paramref name="Settled"/>.</param>
/// <param name="ErrorCategories">Policy categories by their wire names with commas between, of what ended as <c>content_policy</c>.</param>
/// <param name="EventSeq">The account's newest event when this was read; events behind it are newer than this view.</param>
/// <param name="Passed">Places of the chain with commas between; null for none.</param>
/// <param name="SessionId">The photo session that it belongs to; null at other doors, and once the session is gone.</param>
public sealed record GenerationRow(
    Guid Id,
    Guid AccountId,
    string Operation,
    string? Prompt,
    string? NegativePrompt,
    string RequestJson,
    string PlanJson,
    string State,
    string Stage,
    int Progress,
    int Count,
    long PriceEach,
    long Reserved,
    long? Settled,
    bool CancelRequested,
    string? ErrorCode,
    string? ErrorMessage,
    string? ErrorCategories,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    long EventSeq,
    Guid? SessionId = null,
    string? PresentationId = null,
    string? SlideId = null,
    string? ElementId = null,
    string? Passed = null
)
{
    /// <summary>Places of the chain, from 0, that were passed by, since an operator held their provider back.</summary>
    public IReadOnlyList<int> PassedPlaces => PlacesOf(Passed);

    internal static IReadOnlyList<int> PlacesOf(string? passed) =>
        passed is null ? [] : [.. passed.Split(',').Select(place => int.Parse(place, CultureInfo.InvariantCulture))];

    /// <summary>The element that it is for; null at doors without presentations.</summary>
    public ElementPlace? Place =>
        PresentationId is { } presentation ? new ElementPlace(presentation, SlideId!, ElementId!) : null;
}
