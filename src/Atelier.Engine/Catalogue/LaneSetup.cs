using Atelier.Core.Catalogue;
using Atelier.Data.Queue;
using Atelier.Providers;

namespace Atelier.Engine.Catalogue;

/// <summary>Gives every provider of the catalogue its lane.</summary>
public sealed class LaneSetup(LaneStore lanes, ProviderRegistry providers)
{
    public Task SaveAsync(CatalogueSnapshot catalogue, CancellationToken cancellationToken) =>
        lanes.SaveAsync(
            [
                .. catalogue.Providers.Select(entry => new Lane(
                    entry.Id,
                    entry.Lane,
                    providers.Find(entry.Id) is not IPainter
                )),
            ],
            cancellationToken
        );
}
