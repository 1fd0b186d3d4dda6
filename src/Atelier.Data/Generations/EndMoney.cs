using Npgsql;

namespace Atelier.Data.Generations;

/// <summary>What a generation holds when it ends.</summary>
/// <param name="PriceEach">Thousandths of a credit for one picture.</param>
/// <param name="Reserved">Thousandths of a credit.</param>
/// <param name="CostReserved">Nano-dollars of the budget.</param>
/// <param name="HasQuota">Whether its pictures are counted in a day.</param>
/// <param name="Guest">Whether they are counted by a guest's address too.</param>
/// <param name="Held">Whether others of its account wait for its place.</param>
internal sealed record EndMoney(
    long PriceEach,
    long Reserved,
    long CostReserved,
    int Count,
    bool HasQuota,
    bool Guest,
    bool Held
)
{
    /// <summary>Of rows g of generations: <see cref="Width"/> columns, in the order above.</summary>
    public const string Columns = """
        g.price_each, g.reserved, g.cost_reserved, g.count::int, g.quota_day IS NOT NULL, g.visitor IS NOT NULL,
          EXISTS (SELECT FROM queue h WHERE h.account_id = g.account_id AND h.state = 'held' AND h.waits_for IS NULL)
        """;

    /// <summary>How many columns these are.</summary>
    public const int Width = 7;

    /// <summary>Whether there is a budget that holds what its calls may cost.</summary>
    public bool Budgeted { get; init; }

    /// <summary>Reads <see cref="Columns"/>, the first of which is number <paramref name="from"/>.</summary>
    public static EndMoney Read(NpgsqlDataReader reader, bool budgeted, int from = 0) =>
        new(
            reader.GetInt64(from),
            reader.GetInt64(from + 1),
            reader.GetInt64(from + 2),
            reader.GetInt32(from + 3),
            reader.GetBoolean(from + 4),
            reader.GetBoolean(from + 5),
            reader.GetBoolean(from + 6)
        )
        {
            Budgeted = budgeted,
        };

    /// <summary>Thousandths of a credit that the caller pays: for what was delivered and nothing else.</summary>
    public long Settled(Ending ending) => PriceEach * ending.Pictures;
}
