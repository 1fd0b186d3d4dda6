namespace Atelier.Data.Generations;

/// <summary>What a generation holds when it ends.</summary>
/// <param name="PriceEach">Thousandths of a credit for one picture.</param>
/// <param name="Reserved">Thousandths of a credit.</param>
/// <param name="CostReserved">Nano-dollars of the budget.</param>
/// <param name="HasQuota">Whether its pictures count against a day's limit.</param>
internal sealed record EndMoney(long PriceEach, long Reserved, long CostReserved, int Count, bool HasQuota)
{
    public const string Columns = "g.price_each, g.reserved, g.cost_reserved, g.count::int, g.quota_day IS NOT NULL";

    /// <summary>Thousandths of a credit that the caller pays: for what was delivered and nothing else.</summary>
    public long Settled(Ending ending) => PriceEach * ending.Delivered.Count;
}
