namespace Atelier.Bench.Routing;

/// <summary>What a way to choose comes to.</summary>
/// <param name="Dollars">For all requests.</param>
/// <param name="Quality">The mean quality of what ran, 0 to 1.</param>
/// <param name="Scores">The mean score of what ran (requirement B-45), by the tier whose weights it goes by.</param>
/// <param name="Impossible">Requests that it found no offer for.</param>
/// <param name="Models">What ran, with its share.</param>
internal sealed record MixRow(
    string Way,
    decimal Dollars,
    double Quality,
    IReadOnlyDictionary<string, double> Scores,
    int Impossible,
    IReadOnlyDictionary<string, double> Models
);
