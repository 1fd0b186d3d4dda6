namespace Atelier.Server.Providers;

/// <summary>Moving averages of an offer's calls in one style; they count from 20 samples on.</summary>
/// <param name="SuccessRate">0 to 1.</param>
/// <param name="AverageSeconds">From the intent to the answer.</param>
/// <param name="Samples">Calls that counted.</param>
internal sealed record OfferAveragesView(double SuccessRate, double AverageSeconds, int Samples);
