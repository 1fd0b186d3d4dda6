using System.Collections.Concurrent;
using Atelier.Core.Catalogue;

namespace Atelier.Core.Routing;

/// <summary>
/// What routing needs of a catalogue on one day, worked out once: the offers of models that are not retired, and the lists of
/// tiers and styles with their sentences.
/// </summary>
internal sealed class RoutingTable
{
    // Callers choose sizes, so there is no end of them.
    private const int MostSizes = 8192;

    private readonly Dictionary<string, IReadOnlyList<Place>> _places = [];
    private readonly Dictionary<(bool Named, QualityTier? Tier, string Style), RouteList> _lists = [];
    private readonly Dictionary<(bool Named, AccountTier Tier), RouteList> _photo = [];
    private readonly ConcurrentDictionary<(int Place, PixelSize Size), PixelSize?> _made = new();

    public RoutingTable(CatalogueSnapshot catalogue, DateOnly day)
    {
        Day = day;
        var all = new List<Place>();
        foreach (var model in catalogue.Models.Where(model => !model.IsRetired(day)))
        {
            var own = model.Offers.Select((offer, i) => new Place(all.Count + i, model, offer, Off(offer, catalogue)));
            List<Place> places = [.. own];
            all.AddRange(places);
            _places[model.Id] = places;
        }

        Places = all;
        WriteLists(catalogue);
    }

    /// <summary>The day it holds for.</summary>
    public DateOnly Day { get; }

    /// <summary>All offers of the day, in the catalogue's order.</summary>
    public IReadOnlyList<Place> Places { get; }

    /// <summary>The offers of a model; none when it is retired.</summary>
    public IReadOnlyList<Place> Of(ModelEntry model) => _places.GetValueOrDefault(model.Id) ?? [];

    /// <param name="named">Whether a model was named, so that the list is what follows it.</param>
    public RouteList ListOf(bool named, QualityTier? tier, string? style) =>
        _lists.GetValueOrDefault((named, tier, style ?? "")) ?? _lists[(named, tier, "")];

    public RouteList PhotoListOf(bool named, AccountTier tier) => _photo[(named, tier)];

    /// <summary>What an offer makes where this size is wanted; null when none at all.</summary>
    public PixelSize? Made(Place place, PixelSize wanted)
    {
        if (_made.TryGetValue((place.Number, wanted), out var made))
        {
            return made;
        }

        if (_made.Count > MostSizes)
        {
            _made.Clear();
        }

        return _made[(place.Number, wanted)] = NativeSize.For(wanted, place.Offer.Sizes);
    }

    private static Rejection Off(OfferEntry offer, CatalogueSnapshot catalogue) =>
        new(
            RejectionCause.Availability,
            catalogue.FindProvider(offer.Provider) switch
            {
                { KeyVariable: { } variable } => $"is not switched on (its key is {variable})",
                { OwnAdapter: not null } => "is not switched on (providers are switched on when the service starts)",
                _ => "is not switched on",
            }
        );

    private void WriteLists(CatalogueSnapshot catalogue)
    {
        QualityTier?[] tiers = [null, .. Enum.GetValues<QualityTier>()];
        foreach (var tier in tiers)
        {
            foreach (var named in (bool[])[false, true])
            {
                _lists[(named, tier, "")] = Write(catalogue, named, tier, null);
                foreach (var style in catalogue.Styles)
                {
                    _lists[(named, tier, style.Id)] = Write(catalogue, named, tier, style);
                }
            }
        }

        foreach (var tier in Enum.GetValues<AccountTier>())
        {
            foreach (var named in (bool[])[false, true])
            {
                var writer = new RouteListWriter(catalogue, Day, _places);
                var word = SnakeCase.Of(tier);
                Begin(writer, named)
                    .Say($"Photos of {word} accounts begin with {string.Join(", ", PhotoOrder.Of(tier))}.")
                    .Add(PhotoOrder.Of(tier), $"stands in the photo door's order for {word} accounts");
                _photo[(named, tier)] = writer.Finish();
            }
        }
    }

    private RouteList Write(CatalogueSnapshot catalogue, bool named, QualityTier? tier, StyleEntry? style)
    {
        var writer = Begin(new RouteListWriter(catalogue, Day, _places), named);
        // Requirement A-22: without a tier it is standard. Requirement C-81: but visual styles, and what takes over from a named
        // model, have an order of their own.
        var visual = style?.Kind == StyleKind.Visual;
        var asked = tier ?? (named || visual ? null : QualityTier.Standard);
        if (asked is { } known && catalogue.Tiers.TryGetValue(known, out var entry))
        {
            WriteTier(writer, entry, tier is null, style);
        }

        if (style is { Best.Count: > 0 })
        {
            writer
                .Say($"The best models for {style.Id} are {string.Join(", ", style.Best)}.")
                .Add(style.Best, $"is one of the best for {style.Id}");
        }

        if ((named || visual) && catalogue.FallbackOrder.Count > 0)
        {
            writer
                .Say($"Then {string.Join(", ", catalogue.FallbackOrder)} in this order.")
                .Add(catalogue.FallbackOrder, "stands in the order of fallbacks");
        }

        return writer.Finish();
    }

    private static RouteListWriter Begin(RouteListWriter writer, bool named) =>
        writer.Say(named ? "Should it fail, others take over." : "No model was named.");

    private static void WriteTier(RouteListWriter writer, TierEntry entry, bool assumed, StyleEntry? style)
    {
        var tier = SnakeCase.Of(entry.Tier);
        writer.Say(assumed ? $"No tier was asked for, so it is {tier}." : $"The tier is {tier}.");
        if (style is not null && entry.Styles.TryGetValue(style.Id, out var row))
        {
            writer.Say($"Its row for {style.Id} is {row}.").Add([row], $"is {tier}'s model for {style.Id}");
        }
        else if (style is not null)
        {
            writer.Say($"It has no row for {style.Id}.");
        }

        writer
            .Say($"Its default is {entry.Default}; it prefers {string.Join(", ", entry.Prefer)}.")
            .Add([entry.Default], $"is {tier}'s default")
            .Add(entry.Prefer, $"is preferred for {tier}");
    }
}
