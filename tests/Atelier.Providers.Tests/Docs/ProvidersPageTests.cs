using Atelier.Core.Tests.Catalogue;
using Atelier.Providers.Decorators;
using Atelier.Providers.Http;
using Atelier.Providers.Tests.Conformance;
using Atelier.TestKit.Time;

namespace Atelier.Providers.Tests.Docs;

[Trait("Requirement", "B-17")]
public sealed class ProvidersPageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ProvidersMarkdown_WiresOfTheSuite_IsUpToDate()
    {
        var path = ShippedCatalogue.PathOf("../docs/providers.md");
        var today = DateOnly.FromDateTime(new FakeTimeProvider().GetUtcNow().UtcDateTime);
        var written = new ProvidersMarkdown(ShippedCatalogue.Load(), today).Write(Subjects.Wires());
        if (Environment.GetEnvironmentVariable("ATELIER_WRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(path, written, Cancel);
        }

        var page = await File.ReadAllTextAsync(path, Cancel);

        Assert.True(page == written, "docs/providers.md is out of date: run this test with ATELIER_WRITE_DOCS=1.");
    }

    // Further ways of a wire may prove only what is different there.
    [Fact]
    public void Wires_OfEveryProvider_AreProvenInEverySubject()
    {
        Assert.All(
            Subjects.Wires().GroupBy(wire => wire.Provider),
            wires =>
                Assert.Empty(
                    Subjects.All.Except(
                        wires.SelectMany(wire =>
                            Subjects.ClassesOf(wire.GetType()).Select(type => type.BaseType!.GetGenericTypeDefinition())
                        )
                    )
                )
        );
    }

    // "Every offer is run", says the page.
    [Fact]
    public void Offers_EveryLivingOneOfAWiresProvider_IsRunByOneOfThem()
    {
        var today = DateOnly.FromDateTime(new FakeTimeProvider().GetUtcNow().UtcDateTime);
        var wires = Subjects.Wires();
        var run = wires.SelectMany(wire => wire.Cases(today).Select(of => (wire.Provider, of.Name))).ToHashSet();
        var sold =
            from wire in wires
            from model in ShippedCatalogue.Load().Models
            where !model.IsRetired(today)
            from offer in model.Offers
            where offer.Provider == wire.Provider
            from capability in offer.Capabilities
            select (wire.Provider, new OfferCase(model, offer, capability).Name);

        Assert.Empty(sold.Except(run));
        Assert.All(wires, wire => Assert.NotEmpty(Subjects.ClassesOf(wire.GetType())));
    }

    [Fact]
    public void Adapters_EveryOneOfThem_IsAWireOfTheSuite()
    {
        var proven = Subjects
            .Wires()
            .Select(wire =>
            {
                using var site = new ProviderSite(wire.Site("key", null), TimeProvider.System);
                return wire.Adapter(site, TimeProvider.System).GetType();
            });
        var adapters = typeof(IRemoteProvider)
            .Assembly.GetTypes()
            .Where(type =>
                type.IsAssignableTo(typeof(IRemoteProvider)) && type is { IsAbstract: false, IsInterface: false }
            )
            .Where(type => !type.IsAssignableTo(typeof(DelegatingProvider)));

        Assert.Empty(adapters.Except(proven));
    }
}
