using Atelier.Core.Routing;

namespace Atelier.Core.Tests.Routing;

public sealed class RoutingDaysTests
{
    [Fact]
    public void Of_TwoDaysInTurns_WorksOutEachOnce()
    {
        var catalogue = SeedHouse.Turned();

        var (one, two) = (RoutingDays.Of(catalogue, SeedHouse.Before), RoutingDays.Of(catalogue, SeedHouse.After));

        Assert.NotSame(one, two);
        for (var i = 0; i < 3; i++)
        {
            Assert.Same(one, RoutingDays.Of(catalogue, SeedHouse.Before));
            Assert.Same(two, RoutingDays.Of(catalogue, SeedHouse.After));
        }

        Assert.NotSame(one, RoutingDays.Of(SeedHouse.Turned(), SeedHouse.Before));
    }

    [Fact]
    public void Of_MoreDaysThanAreKept_ForgetsTheOldest()
    {
        var catalogue = SeedHouse.Turned();
        var days = Enumerable.Range(0, RoutingDays.Most + 1).Select(SeedHouse.Before.AddDays).ToList();

        var tables = days.ConvertAll(day => RoutingDays.Of(catalogue, day));

        Assert.All(
            days.Zip(tables).Skip(1),
            known => Assert.Same(known.Second, RoutingDays.Of(catalogue, known.First))
        );
        Assert.NotSame(tables[0], RoutingDays.Of(catalogue, days[0]));
    }
}
