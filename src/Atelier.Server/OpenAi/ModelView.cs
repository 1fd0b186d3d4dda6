namespace Atelier.Server.OpenAi;

/// <summary>A model: OpenAI's four fields, then what our catalogue knows.</summary>
/// <param name="Object">Always <c>model</c>.</param>
/// <param name="Created">Unix seconds of the day its price was looked up.</param>
/// <param name="OwnedBy">The provider of its first offer.</param>
/// <param name="Available">Whether it can be used here now.</param>
/// <param name="State">alive, retiring or retired.</param>
/// <param name="Retires">The first day on which its successor takes its requests.</param>
/// <param name="Grade">budget, standard or premium.</param>
/// <param name="AestheticScore">1 to 10.</param>
/// <param name="PhotorealismScore">1 to 10.</param>
/// <param name="Capabilities">What any of its offers can do.</param>
/// <param name="Price">Of its first offer whose price is known; left out where none is.</param>
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
    string Grade,
    int AestheticScore,
    int PhotorealismScore,
    IReadOnlyList<string> Strengths,
    IReadOnlyList<string> Weaknesses,
    IReadOnlyList<string> Capabilities,
    PriceView? Price,
    IReadOnlyList<OfferView> Offers
);

/// <summary>What a model costs the operator.</summary>
/// <param name="Version">Of the catalogue that it stands in.</param>
/// <param name="AsOf">The day it was looked up.</param>
/// <param name="PerImageUsd">What a picture is expected to cost.</param>
/// <param name="Versions">Other prices of a call by name.</param>
internal sealed record PriceView(
    string Provider,
    string Version,
    DateOnly AsOf,
    decimal PerImageUsd,
    IReadOnlyDictionary<string, decimal> Versions
);

/// <summary>A model at a provider.</summary>
/// <param name="CostUsd">What a call is expected to cost the operator.</param>
/// <param name="MaxCostUsd">What it can cost at most.</param>
/// <param name="PicturesPerCall">Pictures that the call yields.</param>
/// <param name="PriceKnown">Whether the provider tells its price.</param>
/// <param name="Available">Whether the provider is switched on.</param>
internal sealed record OfferView(
    string Provider,
    string ProviderModel,
    bool Available,
    IReadOnlyList<string> Capabilities,
    int MaxSide,
    int PicturesPerCall,
    decimal CostUsd,
    decimal MaxCostUsd,
    bool PriceKnown,
    DateOnly PriceAsOf
);

/// <summary>A list in OpenAI's shape.</summary>
internal sealed record ModelList(string Object, IReadOnlyList<ModelView> Data);
