using Atelier.Emulators.Faults;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.LegNext;
using Atelier.Providers.Tests.Serving;
using static Atelier.Providers.Tests.LegNext.LegNextOrders;

namespace Atelier.Providers.Tests.LegNext;

[Trait("Requirement", "A-35")]
public sealed class CheckTests
{
    [Fact]
    public async Task Check_AfterAJob_TellsWhatIsLeft()
    {
        await using var bench = await LegNextBench.StartAsync(points: 20_000);
        await bench.RunAsync(Compiled(Create()));
        await bench.SubmitAsync(Create());

        var check = await bench.Provider.CheckAsync(LegNextBench.Cancel);

        Assert.Equal(19.84m, check.BalanceUsd);
        Assert.Empty(check.Notes);
    }

    [Fact]
    public async Task Check_BelowTheAlert_SaysSo()
    {
        await using var bench = await LegNextBench.StartAsync(points: 900);

        var check = await bench.Provider.CheckAsync(LegNextBench.Cancel);

        Assert.Equal(0.9m, check.BalanceUsd);
        Assert.Contains("below", Assert.Single(check.Notes));
    }

    [Fact]
    public async Task Check_WrongKey_IsUnauthorized()
    {
        await using var bench = await LegNextBench.StartAsync();
        bench.Fault(FaultAction.Unauthorized, "balance");

        var failure = await LegNextBench.FailAsync(() => bench.Provider.CheckAsync(LegNextBench.Cancel));

        Assert.Equal((FailureKind.Unauthorized, Charge.None), (failure.Kind, failure.Charge));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"code":200,"data":{"available_credits":"many","available_points":1}}""")]
    [InlineData("""{"available_credits":1,"available_points":1}""")]
    public async Task Check_AnotherShape_IsUnreadable(string body)
    {
        await using var server = await StubServer.AnsweringAsync(200, body);
        using var site = new ProviderSite(LegNextSite.Options(LegNextBench.Key, server.Url), TimeProvider.System);
        var provider = new LegNextProvider(site, TimeProvider.System);

        var failure = await LegNextBench.FailAsync(() => provider.CheckAsync(LegNextBench.Cancel));

        Assert.Equal((FailureKind.Unreadable, Charge.None), (failure.Kind, failure.Charge));
        Assert.Equal("/api/account/balance", Assert.Single(server.Requests).Path);
    }
}
