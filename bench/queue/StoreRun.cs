using System.Collections.Concurrent;
using System.Diagnostics;
using Atelier.Data.Accepting;
using Atelier.Data.Accounts;
using Atelier.Data.Budgets;
using Atelier.Data.Queue;

namespace Atelier.Bench.Queue;

/// <summary>
/// Whole paid jobs at the level of the stores: accept (budget, credits, generation, slot, event, queue), claim (intent and
/// risk), end (attempt, cost, image, slot, settlement, release, event). The provider in between takes no time.
/// </summary>
internal sealed class StoreRun(Shape shape, string connectionString, CpuClock cpu, Func<Task>? warm = null)
{
    private readonly ConcurrentDictionary<Guid, long> _accepted = new();
    private readonly ConcurrentBag<double> _waits = [];
    private TaskCompletionSource _all = new();
    private int _jobs;
    private int _next;
    private int _ended;

    public async Task<Figures> RunAsync()
    {
        var nodes = Enumerable
            .Range(0, shape.Nodes)
            .Select(_ => new StoreNode(connectionString, shape.Grouped))
            .ToList();
        await new LaneStore(nodes[0].Pool).SaveAsync([new Lane(PaidJob.Lane, null, Paid: true)], default);
        await new BudgetStore(nodes[0].Pool).SetAsync(shape.Budget ? 1_000_000_000_000_000_000 : null, default);
        var accounts = await AddAccountsAsync(nodes[0]);
        using var stop = new CancellationTokenSource();
        var loops = nodes.ConvertAll(node => new WorkLoop(node, shape.Parallel / shape.Nodes, Claimed, Ended));
        var doors = new List<Func<HttpDoor.Post, Task>>();
        var open = new List<HttpDoor>();
        foreach (var (node, loop) in nodes.Zip(loops))
        {
            doors.Add(await DoorAsync(node, loop, open));
        }

        var working = loops.ConvertAll(loop => loop.RunAsync(stop.Token));
        // New connections load catalogs and plan every statement several times before they keep a plan.
        await JobsAsync(shape.Parallel * 60, rate: 0, doors, accounts);
        await (warm?.Invoke() ?? Task.CompletedTask);
        var (server, client) = (cpu.Server, CpuClock.Client);
        var clock = Stopwatch.StartNew();
        await JobsAsync(shape.Jobs, shape.Rate, doors, accounts);
        clock.Stop();
        (server, client) = (cpu.Server - server, CpuClock.Client - client);
        await stop.CancelAsync();
        await Task.WhenAll(working);
        loops.ForEach(loop => loop.Dispose());
        foreach (var door in open)
        {
            await door.DisposeAsync();
        }

        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        var waits = _waits.Order().ToList();
        return new Figures(
            shape.Jobs / clock.Elapsed.TotalSeconds,
            waits[waits.Count / 2],
            waits[(int)(waits.Count * 0.99)],
            server * 1000 / shape.Jobs,
            client * 1000 / shape.Jobs
        );
    }

    private async Task<List<Guid>> AddAccountsAsync(StoreNode node)
    {
        var store = new AccountStore(node.Pool);
        var accounts = new List<Guid>();
        for (var i = 0; i < shape.Accounts; i++)
        {
            accounts.Add(await store.CreateAsync(new NewAccount("Bench", "premium", 1_000_000_000), default));
        }

        return accounts;
    }

    private async Task<Func<HttpDoor.Post, Task>> DoorAsync(StoreNode node, WorkLoop loop, List<HttpDoor> open)
    {
        if (!shape.Http)
        {
            return post => AcceptAsync(node, loop, post);
        }

        var door = await HttpDoor.OpenAsync(post => AcceptAsync(node, loop, post));
        open.Add(door);
        return door.PostAsync;
    }

    private async Task JobsAsync(int jobs, int rate, List<Func<HttpDoor.Post, Task>> doors, List<Guid> accounts)
    {
        (_jobs, _next, _ended) = (jobs, 0, 0);
        _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waits.Clear();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(
            Enumerable
                .Range(0, shape.Parallel)
                .Select(i =>
                    CallAsync(doors[i % shape.Nodes], accounts, TimeSpan.FromSeconds(rate > 0 ? 1.0 / rate : 0), clock)
                )
        );
        await _all.Task;
    }

    /// <param name="pause">From one job to the next, of all callers together.</param>
    private async Task CallAsync(Func<HttpDoor.Post, Task> door, List<Guid> accounts, TimeSpan pause, Stopwatch clock)
    {
        while (Interlocked.Increment(ref _next) is var number && number <= _jobs)
        {
            if (pause > TimeSpan.Zero)
            {
                var ahead = (number * pause) - clock.Elapsed;
                await Task.Delay(ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero, TimeProvider.System);
            }

            await door(new HttpDoor.Post(accounts[number % accounts.Count], $"hill number {number}"));
        }
    }

    private async Task<Guid> AcceptAsync(StoreNode node, WorkLoop loop, HttpDoor.Post post)
    {
        var order = PaidJob.Order(post.Account, post.Prompt);
        var outcome = await node.AcceptAsync(order);
        if (outcome is not AcceptOutcome.Accepted)
        {
            throw new InvalidOperationException($"{outcome}");
        }

        _accepted[order.GenerationId] = Stopwatch.GetTimestamp();
        loop.Wake();
        return order.GenerationId;
    }

    // A claim can be quicker than the caller's own note of its commit.
    private void Claimed(Claim claim) =>
        _waits.Add(
            _accepted.TryRemove(claim.GenerationId, out var at) ? Stopwatch.GetElapsedTime(at).TotalMilliseconds : 0
        );

    private void Ended()
    {
        if (Interlocked.Increment(ref _ended) == _jobs)
        {
            _all.SetResult();
        }
    }
}
