using Atelier.Core.Tests.Catalogue;
using Atelier.Providers.Decorators;
using Atelier.Providers.Http;
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

    [Fact]
    public void Wires_EveryOneOfThem_IsProvenInEverySubjectOnce()
    {
        Assert.All(
            Subjects.Wires(),
            wire =>
                Assert.Equal(
                    Subjects.All.Select(subject => subject.MakeGenericType(wire.GetType())),
                    Subjects.ClassesOf(wire.GetType()).Select(type => type.BaseType)
                )
        );
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
