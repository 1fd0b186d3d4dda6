using Atelier.Core.Catalogue;
using Atelier.Core.Routing;

namespace Atelier.Core.Tests.Routing;

/// <summary>Routing is on the way of every request, so what it allocates is held down.</summary>
public sealed class RouterCostTests
{
    [Fact]
    public void Plan_OnceTheTableIsMade_AllocatesLittle()
    {
        var (request, status) = (SeedHouse.Request("lifestyle", QualityTier.Ultra), SeedHouse.Status());
        for (var i = 0; i < 100; i++)
        {
            Router.Plan(request, SeedHouse.Catalogue, status);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Router.Plan(request, SeedHouse.Catalogue, status);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 12_000);
    }
}
