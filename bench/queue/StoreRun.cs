using System.Collections.Concurrent;
using System.Diagnostics;
using Atelier.Core.States;
using Atelier.Data.Accepting;
using Atelier.Data.Accounts;
using Atelier.Data.Connections;
using Atelier.Data.Generations;
using Atelier.Data.Images;
using Atelier.Data.Queue;
using Npgsql;

namespace Atelier.Bench.Queue;

/// <summary>
/// Whole jobs at the level of the stores, one by one: accept (credits reserved, generation, slot, event, queue), claim, end
/// (image, slot, settlement, event). The provider in between takes no time.
/// </summary>
internal sealed class StoreRun(Shape shape, string connectionString)
{
    private const string Lane = "bench";

    private readonly ConcurrentDictionary<Guid, long> _accepted = new();
    private readonly ConcurrentBag<double> _waits = [];
    private int _next;
    private int _ended;

    public async Task<Figures> RunAsync(CancellationToken cancellationToken)
    {
        var nodes = Enumerable.Range(0, shape.Nodes).Select(_ => Open()).ToList();
        await new LaneStore(nodes[0]).SaveAsync([new Lane(Lane, null, Paid: false)], cancellationToken);
        var accounts = await AddAccountsAsync(nodes[0], cancellationToken);
        var clock = Stopwatch.StartNew();
        var callers = Enumerable
            .Range(0, shape.Parallel)
            .Select(i => AcceptAsync(new AcceptStore(nodes[i % shape.Nodes]), accounts, cancellationToken));
        var workers = Enumerable
            .Range(0, shape.Parallel)
            .Select(i => WorkAsync(nodes[i % shape.Nodes], cancellationToken));
        await Task.WhenAll([.. callers, .. workers]);
        clock.Stop();
        nodes.ForEach(node => node.Dispose());
        var waits = _waits.Order().ToList();
        return new Figures(
            shape.Jobs / clock.Elapsed.TotalSeconds,
            waits[waits.Count / 2],
            waits[(int)(waits.Count * 0.99)]
        );
    }

    private NpgsqlDataSource Open()
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 80, Timeout = 60 };
        return Database.Open(settings.ConnectionString);
    }

    private async Task<List<Guid>> AddAccountsAsync(NpgsqlDataSource node, CancellationToken cancellationToken)
    {
        var store = new AccountStore(node);
        var accounts = new List<Guid>();
        for (var i = 0; i < shape.Accounts; i++)
        {
            accounts.Add(await store.CreateAsync(new NewAccount("Bench", "premium", 1_000_000_000), cancellationToken));
        }

        return accounts;
    }

    private async Task AcceptAsync(AcceptStore store, List<Guid> accounts, CancellationToken cancellationToken)
    {
        while (Interlocked.Increment(ref _next) is var number && number <= shape.Jobs)
        {
            var order = new AcceptOrder(
                Guid.CreateVersion7(),
                accounts[number % accounts.Count],
                null,
                "create",
                $"hill number {number}",
                null,
                """{"count":1}""",
                """{"chain":[{"model":"bench"}]}""",
                """[{"provider":"bench"}]""",
                1,
                1000,
                Lane,
                0,
                1,
                null
            );
            await store.AcceptAsync(order, cancellationToken);
            _accepted[order.GenerationId] = Stopwatch.GetTimestamp();
        }
    }

    private async Task WorkAsync(NpgsqlDataSource node, CancellationToken cancellationToken)
    {
        var (claims, ends, id) = (new ClaimStore(node), new EndStore(node), Guid.CreateVersion7());
        while (Volatile.Read(ref _ended) < shape.Jobs)
        {
            var taken = await claims.ClaimAsync(
                new ClaimOrder(Lane, id, shape.Claim, TimeSpan.FromSeconds(30)),
                cancellationToken
            );
            var now = Stopwatch.GetTimestamp();
            foreach (var claim in taken)
            {
                // A claim can be quicker than the caller's own note of its commit.
                _waits.Add(
                    _accepted.TryGetValue(claim.GenerationId, out var at)
                        ? Stopwatch.GetElapsedTime(at, now).TotalMilliseconds
                        : 0
                );
                await ends.EndAsync(claim, Delivered(), cancellationToken);
                Interlocked.Increment(ref _ended);
            }

            if (taken.Count == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
            }
        }
    }

    private static Ending Delivered()
    {
        var file = new ImageFile("original.png", "image/png", 64, 64, 1000, new string('0', 64));
        var image = new NewImage(
            Guid.CreateVersion7(),
            "bench",
            "bench",
            1,
            64,
            64,
            "png",
            new Dictionary<string, ImageFile> { ["original"] = file }
        );
        return new Ending(
            GenerationState.Complete,
            new Dictionary<int, NewImage> { [0] = image },
            new Dictionary<int, string>()
        );
    }
}
