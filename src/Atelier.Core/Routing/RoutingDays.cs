using System.Runtime.CompilerServices;
using Atelier.Core.Catalogue;

namespace Atelier.Core.Routing;

/// <summary>The tables of a catalogue for the days that were asked about last: today's, and those of simulations beside it.</summary>
internal sealed class RoutingDays(CatalogueSnapshot catalogue)
{
    /// <summary>Days whose table is kept at most.</summary>
    public const int Most = 4;

    // Beside the catalogue and gone with it: what a function works out of its input only once is no state.
    private static readonly ConditionalWeakTable<CatalogueSnapshot, RoutingDays> Known = [];

    private RoutingTable[] _tables = [];

    public static RoutingTable Of(CatalogueSnapshot catalogue, DateOnly day) =>
        Known.GetValue(catalogue, static known => new RoutingDays(known)).Of(day);

    private RoutingTable Of(DateOnly day)
    {
        var tables = Volatile.Read(ref _tables);
        foreach (var known in tables)
        {
            if (known.Day == day)
            {
                return known;
            }
        }

        // What two threads work out at once is the same twice, and a day that gets lost in it is worked out again.
        var table = new RoutingTable(catalogue, day);
        Volatile.Write(ref _tables, [table, .. tables.Take(Most - 1)]);
        return table;
    }
}
