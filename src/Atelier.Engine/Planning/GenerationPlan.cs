using System.Text.Json.Serialization;
using Atelier.Core.Catalogue;
using Atelier.Core.Routing;
using Atelier.Data.Queue;

namespace Atelier.Engine.Planning;

/// <summary>What was decided at accept and holds to the end, whatever happens to the catalogue. Holds no words of the caller.</summary>
/// <param name="PriceEach">Thousandths of a credit for one delivered picture.</param>
/// <param name="Seed">The caller's, or the one we drew.</param>
public sealed record GenerationPlan(
    string CatalogueVersion,
    PixelSize? Size,
    Quality Quality,
    string? Style,
    long Seed,
    long PriceEach,
    IReadOnlyList<PlannedOffer> Chain,
    IReadOnlyList<RejectedOffer> Rejected,
    IReadOnlyList<string> Text
)
{
    /// <summary>The generation whose pictures are given again; null where new ones are made.</summary>
    public Guid? Repeats { get; init; }

    /// <summary>Whether it makes its own, at its own price, where none are given again in the end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool GoesAlone { get; init; }

    /// <summary>Whether the request names its model and lets no other take over.</summary>
    public bool NamedAlone { get; init; }

    /// <summary>The error of a picture that every place of the chain failed at (requirement C-82).</summary>
    internal string WhenAllFail => NamedAlone ? "provider_unavailable" : "service_unavailable";

    /// <summary>The first place; <see cref="PlannedOffer.None"/> where nobody could be asked.</summary>
    [JsonIgnore]
    public PlannedOffer First => Chain.Count > 0 ? Chain[0] : PlannedOffer.None;

    /// <summary>Whether any place in the chain is called and paid.</summary>
    public bool Paid => Chain.Any(offer => offer.Paid);

    /// <summary>Nano-dollars that this many pictures can cost at most, at the dearest place of the chain.</summary>
    public long MostFor(int pictures) => Chain.Max(offer => offer.MostFor(pictures));

    /// <summary>The lane in which work for a place of the chain waits; where pictures are given again no provider is asked.</summary>
    internal string LaneOf(int link) => Repeats is null ? Chain[link].Provider : Router.Local;

    /// <summary>The first call for these slots at a place of the chain.</summary>
    internal NextCall CallFor(int link, IEnumerable<int> slots, bool rerun = false)
    {
        var offer = Chain[link];
        // A painter makes one after the other, as many as there are, and then the generation ends.
        var served = slots.Order().Take(offer.Paid ? offer.MaxPerCall : int.MaxValue).ToList();
        return new NextCall(LaneOf(link), link, served, offer.RiskOf(served.Count), offer.PostTimeout, rerun);
    }
}
