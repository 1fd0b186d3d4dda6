using Atelier.Providers;

namespace Atelier.Engine.Catalogue;

/// <summary>A provider's list of models beside what the catalogue says of it.</summary>
/// <param name="HasList">Whether its wire has a list at all.</param>
/// <param name="Problem">Why it could not be asked; null when it was, or has none.</param>
/// <param name="Unknown">Models that it has and the catalogue has not; snapshots of known ones are left out.</param>
public sealed record ListCheck(
    string Provider,
    bool HasList,
    string? Problem,
    IReadOnlyList<OfferCheck> Offers,
    IReadOnlyList<ListedModel> Unknown
);
