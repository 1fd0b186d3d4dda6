using Atelier.Engine.Quoting;

namespace Atelier.Server.Routing;

/// <summary>How long it would take, by what this offer took lately for this operation.</summary>
/// <param name="P50Seconds">Half of the requests take no longer; with the wait.</param>
/// <param name="P95Seconds">95 of a hundred take no longer; with the wait.</param>
/// <param name="WaitSeconds">Of them for a place at the provider.</param>
/// <param name="Samples">Generations of the last 7 days that this is known from.</param>
internal sealed record EtaView(double P50Seconds, double P95Seconds, double WaitSeconds, long Samples)
{
    private const int Digits = 2;

    public static EtaView Of(Eta eta) =>
        new(Math.Round(eta.Median, Digits), Math.Round(eta.High, Digits), Math.Round(eta.Wait, Digits), eta.Samples);
}
