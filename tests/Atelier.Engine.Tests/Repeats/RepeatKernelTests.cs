using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Data.Blobs;
using Atelier.Engine.Accepting;
using Atelier.Engine.Tests.Nodes;
using Atelier.Engine.Views;
using Atelier.TestKit.Photos;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Engine.Tests.Repeats;

/// <summary>What tests of repeats share.</summary>
public abstract class RepeatKernelTests : KernelTests
{
    private protected async Task<(TestNode Node, FaultyBlobs Blobs)> StartFaultyAsync(TestWire wire)
    {
        FaultyBlobs? blobs = null;
        var node = await StartAsync(
            new NodeSetup
            {
                Wires = [wire],
                Services = services =>
                {
                    var disk = (IBlobStore)
                        services.Last(service => service.ServiceType == typeof(IBlobStore)).ImplementationInstance!;
                    blobs = new FaultyBlobs(disk);
                    services.AddSingleton<IBlobStore>(blobs);
                },
            }
        );
        return (node, blobs!);
    }

    private protected Task UntilWaitsAsync(Guid id) =>
        UntilAsync("EXISTS (SELECT FROM queue WHERE generation_id = @id AND waits_for IS NOT NULL)", new { id });

    private protected async Task<GenerationDetail> RunAsync(
        TestNode node,
        long? seed,
        string prompt = "a lighthouse",
        Quality quality = Quality.Standard,
        int count = 1,
        Guid? account = null
    ) => await EndAsync(node, await AcceptAsync(node, seed, prompt, quality, count, account), account);

    private protected async Task<Guid> AcceptAsync(
        TestNode node,
        long? seed,
        string prompt = "a lighthouse",
        Quality quality = Quality.Standard,
        int count = 1,
        Guid? account = null
    )
    {
        var request = new ImageRequest
        {
            Operation = new Create(prompt, null, null),
            Size = new PixelSize(16, 16),
            Seed = seed,
            Quality = quality,
            Count = count,
        };
        var accepted = await node.Get<GenerationAcceptor>()
            .AcceptAsync(new Caller(account ?? Account, null), request, null, null, CancellationToken.None);
        return accepted.GenerationId;
    }
}
