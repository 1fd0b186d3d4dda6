using Atelier.Core.Images;
using Atelier.Core.Routing;

namespace Atelier.Engine.Planning;

/// <summary>A place in the chain as it was at accept.</summary>
/// <param name="Version">The exact version of the model, for the answer and the files' metadata.</param>
/// <param name="ExpectedCostUsd">Dollars for the least call.</param>
public sealed record PlannedOffer(
    string Model,
    string Version,
    string Provider,
    decimal ExpectedCostUsd,
    DigitalSourceType Source,
    IReadOnlyList<Degradation> Degradations
)
{
    /// <summary>Stands where a chain is empty, since nobody could be asked.</summary>
    public static readonly PlannedOffer None = new("", "", "", 0, DigitalSourceType.AlgorithmicMedia, []);

    /// <summary>The model's name at the provider, which tells offers of one model at one provider apart; null in older plans.</summary>
    public string? ProviderModel { get; init; }

    /// <summary>Whether the provider has other offers of the model.</summary>
    public bool IsTwin { get; init; }

    /// <summary>The offer as its health is kept.</summary>
    internal OfferKey Key => new(Model, Provider, ProviderModel ?? "");

    /// <summary>The offer in a sentence.</summary>
    public string ToName() => OfferKey.NameOf(Model, Provider, IsTwin ? ProviderModel : null);

    /// <summary>What the order went by where nothing else decided.</summary>
    public double Score { get; init; }

    /// <summary>Why it stood where it stood; null where nobody said.</summary>
    public string? Reason { get; init; }

    /// <summary>Pictures that the least call yields.</summary>
    public int PicturesPerCall { get; init; } = 1;

    /// <summary>Slots one call serves at most.</summary>
    public int MaxPerCall { get; init; } = 1;

    /// <summary>Nano-dollars the least call can cost; 0 for the painter inside this process.</summary>
    public long MaximumNanos { get; init; }

    /// <summary>Nano-dollars the least call is expected to cost.</summary>
    public long ExpectedNanos { get; init; }

    /// <summary>How many times <see cref="ExpectedCostUsd"/> it costs by its own options; null is once.</summary>
    public decimal? PriceFactor { get; init; }

    /// <summary>How long a POST may take in all.</summary>
    public TimeSpan PostTimeout { get; init; }

    /// <summary>Whether it is called and paid, so that a call needs an intent.</summary>
    public bool Paid { get; init; }

    /// <summary>Whether its calls cost nothing, so that a lost one is failed and not unknown: it is simply made again.</summary>
    public bool Free { get; init; }

    /// <summary>Whether a call whose answer was lost can be found again.</summary>
    public bool Reconciles { get; init; }

    /// <summary>Nano-dollars that a call for this many slots can cost at most.</summary>
    public long RiskOf(int slots) => Calls(slots) * MaximumNanos;

    /// <summary>Nano-dollars that a call for this many slots is expected to cost.</summary>
    public long ExpectedOf(int slots) => Calls(slots) * ExpectedNanos;

    /// <summary>Nano-dollars that this many pictures can cost at most, in as many calls as they need.</summary>
    public long MostFor(int pictures) => pictures / MaxPerCall * RiskOf(MaxPerCall) + RiskOf(pictures % MaxPerCall);

    /// <summary>Nano-dollars that this many pictures are expected to cost, in as many calls as they need.</summary>
    public long ExpectedFor(int pictures) =>
        pictures / MaxPerCall * ExpectedOf(MaxPerCall) + ExpectedOf(pictures % MaxPerCall);

    private long Calls(int slots) => (slots + PicturesPerCall - 1) / PicturesPerCall;
}
