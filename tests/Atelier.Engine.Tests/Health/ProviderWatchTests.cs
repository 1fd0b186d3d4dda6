using Atelier.Data.Costs;
using Atelier.Engine.Health;
using Atelier.Engine.Tests.Nodes;
using Atelier.Providers;
using Atelier.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Engine.Tests.Health;

public sealed class ProviderWatchTests : KernelTests
{
    [Fact]
    [Trait("Requirement", "A-35")]
    public async Task LookAsync_ManyAtOnce_AskEachProviderOnce()
    {
        var (checks, answer) = (0, new TaskCompletionSource<ProviderCheck>());
        var wire = new TestWire("openai")
        {
            OnCheck = cancel =>
            {
                Interlocked.Increment(ref checks);
                return answer.Task.WaitAsync(cancel);
            },
        };
        using var sut = new ProviderWatch(
            new ProviderRegistry([wire]),
            new OpenRiskStore(House.Data),
            new FakeTimeProvider(),
            NullLogger<ProviderWatch>.Instance
        );

        var looks = Enumerable.Range(0, 5).Select(_ => sut.LookAsync(Cancel)).ToList();
        answer.SetResult(new ProviderCheck(7m, []));
        var standings = await Task.WhenAll(looks);

        Assert.All(standings, seen => Assert.Equal(7m, Assert.Single(seen).BalanceUsd));
        Assert.Equal(1, checks);
    }
}
