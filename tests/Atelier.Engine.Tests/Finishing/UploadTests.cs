using Atelier.Data.Blobs;
using Atelier.Engine.Tests.Nodes;
using Atelier.Engine.Tests.Steps;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Engine.Tests.Finishing;

/// <summary>The pictures are paid for and finished, and the place for them does not take them.</summary>
public sealed class UploadTests : KernelTests
{
    [Fact]
    [Trait("Requirement", "C-64")]
    [Trait("Requirement", "C-79")]
    public async Task RunAsync_StoreHangs_StaysUploadingAndIsTakenUpAgainPaidOnce()
    {
        var wire = new TestWire("openai");
        HangingBlobs? blobs = null;
        var node = await StartAsync(
            new NodeSetup
            {
                Wires = [wire],
                Services = services =>
                {
                    var disk = (IBlobStore)
                        services.Last(service => service.ServiceType == typeof(IBlobStore)).ImplementationInstance!;
                    blobs = new HangingBlobs(disk, "/thumb-512.webp");
                    services.AddSingleton<IBlobStore>(blobs);
                },
            },
            work => work.UploadTimeout = TimeSpan.FromMilliseconds(50)
        );

        var id = await node.AcceptAsync(Account, "a lighthouse");
        await UntilAsync("EXISTS (SELECT FROM generations WHERE state = 'uploading' AND progress = 90)");
        await UntilAsync("EXISTS (SELECT FROM queue WHERE lease_until IS NULL)");
        Assert.Equal("uploading", await House.ScalarAsync<string>("SELECT state FROM generations"));
        blobs!.ComeBack();

        var ended = await node.WaitAsync(id, Account);

        Assert.Equal("complete", ended.Row.State);
        Assert.Single(wire.Posts);
        await Books.AssertAsync(House, wire);
    }
}
