using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using BenchmarkDotNet.Attributes;

namespace Atelier.Bench.Routing;

/// <summary>One call of the router over the whole catalogue of the repository.</summary>
[MemoryDiagnoser]
public class RouterBenchmarks
{
    private readonly CatalogueSnapshot _catalogue;
    private readonly ProviderStatus _status;
    private readonly ImageRequest _named;
    private readonly ImageRequest _tiered;
    private readonly ImageRequest _auto;

    public RouterBenchmarks()
    {
        _catalogue = BenchFolder.Catalogue();
        _status = World.Status(_catalogue);
        _named = World.Ask(_catalogue, model: "flux1");
        _tiered = World.Ask(_catalogue, style: "product-photo") with { Tier = QualityTier.Ultra };
        _auto = World.Ask(_catalogue, style: "illustration");
    }

    [Benchmark(Description = "a model is named")]
    public Route Named() => Router.Plan(_named, _catalogue, _status);

    [Benchmark(Description = "tier and style")]
    public Route TierAndStyle() => Router.Plan(_tiered, _catalogue, _status);

    [Benchmark(Description = "auto, by score")]
    public Route Auto() => Router.Plan(_auto, _catalogue, _status);
}
