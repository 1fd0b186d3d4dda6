namespace Atelier.Data.Photos;

/// <summary>What somebody used today, UTC, and may still use.</summary>
/// <param name="Pictures">Asked for today but for what was given back; of a guest those of its address, where they are more.</param>
/// <param name="CostNanos">Nano-dollars that providers took.</param>
/// <param name="Credits">Thousandths of a credit that were charged.</param>
/// <param name="Limit">Pictures a day; null is no limit.</param>
/// <param name="EndsAt">Midnight, UTC.</param>
public sealed record DayUsage(long Pictures, long CostNanos, long Credits, int? Limit, DateTimeOffset EndsAt)
{
    /// <summary>Pictures that may still be asked for; null is no limit.</summary>
    public long? Remaining => Limit is { } limit ? Math.Max(0, limit - Pictures) : null;
}
