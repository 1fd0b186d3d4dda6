namespace Atelier.Core.Catalogue;

/// <summary>A model under our id, with what is true of it wherever it is sold.</summary>
public sealed record ModelEntry
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Version { get; init; }

    /// <summary>Other names callers may use, such as <c>dalle3</c>.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    public IReadOnlyList<ModelTag> Strengths { get; init; } = [];

    public IReadOnlyList<ModelTag> Weaknesses { get; init; } = [];

    public required ModelGrade Grade { get; init; }

    /// <summary>1 to 10.</summary>
    public required int AestheticScore { get; init; }

    /// <summary>1 to 10.</summary>
    public required int PhotorealismScore { get; init; }

    /// <summary>Thousandths of a credit for a picture of a request that names the model; null is what every other costs.</summary>
    public IReadOnlyDictionary<Quality, long>? Credits { get; init; }

    /// <summary>The last day is the day before; from this day on the model is retired.</summary>
    public DateOnly? Retires { get; init; }

    /// <summary>The model that takes its requests from then on; required with <see cref="Retires"/>.</summary>
    public string? Successor { get; init; }

    /// <summary>Ids of styles for which it is passed over, unless the request names it (requirement C-44).</summary>
    public IReadOnlyList<string> UnfitStyles { get; init; } = [];

    /// <summary>At least one.</summary>
    public required IReadOnlyList<OfferEntry> Offers { get; init; }

    /// <summary>The model's name at the provider of one of its offers, where that has several of them; else null.</summary>
    public string? NameOfTwin(OfferEntry offer) =>
        Offers.Count(other => other.Provider == offer.Provider) > 1 ? offer.ProviderModel : null;

    /// <summary>Whether the model is retired on this day (UTC).</summary>
    public bool IsRetired(DateOnly today) => Retires is { } day && today >= day;

    /// <summary>What it is on this day (UTC).</summary>
    public ModelState StateOn(DateOnly today) =>
        Retires is null ? ModelState.Alive
        : IsRetired(today) ? ModelState.Retired
        : ModelState.Retiring;
}
