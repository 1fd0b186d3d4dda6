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

    /// <summary>Looks now, and every so many seconds until that many have passed since the intent.</summary>
    public static async Task<List<Reconciled>> WatchAsync(LegNextBench bench, LostCall lost, int every, int until)
    {
        var results = new List<Reconciled> { (await bench.LookAsync(lost)).Result };
        while (bench.Now < lost.IntentAt.AddSeconds(until))
        {
            results.Add((await bench.LookAsync(lost, every)).Result);
        }

        return results;
    }
}
