using Atelier.Core.Requests;
using Atelier.Data.Ledger;
using Atelier.Engine.Tests.Nodes;
using Atelier.Engine.Working;
using Atelier.TestKit.Houses;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Engine.Tests.Working;

public sealed class TwoNodesTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workers_TwoHundredGenerationsOnTwoNodes_EachRunsOnce()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        var account = await house.AddAccountAsync(credits: 200, cancellationToken: Cancel);
        await using var first = await TestNode.StartAsync(house);
        await using var second = await TestNode.StartAsync(house);

        var ids = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(i => (i % 2 == 0 ? first : second).AcceptAsync(account, $"job {i}"))
        );
        foreach (var id in ids)
        {
            Assert.Equal("complete", (await first.WaitAsync(id, account)).Row.State);
        }

        string[] prompts = [.. first.Provider.Prompts, .. second.Provider.Prompts];
        Assert.Equal(200, prompts.Length);
        Assert.Distinct(prompts);
        Assert.NotEmpty(first.Provider.Prompts);
        Assert.NotEmpty(second.Provider.Prompts);
        var check = await new LedgerStore(house.Data).CheckAsync(Cancel);
        Assert.Empty(check.Problems);
        Assert.Equal(0, await house.ScalarAsync<long>("SELECT balance FROM accounts"));
        Assert.Equal(200, await house.ScalarAsync<long>("SELECT count(*) FROM images"));
    }

    [Fact]
    public async Task Workers_NewcomerBehindAFlood_StartsWithinTwentyStarts()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        var flood = await house.AddAccountAsync(credits: 400, cancellationToken: Cancel);
        var newcomer = await house.AddAccountAsync(credits: 10, cancellationToken: Cancel);
        var gate = new TaskCompletionSource();
        var provider = new TestProvider { Behave = (_, _, cancel) => gate.Task.WaitAsync(cancel) };
        await using var node = await TestNode.StartAsync(house, provider, OneAtATime);

        for (var i = 0; i < 300; i++)
        {
            await node.AcceptAsync(flood, "flood");
        }

        var before = provider.Prompts.Count;
        var last = Guid.Empty;
        for (var i = 0; i < 10; i++)
        {
            last = await node.AcceptAsync(newcomer, "newcomer");
        }

        gate.SetResult();
        await node.WaitAsync(last, newcomer);

        // The place of the newcomer's last job among all starts since it came.
        Assert.InRange(provider.Prompts.ToList().LastIndexOf("newcomer") - before + 1, 10, 20);
    }

    [Fact]
    public async Task Workers_BackgroundBehindInteractive_StartsWithinEight()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        var busy = await house.AddAccountAsync(credits: 100, cancellationToken: Cancel);
        var quiet = await house.AddAccountAsync(credits: 10, cancellationToken: Cancel);
        var gate = new TaskCompletionSource();
        var provider = new TestProvider { Behave = (_, _, cancel) => gate.Task.WaitAsync(cancel) };
        await using var node = await TestNode.StartAsync(house, provider, OneAtATime);
        for (var i = 0; i < 50; i++)
        {
            await node.AcceptAsync(busy, "interactive");
        }

        var before = provider.Prompts.Count;
        var background = await node.AcceptAsync(quiet, "background", jobClass: JobClass.Background);
        gate.SetResult();
        await node.WaitAsync(background, quiet);

        Assert.InRange(provider.Prompts.ToList().IndexOf("background") - before + 1, 1, 8);
    }

    private static void OneAtATime(IServiceCollection services) =>
        services.Configure<WorkOptions>(work => work.LocalAtOnce = 1);
}
