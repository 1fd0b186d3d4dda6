namespace Atelier.Core.Routing;

/// <summary>How an offer did lately, over all nodes.</summary>
/// <param name="SuccessRate">0 to 1; 0.9 without history.</param>
/// <param name="AverageSeconds">15 without history.</param>
/// <param name="Samples">Calls that counted.</param>
/// <param name="OpenUntil">When a probe may go; null while the circuit is closed.</param>
public sealed record OfferHealth(
    double SuccessRate,
    double AverageSeconds,
    int Samples,
    CircuitState Circuit,
    DateTimeOffset? OpenUntil
)
{
    /// <summary>Calls in one style from which on its own averages count (requirement B-48).</summary>
    public const int EnoughOfAStyle = 20;

    /// <summary>An offer without history.</summary>
    public static readonly OfferHealth Unknown = new(
        OfferAverages.Unknown.SuccessRate,
        OfferAverages.Unknown.AverageSeconds,
        0,
        CircuitState.Closed,
        null
    );

    /// <summary>Failures in a row.</summary>
    public int Failures { get; init; }

    /// <summary>The averages of single styles, by style id.</summary>
    public IReadOnlyDictionary<string, OfferAverages> ByStyle { get; init; } = new Dictionary<string, OfferAverages>();

    /// <summary>The averages that count for a request of this style.</summary>
    public OfferAverages For(string? style) =>
        style is not null && ByStyle.TryGetValue(style, out var own) && own.Samples >= EnoughOfAStyle
            ? own
            : new OfferAverages(SuccessRate, AverageSeconds, Samples);
}
