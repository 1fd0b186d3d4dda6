using Atelier.Core.Catalogue;
using Atelier.Core.Policy;
using Atelier.Core.Tests.Catalogue;

namespace Atelier.Core.Tests.Policy;

/// <summary>Policy books of tests.</summary>
internal static class Lists
{
    public static PolicyBook Shipped { get; } = ShippedCatalogue.Load().Policy;

    /// <summary>The small catalogue with these files about policy in the place of its own.</summary>
    public static PolicyBook Of(params string[] files) =>
        CatalogueReader
            .Read([
                .. SmallCatalogue.Files().Where(file => file.Name != "policy.yaml"),
                .. files.Select((text, at) => new CatalogueFile($"policy{at}.yaml", text)),
            ])
            .Policy;
}
