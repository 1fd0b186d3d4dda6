namespace Atelier.Server.Providers;

/// <summary>An offer, and how it did lately over all nodes.</summary>
/// <param name="ProviderModel">The model's name there; a provider may sell it in several ways.</param>
/// <param name="Available">Whether its provider is switched on.</param>
/// <param name="Circuit">closed, half_open or open: whether calls are let through.</param>
/// <param name="SuccessRate">Moving average, 0 to 1; 0.9 without history.</param>
/// <param name="AverageSeconds">Moving average; 15 without history.</param>
/// <param name="Samples">Calls that counted.</param>
/// <param name="Failures">Failures in a row.</param>
/// <param name="OpenUntil">When one call may find out whether it works again; missing while closed.</param>
/// <param name="ByStyle">The averages of single styles, by style id.</param>
internal sealed record OfferHealthView(
    string Model,
    string Provider,
    string ProviderModel,
    bool Available,
    string Circuit,
    double SuccessRate,
    double AverageSeconds,
    int Samples,
    int Failures,
    DateTimeOffset? OpenUntil,
    IReadOnlyDictionary<string, OfferAveragesView> ByStyle
);
