using Atelier.Engine.Health;
using Atelier.Engine.Tests.Nodes;
using Atelier.Providers;

namespace Atelier.Engine.Tests.Health;

/// <summary>An account at a provider that pays ten calls of 0.01 dollars, and work that waits for it.</summary>
public sealed class ReservedBalanceTests : KernelTests
{
    private readonly TestWire _poor = new("openai") { OnCheck = _ => Told(0.1m) };
    private readonly TestWire _rich = new("legnext");

    [Fact]
    [Trait("Requirement", "A-35")]
    [Trait("Requirement", "A-36")]
    public async Task Plan_AccountPaysTenAndFiftyAreAccepted_TheOthersGoElsewhereAtEveryNode()
    {
        var node = await StartPausedAsync();
        var watch = node.Get<ProviderWatch>();
        await watch.RunOnceAsync(Cancel);
        for (var count = 0; count < 50; count++)
        {
            await node.AcceptAsync(Account, $"lighthouse {count}");
            if (count % 4 == 0)
            {
                await watch.RunOnceAsync(Cancel);
            }
        }

        Assert.Equal((10, 40), (await FirstAtAsync("openai"), await FirstAtAsync("legnext")));
        Assert.Equal(0m, watch.SpendableUsd("openai"));

        var other = await StartPausedAsync();
        await other.Get<ProviderWatch>().RunOnceAsync(Cancel);
        Assert.Equal(0m, other.Get<ProviderWatch>().SpendableUsd("openai"));
        await other.AcceptAsync(Account, "a lighthouse of the other node");
        Assert.Equal((10, 41), (await FirstAtAsync("openai"), await FirstAtAsync("legnext")));
        Assert.Contains(
            "too little money",
            await House.ScalarAsync<string>("SELECT plan->>'rejected' FROM generations ORDER BY id DESC LIMIT 1")
        );
    }

    [Fact]
    [Trait("Requirement", "A-35")]
    public async Task RunOnceAsync_AcceptedWhileTheProviderIsAsked_StaysReserved()
    {
        var node = await StartPausedAsync();
        var watch = node.Get<ProviderWatch>();
        await watch.RunOnceAsync(Cancel);
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource<ProviderCheck>());
        _poor.OnCheck = cancel =>
        {
            asked.TrySetResult();
            return answer.Task.WaitAsync(cancel);
        };

        var look = watch.RunOnceAsync(Cancel);
        await asked.Task.WaitAsync(Cancel);
        await node.AcceptAsync(Account, "three lighthouses", count: 3);
        answer.SetResult(await Told(0.1m));
        await look;

        Assert.Equal(0.07m, watch.SpendableUsd("openai"));
        _poor.OnCheck = _ => Told(0.1m);
        await watch.RunOnceAsync(Cancel);
        Assert.Equal(0.07m, watch.SpendableUsd("openai"));
    }

    [Fact]
    [Trait("Requirement", "A-35")]
    public async Task RunOnceAsync_WorkIsDone_NothingStaysReserved()
    {
        var node = await StartPausedAsync();
        var watch = node.Get<ProviderWatch>();
        await watch.RunOnceAsync(Cancel);
        var id = await node.AcceptAsync(Account, "a lighthouse", count: 2);

        await ResumeAsync("openai");
        await node.WaitAsync(id, Account);
        await watch.RunOnceAsync(Cancel);

        Assert.Equal(0.1m, watch.SpendableUsd("openai"));
    }

    private static Task<ProviderCheck> Told(decimal dollars) => Task.FromResult(new ProviderCheck(dollars, []));

    // Nothing is sent: all of it waits.
    private async Task<TestNode> StartPausedAsync()
    {
        var node = await StartAsync(_poor, _rich);
        await PauseAsync("openai");
        await PauseAsync("legnext");
        return node;
    }

    private Task<long> FirstAtAsync(string provider) =>
        House.ScalarAsync<long>(
            "SELECT count(*) FROM generations WHERE plan->'chain'->0->>'provider' = @provider",
            new { provider }
        );
}
