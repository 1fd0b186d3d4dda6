using Atelier.Engine.Catalogue;
using Atelier.Providers.LegNext;
using Atelier.Providers.OpenAi;
using Atelier.Server.Providers;
using Atelier.Server.Setup;

namespace Atelier.Server.Tests.Catalogue;

/// <summary>What the catalogue says of a provider is what its adapter does.</summary>
public sealed class EndpointTests
{
    [Fact]
    public void Providers_WithAnAdapter_NameItsAddressAndItsKey()
    {
        var catalogue = new CatalogueFolder(ShippedFolder.Find("catalog")).Read();

        Assert.Equal(OpenAiSite.BaseUrl, new Uri(catalogue.FindProvider("openai")!.Endpoint!));
        Assert.Equal(LegNextSite.BaseUrl, new Uri(catalogue.FindProvider("legnext")!.Endpoint!));
        Assert.All(
            ProviderAdapters.All,
            adapter => Assert.Equal(adapter.Value.KeyVariable, catalogue.FindProvider(adapter.Key)!.KeyVariable)
        );
    }
}
