using Atelier.Data.Blobs;
using Atelier.Engine.Sweeping;
using Atelier.Engine.Tests.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Engine.Tests.Steps;

/// <summary>What was paid for has come, and the place of the pictures is away.</summary>
public sealed class SlowSpoolTests : KernelTests
{
    [Fact]
    public async Task RunAsync_NameOfTheTaskCannotBeSpooled_IsInTheDatabaseMeanwhile()
    {
        var wire = new TestWire("legnext", tasks: true);
        var (node, blobs) = await StartAsync(wire, "/task");
        var id = await node.AcceptAsync(Account, "a lighthouse");
        await blobs.Whole.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancel);

        await UntilAsync("EXISTS (SELECT FROM attempts WHERE task_id IS NOT NULL)");
        Assert.Equal("intent", await StateAsync());
        blobs.ComeBack();

        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        Assert.Single(wire.Posts);
        await Books.AssertAsync(House, wire);
    }

    [Fact]
    public async Task RunAsync_AnswerIsWholeLongBeforeItIsStored_IsPaidOnce()
    {
        var (wire, next) = (new TestWire("openai"), new TestWire("piapi"));
        var (node, blobs) = await StartAsync(wire, "/answer", next);
        var id = await node.AcceptAsync(Account, "a lighthouse");
        await blobs.Whole.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancel);

        // The lease would be over several times.
        for (var renewed = 0; renewed < 3; renewed++)
        {
            var until = await House.ScalarAsync<DateTime>("SELECT lease_until FROM queue");
            await House.MoveClockAsync(TimeSpan.FromSeconds(1));
            Assert.Equal("intent", await StateAsync());
            await UntilAsync("lease_until > @until FROM queue", new { until });
        }

        blobs.ComeBack();

        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        Assert.Single(wire.Posts);
        Assert.Empty(next.Posts);
        await Books.AssertAsync(House, wire, next);
    }

    private Task<string> StateAsync() => House.ScalarAsync<string>("SELECT state FROM attempts")!;

    private async Task<(TestNode Node, HangingBlobs Blobs)> StartAsync(
        TestWire wire,
        string part,
        params TestWire[] more
    )
    {
        HangingBlobs? blobs = null;
        var node = await StartAsync(
            new NodeSetup
            {
                Wires = [wire, .. more],
                Services = services =>
                {
                    var disk = (IBlobStore)
                        services.Last(service => service.ServiceType == typeof(IBlobStore)).ImplementationInstance!;
                    blobs = new HangingBlobs(disk, part);
                    services.AddSingleton<IBlobStore>(blobs);
                },
            },
            work => work.Lease = TimeSpan.FromSeconds(3)
        );
        // A claim whose lease is renewed late is not lost to whoever looks just then.
        await node.Get<QueueSweeper>().StopAsync(Cancel);
        return (node, blobs!);
    }
}
