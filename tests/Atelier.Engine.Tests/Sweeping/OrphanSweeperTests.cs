using Atelier.Data.Blobs;
using Atelier.Engine.Sweeping;
using Atelier.Engine.Tests.Nodes;
using Atelier.TestKit.Houses;

namespace Atelier.Engine.Tests.Sweeping;

public sealed class OrphanSweeperTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunOnceAsync_FilesWithoutARow_GoAfterAWeek()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        var account = await house.AddAccountAsync(credits: 1, cancellationToken: Cancel);
        await using var node = await TestNode.StartAsync(house);
        var made = await node.WaitAsync(await node.AcceptAsync(account, "kept"), account);
        var kept = made.Slots[0].Image!;
        var old = await PutAsync(node, made.Row.Id);
        var young = await PutAsync(node, Guid.CreateVersion7());
        node.Age(made.Row.Id, kept.Id);
        node.Age(old.Generation, old.Image);

        var deleted = await node.Get<OrphanSweeper>().RunOnceAsync(Cancel);

        Assert.Equal(1, deleted);
        Assert.Null(await OpenAsync(node, old));
        Assert.NotNull(await OpenAsync(node, young));
        Assert.NotNull(await OpenAsync(node, (made.Row.Id, kept.Id)));
    }

    [Fact]
    public async Task RunOnceAsync_CopiesOnTheWayOutOfASession_StayUntilItIsGone()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        var account = await house.AddAccountAsync(credits: 1, cancellationToken: Cancel);
        await using var node = await TestNode.StartAsync(house);
        var made = await node.WaitAsync(await node.AcceptAsync(account, "on its way"), account);
        var image = made.Slots[0].Image!.Id;
        var session = await house.AddPhotoSessionAsync(account);
        await house.ExecuteAsync(
            "UPDATE images SET session_id = @session, folder = 'sessions/x' WHERE id = @image",
            new { session, image }
        );
        node.Age(made.Row.Id, image);

        var during = await node.Get<OrphanSweeper>().RunOnceAsync(Cancel);
        await house.ExecuteAsync("UPDATE images SET deleted_at = atelier.now() WHERE id = @image", new { image });
        var after = await node.Get<OrphanSweeper>().RunOnceAsync(Cancel);

        Assert.Equal((0, 1), (during, after));
    }

    [Fact]
    public async Task RunOnceAsync_LastOrphanOfAGeneration_TakesItsFolderAlong()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        await using var node = await TestNode.StartAsync(house);
        var orphan = await PutAsync(node, Guid.CreateVersion7());
        node.Age(orphan.Generation, orphan.Image);

        Assert.Equal(1, await node.Get<OrphanSweeper>().RunOnceAsync(Cancel));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(node.BlobFolder, BlobKeys.Images)));
        Assert.Equal(0, await node.Get<OrphanSweeper>().RunOnceAsync(Cancel));
    }

    [Fact]
    public async Task RunOnceAsync_ClaimsOfKilledNodes_GoAfterADay()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        await using var node = await TestNode.StartAsync(house);
        var (old, young) = ($"{BlobKeys.Claims}/{Guid.CreateVersion7()}", $"{BlobKeys.Claims}/{Guid.CreateVersion7()}");
        foreach (var folder in new[] { old, young })
        {
            var key = $"{folder}/{Guid.CreateVersion7()}";
            await node.Get<IBlobStore>().PutAsync(key, new byte[] { 1 }, BlobFacts.Unnamed, Cancel);
        }

        Directory.SetLastWriteTimeUtc(
            Path.Combine(node.BlobFolder, old),
            TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2)
        );

        await node.Get<OrphanSweeper>().RunOnceAsync(Cancel);

        Assert.False(Directory.Exists(Path.Combine(node.BlobFolder, old)));
        Assert.True(Directory.Exists(Path.Combine(node.BlobFolder, young)));
    }

    private static async Task<(Guid Generation, Guid Image)> PutAsync(TestNode node, Guid generation)
    {
        var image = Guid.CreateVersion7();
        var key = BlobKeys.OfImage(generation, image, "original.png");
        await node.Get<IBlobStore>().PutAsync(key, new byte[] { 1 }, BlobFacts.Unnamed, Cancel);
        return (generation, image);
    }

    private static async Task<Stream?> OpenAsync(TestNode node, (Guid Generation, Guid Image) of)
    {
        var key = BlobKeys.OfImage(of.Generation, of.Image, "original.png");
        var stream = await node.Get<IBlobStore>().OpenAsync(key, Cancel);
        stream?.Dispose();
        return stream;
    }
}
