using Atelier.Emulators.Faults;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Replicate;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Replicate;

/// <summary>The check of the token, and the models that are still there.</summary>
public sealed class CheckTests
{
    [Fact]
    public async Task Check_RightToken_TellsNoBalanceAndLooksForVersionsOnceAnHour()
    {
        await using var bench = await ReplicateBench.StartAsync();

        for (var i = 0; i < 3; i++)
        {
            var check = await bench.Provider.CheckAsync(ReplicateBench.Cancel);
            Assert.Null(check.BalanceUsd);
            Assert.Empty(check.Notes);
        }

        Assert.Equal((3, 3), (bench.CallsOf("account").Count, bench.CallsOf("model").Count));
        bench.Time.Advance(TimeSpan.FromHours(1));
        await bench.Provider.CheckAsync(ReplicateBench.Cancel);
        Assert.Equal(6, bench.CallsOf("model").Count);
        Assert.Empty(bench.Wire.Violations);
    }

    [Fact]
    public async Task Check_WrongToken_IsUnauthorized()
    {
        await using var bench = await ReplicateBench.StartAsync();
        bench.Fault(FaultAction.Unauthorized, "account");

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            bench.Provider.CheckAsync(ReplicateBench.Cancel)
        );

        Assert.Equal((FailureKind.Unauthorized, Charge.None), (failure.Kind, failure.Charge));
    }

    [Fact]
    public async Task Check_ModelsThatCannotBeAsked_AreNoReasonToDoubtTheToken()
    {
        await using var bench = await ReplicateBench.StartAsync();
        bench.Fault(FaultAction.ErrorBefore, "model");

        Assert.Empty((await bench.Provider.CheckAsync(ReplicateBench.Cancel)).Notes);
    }

    [Fact]
    public async Task Check_NewerVersions_AreNoted()
    {
        await using var server = await StubServer.AnsweringAsync(
            200,
            """{"username": "acme", "latest_version": {"id": "0000000000000000000000000000000000000000000000000000000000000000"}}"""
        );
        using var site = new ProviderSite(ReplicateSite.Options("k", server.Url), TimeProvider.System);

        var check = await new ReplicateProvider(site, TimeProvider.System).CheckAsync(ReplicateBench.Cancel);

        Assert.Equal(3, check.Notes.Count);
        Assert.Contains(
            check.Notes,
            note => note.StartsWith("stability-ai/sdxl has a newer version", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type": "user"}""")]
    [InlineData("[]")]
    public async Task Check_AnotherShape_IsUnreadable(string body)
    {
        await using var server = await StubServer.AnsweringAsync(200, body);
        using var site = new ProviderSite(ReplicateSite.Options("k", server.Url), TimeProvider.System);

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            new ReplicateProvider(site, TimeProvider.System).CheckAsync(ReplicateBench.Cancel)
        );

        Assert.Equal((FailureKind.Unreadable, Charge.None), (failure.Kind, failure.Charge));
    }

    [Fact]
    [Trait("Requirement", "C-41")]
    public async Task List_AllModelsOfTheCatalogue_AreThere()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var offers = Atelier
            .Core.Tests.Catalogue.ShippedCatalogue.Load()
            .Models.SelectMany(model => model.Offers)
            .Where(offer => offer.Provider == "replicate")
            .Select(offer => offer.ProviderModel);

        var listed = await bench.Provider.ListModelsAsync(ReplicateBench.Cancel);

        Assert.Equal(offers.Order(), listed.Select(model => model.Id).Order());
        Assert.Empty(bench.Wire.Violations);
    }
}
