using Atelier.Emulators.Faults;
using Atelier.Providers.Failures;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>A provider has a name, a price, a lane, a time that it may take, and can be asked whether it is there.</summary>
[Trait("Requirement", "B-17")]
public abstract class KnowingTests<TWire>(ConformanceBench<TWire> bench) : ConformanceTests<TWire>(bench)
    where TWire : WireUnderTest, new()
{
    [Fact]
    public void Catalogue_ThisProvider_HasANameALaneAndOffersWithPrices()
    {
        var entry = Wire.Catalogue.FindProvider(Wire.Provider);

        Assert.NotNull(entry);
        Assert.NotEmpty(entry.Name);
        Assert.InRange(entry.Lane ?? 0, 1, 1000);
        Assert.Equal(Wire.HasKey, entry.KeyVariable is not null);
        Assert.NotEmpty(Cases);
        Assert.All(All, of => Assert.True(!Wire.Bills || of.Offer.Price.Expected > 0, of.Name));
        Assert.Equal(Wire.Provider, Adapter.Id);
        Assert.InRange(Adapter.PostTimeout, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(600));
    }

    [Fact]
    public void Site_NoOtherAddress_IsTheOneOfTheCatalogue()
    {
        var site = Wire.Site(ConformanceBench<TWire>.Key, null);

        Assert.Equal(Wire.Provider, site.Provider);
        var endpoint = Wire.Catalogue.FindProvider(Wire.Provider)!.Endpoint;
        // Where the operator has it on a machine of his own, there is none to begin with.
        Assert.True(endpoint is null || site.BaseUrl == new Uri(endpoint), $"{site.BaseUrl} is not {endpoint}");
        // An emulated server may stand below a name of its own.
        Assert.StartsWith(
            Bench.Url.AbsoluteUri,
            Wire.Site(ConformanceBench<TWire>.Key, Bench.Url).BaseUrl.AbsoluteUri,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Check_AllWell_CostsNothing()
    {
        var check = await Adapter.CheckAsync(Cancel);

        Assert.True(check.BalanceUsd is null or > 0);
        Assert.All(check.Notes, note => Assert.EndsWith(".", note, StringComparison.Ordinal));
        Assert.NotEmpty(Emulated.Calls);
        Assert.Empty(Emulated.Bill.Items);
        Assert.Empty(Emulated.Pictures);
        Assert.Empty(Emulated.Violations);
    }

    [Theory]
    [InlineData(FaultAction.Unauthorized, FailureKind.Unauthorized)]
    [InlineData(FaultAction.OutOfCredits, FailureKind.OutOfCredits)]
    [InlineData(FaultAction.TooManyRequests, FailureKind.RateLimited)]
    [InlineData(FaultAction.ErrorBefore, FailureKind.ServerError)]
    [InlineData(FaultAction.CutBody, FailureKind.Lost)]
    [InlineData(FaultAction.BrokenJson, FailureKind.Unreadable)]
    public async Task Check_Fault_IsOfThisKindAndFree(FaultAction action, FailureKind kind)
    {
        Fault(action);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Adapter.CheckAsync(Cancel));

        Assert.Equal((kind, Charge.None), (failure.Kind, failure.Charge));
    }

    [Fact]
    public async Task ModelList_WhereThereIsOne_NamesEveryLivingOffer()
    {
        if (Adapter.ModelList is not { } list)
        {
            Assert.IsNotType<IListsModels>(Adapter, exactMatch: false);
            return;
        }

        var models = await list.ListModelsAsync(Cancel);

        Assert.All(
            All.Select(of => of.Offer.ProviderModel.Split('#')[0]).Distinct(),
            model => Assert.Contains(model, models.SelectMany(listed => new[] { listed.Id, listed.Model }))
        );
        Assert.Empty(Emulated.Violations);
    }
}
