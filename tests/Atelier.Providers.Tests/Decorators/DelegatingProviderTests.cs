using Atelier.Providers.Decorators;
using Atelier.Providers.Http;
using Atelier.Providers.OpenAi;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Decorators;

public sealed class DelegatingProviderTests
{
    [Fact]
    public async Task EveryStep_Plain_IsPassedOn()
    {
        var inner = new FakeProvider();
        var sut = new Plain(inner);

        await AllSteps.RunAsync(sut, TestContext.Current.CancellationToken);

        Assert.Equal(AllSteps.Names, inner.Steps);
        Assert.Equal(("fake", Reconciliation.ByMarker), (sut.Id, sut.Reconciliation));
        Assert.Equal(inner.PostTimeout, sut.PostTimeout);
        Assert.Throws<NotSupportedException>(() => sut.Compile(Orders.Create()));
    }

    [Fact]
    public void ModelList_OfTheInnerOne_IsFoundThroughDecorators()
    {
        using var site = new ProviderSite(OpenAiSite.Options("key"), TimeProvider.System);
        var listing = new OpenAiProvider(site, TimeProvider.System);

        Assert.Same(listing, new Plain(new Plain(listing)).ModelList);
        Assert.Null(new Plain(new FakeProvider()).ModelList);
    }

    private sealed class Plain(IRemoteProvider inner) : DelegatingProvider(inner);
}
