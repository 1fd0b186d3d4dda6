namespace Atelier.Data.Reports;

/// <summary>How long an offer took for one kind of operation, from its call to the end of the generation.</summary>
/// <param name="Samples">Completed generations that the figures are from.</param>
/// <param name="Median">Seconds; half of them took no longer.</param>
/// <param name="High">Seconds; 95 of a hundred took no longer.</param>
public sealed record OfferTime(
    string Model,
    string Provider,
    string Operation,
    long Samples,
    double Average,
    double Median,
    double High
);
