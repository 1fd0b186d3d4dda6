namespace Atelier.Server.Routing;

/// <summary>Credits for a request.</summary>
/// <param name="Each">For one delivered picture.</param>
/// <param name="N">Pictures asked for.</param>
/// <param name="Most">For all of them: what would be reserved, and the most that is paid.</param>
internal sealed record QuotedPriceView(decimal Each, int N, decimal Most);
