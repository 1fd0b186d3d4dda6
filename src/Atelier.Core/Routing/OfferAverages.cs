namespace Atelier.Core.Routing;

/// <summary>Moving averages of an offer's calls (requirement B-47).</summary>
/// <param name="SuccessRate">0 to 1.</param>
/// <param name="AverageSeconds">From the intent to the answer.</param>
/// <param name="Samples">Calls that counted.</param>
public readonly record struct OfferAverages(double SuccessRate, double AverageSeconds, int Samples)
{
    /// <summary>What an offer without history is taken for.</summary>
    public static readonly OfferAverages Unknown = new(0.9, 15, 0);

    /// <summary>The averages after one more call.</summary>
    public OfferAverages After(bool succeeded, double seconds) =>
        new(
            (0.9 * SuccessRate) + (succeeded ? 0.1 : 0),
            (0.8 * AverageSeconds) + (0.2 * Math.Max(0, seconds)),
            Samples == int.MaxValue ? Samples : Samples + 1
        );
}
