using Atelier.Providers.Decorators;
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

    private sealed class Plain(IRemoteProvider inner) : DelegatingProvider(inner);
}
