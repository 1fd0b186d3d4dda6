using Atelier.Core.Catalogue;
using Atelier.Engine.Catalogue;
using Atelier.Server.Setup;

namespace Atelier.Server.Tests.Wires;

/// <summary>The offers of the catalogue that came along, of models that are to stay.</summary>
internal static class ShippedOffers
{
    public static IReadOnlyList<OfferEntry> All { get; } =
    [
        .. new CatalogueFolder(ShippedFolder.Find("catalog"))
            .Read()
            .Models.Where(model => model.Retires is null)
            .SelectMany(model => model.Offers),
    ];
}
