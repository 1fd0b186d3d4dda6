namespace Atelier.Server.OpenAi;

/// <summary>A model: OpenAI's four fields, then what our catalogue knows.</summary>
/// <param name="Object">Always <c>model</c>.</param>
/// <param name="Created">Unix seconds of the day its price was looked up.</param>
/// <param name="OwnedBy">The provider of its first offer.</param>
/// <param name="Available">Whether it can be used here now.</param>
/// <param name="State">alive, retiring or retired.</param>
internal sealed record ModelView(
    string Id,
    string Object,
    long Created,
    string OwnedBy,
    string Name,
    bool Available,
    string State,
    DateOnly? Retires,
    string? Successor,
    IReadOnlyList<string> Aliases,
    int AestheticScore,
    int PhotorealismScore,
    IReadOnlyList<OfferView> Offers
);

/// <summary>A model at a provider.</summary>
/// <param name="CostUsd">What a call is expected to cost the operator.</param>
/// <param name="Available">Whether the provider is switched on.</param>
internal sealed record OfferView(
    string Provider,
    bool Available,
    IReadOnlyList<string> Capabilities,
    int MaxSide,
    decimal CostUsd,
    DateOnly PriceAsOf
);

/// <summary>A list in OpenAI's shape.</summary>
internal sealed record ModelList(string Object, IReadOnlyList<ModelView> Data);
