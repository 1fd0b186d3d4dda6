namespace Atelier.Data.Reports;

/// <summary>A request of the past without its words, and what it cost and took.</summary>
/// <param name="Nanos">Nano-dollars that were spent for it.</param>
/// <param name="Seconds">From accept to end.</param>
public sealed record PastRequest(Guid Id, string RequestJson, long Nanos, double Seconds);
