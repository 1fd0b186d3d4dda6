using Atelier.Data.Attempts;
using Atelier.Data.Blobs;
using Atelier.Data.Generations;
using Atelier.Data.Queue;
using Atelier.Engine.Health;
using Atelier.Engine.Public;
using Atelier.Engine.Steps;
using Atelier.Engine.Views;
using Atelier.Engine.Waypoints;
using Atelier.Engine.Working;
using Atelier.TestKit.Health;
using Atelier.TestKit.Houses;
using Atelier.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Engine.Tests.Nodes;

/// <summary>A house with one rich account, nodes that share a folder of pictures, and wires that are paid.</summary>
public abstract class KernelTests : IAsyncLifetime
{
    /// <summary>Nano-dollars of a test wire's least call: 10 thousandths of a dollar, and 40 at most.</summary>
    protected const long Price = 10_000_000;
    protected const long Most = 40_000_000;

    private readonly List<TestNode> _nodes = [];
    private readonly string _blobs = Directory.CreateTempSubdirectory("atelier-blobs-").FullName;
    private TestHouse? _house;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected Guid Account { get; private set; }

    internal TestHouse House => _house!;

    internal TestWaypoints Waypoints { get; } = new();

    internal JumpingTime Time { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _house = await HousePool.TakeAsync(Cancel);
        Account = await _house.AddAccountAsync(credits: 100, cancellationToken: Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        if (_house is not null)
        {
            await HousePool.GiveBackAsync(_house, TestContext.Current.TestState?.Result == TestResult.Passed);
        }

        Directory.Delete(_blobs, recursive: true);
        GC.SuppressFinalize(this);
    }

    internal Task<TestNode> StartAsync(params TestWire[] wires) => StartAsync(new NodeSetup { Wires = wires });

    /// <summary>
    /// A node that looks for work often, hears of waypoints, has a public address and a clock that can jump. Calls that outlived
    /// their generation it looks after when it is told to.
    /// </summary>
    internal async Task<TestNode> StartAsync(NodeSetup setup, Action<WorkOptions>? work = null)
    {
        var node = await TestNode.StartAsync(
            House,
            setup with
            {
                Blobs = _blobs,
                Services = services =>
                {
                    services.AddSingleton<IWaypoints>(Waypoints);
                    services.AddSingleton<TimeProvider>(Time);
                    if (!setup.Breaks)
                    {
                        services.AddSingleton<IOfferHealth, StillHealth>();
                    }

                    services.AddSingleton<PublicAddresses>(new TestAddresses());
                    services.Configure<WorkOptions>(options =>
                    {
                        options.Poll = TimeSpan.FromMilliseconds(20);
                        options.ReconcileEvery = TimeSpan.FromMilliseconds(20);
                        options.LateEvery = TimeSpan.FromDays(1);
                        work?.Invoke(options);
                    });
                    setup.Services?.Invoke(services);
                },
            }
        );
        _nodes.Add(node);
        return node;
    }

    /// <summary>A node that takes requests and works on none.</summary>
    internal async Task<TestNode> StartIdleAsync(params TestWire[] wires)
    {
        var node = await StartAsync(wires);
        await node.Get<WorkerHost>().StopAsync(Cancel);
        return node;
    }

    /// <summary>Makes a node one that stands still, as far as others can see: its leases are not renewed any more.</summary>
    internal static Task FreezeAsync(TestNode node) => node.Get<LeaseKeeper>().StopAsync(Cancel);

    /// <summary>Accepts a request and waits for its end.</summary>
    internal async Task<GenerationDetail> RunAsync(TestNode node, int count = 1) =>
        await EndAsync(node, await node.AcceptAsync(Account, "a lighthouse", count));

    /// <summary>
    /// Waits for the end of a generation, and until no node has it in hand: its spool goes and the health of its offers is noted
    /// when others see the end already.
    /// </summary>
    internal async Task<GenerationDetail> EndAsync(TestNode node, Guid id, Guid? account = null)
    {
        var ended = await node.WaitAsync(id, account ?? Account);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        while (_nodes.Any(one => one.Get<RunningClaims>().All.Any(claim => claim.GenerationId == id)))
        {
            await TestPause.NextAsync(deadline.Token);
        }

        return ended;
    }

    /// <summary>Waits for the end of a generation without any pause between its tries.</summary>
    internal Task<GenerationDetail> HurryAsync(TestNode node, Guid id) => Haste.EndAsync(House, node, id, Account);

    internal async Task<IReadOnlyList<AttemptRow>> AttemptsAsync(Guid generation)
    {
        using var reads = new WorkReads(House.Data, TimeProvider.System);
        return (await reads.LoadAsync(generation, Cancel))!.Attempts;
    }

    /// <summary>A claim with its intent, of a node that is somewhere else.</summary>
    internal async Task<Claim> ClaimAsync(TestWire wire, Guid nodeId) =>
        Assert.Single(
            await new ClaimStore(House.Data).ClaimAsync(
                new ClaimOrder(wire.Id, nodeId, 1, TimeSpan.FromSeconds(30)),
                Cancel
            )
        );

    internal BlobSpool SpoolOf(Guid attempt) => new(new DiskBlobStore(_blobs, Guid.CreateVersion7()), attempt);

    internal string SpoolFolder => Path.Combine(_blobs, BlobKeys.Spool);

    internal bool HasSpool(Guid attempt) => Directory.Exists(Path.Combine(SpoolFolder, attempt.ToString()));

    internal Task<long> BalanceAsync() =>
        House.ScalarAsync<long>("SELECT balance FROM accounts WHERE id = @Account", new { Account });

    /// <summary>Waits until a query answers true.</summary>
    internal async Task UntilAsync(string sql, object? parameters = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        while (!await House.ScalarAsync<bool>($"SELECT {sql}", parameters))
        {
            await TestPause.NextAsync(deadline.Token);
        }
    }

    internal Task PauseAsync(string lane) =>
        House.ExecuteAsync("UPDATE lanes SET paused_until = 'infinity' WHERE id = @lane", new { lane });

    internal Task ResumeAsync(string lane) =>
        House.ExecuteAsync("UPDATE lanes SET paused_until = '-infinity' WHERE id = @lane", new { lane });
}
