using Atelier.Providers.Calls;
using Atelier.Providers.Reconciling;
using static Atelier.Providers.Tests.LegNext.LegNextOrders;

namespace Atelier.Providers.Tests.LegNext;

/// <summary>Lost calls, and looks for them.</summary>
internal static class LostCalls
{
    public static LostCall At(DateTimeOffset intentAt) =>
        new(Guid.CreateVersion7(), Compiled(Create()), intentAt, intentAt, null, [], new HashSet<string>());

    /// <summary>A new picture with another seed than the usual one.</summary>
    public static CompiledCall WithSeed(long seed)
    {
        var order = Create();
        return Compiled(order with { Request = order.Request with { Seed = seed } });
    }

    /// <summary>The same call with what a look left for the next.</summary>
    public static LostCall After(this LostCall lost, Reconciled result) =>
        lost with
        {
            WatchedSince = lost.WatchedSince ?? lost.Now,
            Note = Assert.IsType<Reconciled.Unsure>(result).Note,
        };

    /// <summary>Looks now, and every so many seconds until that many have passed since the intent.</summary>
    public static async Task<List<Reconciled>> WatchAsync(LegNextBench bench, LostCall lost, int every, int until)
    {
        (lost, var result) = await bench.LookAsync(lost);
        var results = new List<Reconciled> { result };
        while (bench.Now < lost.IntentAt.AddSeconds(until))
        {
            (lost, result) = await bench.LookAsync(lost, every);
            results.Add(result);
        }

        return results;
    }
}
