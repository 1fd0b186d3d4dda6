namespace Atelier.Data.Costs;

/// <summary>How an attempt's risk ends in the operator's book.</summary>
public abstract record Booking
{
    private Booking() { }

    /// <summary>It cost nothing.</summary>
    public sealed record Clear : Booking;

    /// <summary>It cost this. What goes beyond the risk is booked as an overrun.</summary>
    /// <param name="Nanos">Nano-dollars, 0 or more.</param>
    /// <param name="Estimated">Whether the provider did not say, and this is the list price.</param>
    public sealed record Cost(long Nanos, bool Estimated) : Booking;

    /// <summary>Nobody will ever know; the whole risk counts as spent.</summary>
    public sealed record WriteOff : Booking;
}
