using Atelier.Core.Catalogue;

namespace Atelier.Core.Routing;

/// <summary>How good an offer is for a request (requirements B-45 and B-46). Each part is −1 to 1.</summary>
public static class OfferScore
{
    private const double Dearest = 0.05;
    private const double Slowest = 60;
    private const double ReliabilityWeight = 0.4;
    private const double SpeedWeight = 0.2;

    /// <summary>The parts by the weights of an account's tier.</summary>
    public static double Of(AccountTier tier, double cost, double reliability, double speed, double quality) =>
        (cost * (tier == AccountTier.Free ? 0.7 : 0.3))
        + (reliability * ReliabilityWeight)
        + (speed * SpeedWeight)
        + (quality * (tier == AccountTier.Premium ? 0.7 : 0.3));

    /// <param name="dollars">For one picture; infinite where the price is not known.</param>
    public static double Cost(double dollars) => Clamp(1 - (dollars / Dearest));

    /// <param name="seconds">The offer's average, and what a full lane adds.</param>
    public static double Speed(double seconds) => Clamp(1 - (seconds / Slowest));

    /// <summary>The score that counts for the style, from 0.1 to 1.</summary>
    public static double Quality(ModelEntry model, Merit merit) =>
        merit switch
        {
            Merit.Aesthetic => model.AestheticScore / 10.0,
            Merit.Photorealism => model.PhotorealismScore / 10.0,
            _ => (model.AestheticScore + model.PhotorealismScore) / 20.0,
        };

    /// <summary>Dollars for each of <paramref name="count"/> pictures, in as many calls as they need; infinite where the price is not known.</summary>
    public static double Each(OfferEntry offer, decimal call, int count)
    {
        var calls = (count + offer.PicturesPerCall - 1) / offer.PicturesPerCall;
        return offer.Price.Known ? calls * (double)call / count : double.PositiveInfinity;
    }

    private static double Clamp(double part) => Math.Clamp(part, -1, 1);
}
