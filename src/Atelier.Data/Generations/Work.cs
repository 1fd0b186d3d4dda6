namespace Atelier.Data.Generations;

/// <summary>What a worker needs of a claimed generation.</summary>
/// <param name="Watermark">Whether its pictures carry the mark.</param>
/// <param name="SessionId">The photo session that its pictures go with; null for none.</param>
/// <param name="Passed">Places of the chain that were passed by, with commas between; null for none.</param>
/// <param name="CallsJson">The compiled calls; null when the words were erased.</param>
public sealed record Work(
    string RequestJson,
    string PlanJson,
    string? CallsJson,
    string? Prompt,
    int Count,
    bool CancelRequested,
    string State,
    int Progress,
    Guid AccountId,
    bool Watermark,
    Guid? SessionId,
    string? Passed
)
{
    /// <summary>Places of the chain, from 0, that were passed by, since an operator held their provider back.</summary>
    public IReadOnlyList<int> PassedPlaces => GenerationRow.PlacesOf(Passed);
}
