using Atelier.Core.Errors;
using Atelier.Core.Routing;
using Atelier.Data.Health;
using Atelier.Engine.Health;
using Atelier.Engine.Tests.Nodes;
using Atelier.Providers.Failures;

namespace Atelier.Engine.Tests.Health;

/// <summary>Offers that fail, over whole generations on real nodes.</summary>
public sealed class BreakerTests : KernelTests
{
    private static readonly OfferKey Alpha = new("alpha", "openai", "alpha-1");

    private readonly TestWire _first = new("openai");
    private readonly TestWire _second = new("legnext");

    [Fact]
    public async Task RunAsync_FiveFailuresInARow_TheOfferIsLeftAloneEverywhereAndAProbeBringsItBack()
    {
        _first.Always = WireAct.Failing(FailureKind.ServerError);
        var node = await StartBreakingAsync(_first);
        for (var i = 0; i < Circuit.MostFailures; i++)
        {
            Assert.Equal("failed", (await RunAsync(node)).Row.State);
        }

        // At the node that saw it at once; a node that starts knows it from the beginning.
        await Assert.ThrowsAsync<AtelierException>(() => node.AcceptAsync(Account, "at once"));
        await node.Get<OfferWatch>().RunOnceAsync(Cancel);
        var other = await StartBreakingAsync(_first);
        foreach (var one in new[] { node, other })
        {
            var refused = await Assert.ThrowsAsync<AtelierException>(() => one.AcceptAsync(Account, "now"));
            Assert.Equal(ErrorCode.ServiceUnavailable, refused.Code);
            Assert.InRange(refused.RetryAfterSeconds!.Value, 1, 30);
        }

        Assert.Equal((5, 100_000L), (_first.Posts.Count, await BalanceAsync()));
        Assert.Equal(5, await House.ScalarAsync<int>("SELECT count(*) FROM generations"));

        _first.Always = WireAct.Answers;
        await House.MoveClockAsync(Circuit.First + TimeSpan.FromSeconds(1));
        await other.Get<OfferWatch>().RunOnceAsync(Cancel);
        Assert.Equal(CircuitState.HalfOpen, other.Get<IOfferHealth>().Offers[Alpha].Circuit);
        Assert.Equal("complete", (await RunAsync(other)).Row.State);
        // Whichever of them ran it.
        await node.Get<OfferWatch>().RunOnceAsync(Cancel);
        await other.Get<OfferWatch>().RunOnceAsync(Cancel);
        Assert.Equal(CircuitState.Closed, other.Get<IOfferHealth>().Offers[Alpha].Circuit);
        await Books.AssertAsync(House, _first);
    }

    [Fact]
    public async Task RunAsync_TwoNodesWhenAProbeIsDue_OneIsSentAndTheOthersGoOnAtNoCost()
    {
        var (node, other) = (await StartBreakingAsync(_first, _second), await StartBreakingAsync(_first, _second));
        await OpenAsync();
        await House.MoveClockAsync(Circuit.First + TimeSpan.FromSeconds(1));
        await node.Get<OfferWatch>().RunOnceAsync(Cancel);
        await other.Get<OfferWatch>().RunOnceAsync(Cancel);
        var gate = new Gate();
        _first.Then(new WireAct { After = gate });
        // Whatever the averages say: the one that is due stands first.
        await House.ExecuteAsync("UPDATE offer_health SET success_rate = 1, average_seconds = 1");
        await node.Get<OfferWatch>().RunOnceAsync(Cancel);
        await other.Get<OfferWatch>().RunOnceAsync(Cancel);
        var nodes = new[] { node, other };
        var ids = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await nodes[i % 2].AcceptAsync(Account, $"job {i}"));
        }

        await gate.Reached;
        await UntilAsync("count(*) = 3 FROM generations WHERE state = 'complete'");
        gate.Open();
        var models = new List<string>();
        foreach (var id in ids)
        {
            models.Add((await node.WaitAsync(id, Account)).Slots[0].Image!.Model);
        }

        Assert.Equal(["alpha", "beta", "beta", "beta"], models.Order());
        Assert.Equal((1, 3), (_first.Posts.Count, _second.Posts.Count));
        Assert.Equal(
            3,
            await House.ScalarAsync<int>(
                "SELECT count(*) FROM attempts WHERE failure = 'circuit_open' AND state = 'not_sent'"
            )
        );
        await Books.AssertAsync(House, _first, _second);
    }

    [Theory]
    [InlineData(FailureKind.Refused)]
    [InlineData(FailureKind.BadRequest)]
    [InlineData(FailureKind.TooLarge)]
    [Trait("Requirement", "B-47")]
    public async Task RunAsync_WhatTheRequestIsToBlameFor_CountsNothing(FailureKind kind)
    {
        _first.Then(WireAct.Failing(kind));
        var node = await StartBreakingAsync(_first);

        await RunAsync(node);
        await RunAsync(node);

        var health = node.Get<IOfferHealth>().Offers[Alpha];
        Assert.Equal((1, 0.91, 0), (health.Samples, Math.Round(health.SuccessRate, 9), health.Failures));
    }

    [Fact]
    public async Task RunAsync_ProbeThatIsRefused_LetsTheNextOneTry()
    {
        var node = await StartBreakingAsync(_first);
        await OpenAsync();
        await House.MoveClockAsync(Circuit.First + TimeSpan.FromSeconds(1));
        await node.Get<OfferWatch>().RunOnceAsync(Cancel);
        _first.Then(WireAct.Failing(FailureKind.Refused));

        Assert.Equal("content_policy", (await RunAsync(node)).Row.ErrorCode);
        await node.Get<OfferWatch>().RunOnceAsync(Cancel);
        Assert.Equal("complete", (await RunAsync(node)).Row.State);
    }

    [Fact]
    public async Task RunAsync_AnswersWithoutAPicture_OpenTheCircuitToo()
    {
        _first.Always = new WireAct { Garbage = [0] };
        var node = await StartBreakingAsync(_first);

        for (var i = 0; i < Circuit.MostFailures; i++)
        {
            await RunAsync(node);
        }

        Assert.Equal(CircuitState.Open, node.Get<IOfferHealth>().Offers[Alpha].Circuit);
    }

    [Fact]
    [Trait("Requirement", "B-47")]
    public async Task RunOnceAsync_Outcomes_AreOneSampleEachForAllNodes()
    {
        var (node, other) = (await StartBreakingAsync(_first), await StartBreakingAsync(_first));
        await RunAsync(node);
        await RunAsync(other);

        await node.Get<OfferWatch>().RunOnceAsync(Cancel);
        await other.Get<OfferWatch>().RunOnceAsync(Cancel);
        await node.Get<OfferWatch>().RunOnceAsync(Cancel);

        Assert.Equal(2, node.Get<IOfferHealth>().Offers[Alpha].Samples);
        Assert.Equal(2, other.Get<IOfferHealth>().Offers[Alpha].Samples);
    }

    private Task<TestNode> StartBreakingAsync(params TestWire[] wires) =>
        StartAsync(new NodeSetup { Wires = wires, Breaks = true });

    private async Task OpenAsync() =>
        await new OfferHealthStore(House.Data).AddAsync(
            [.. Enumerable.Range(0, Circuit.MostFailures).Select(_ => new OfferOutcome(Alpha, null, false, 1))],
            Cancel
        );
}
