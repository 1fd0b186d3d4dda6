using Atelier.Data.Images;
using Atelier.Data.Tests.Stores;

namespace Atelier.Data.Tests.Images;

public class ImageStoreTests : StoreTests
{
    private static readonly ImageFile Clean = new("clean.png", "image/png", 1024, 768, 54321, new string('c', 64));
    private static readonly ImageFile Late = new("optimized.avif", "image/avif", 1024, 768, 99, new string('d', 64));

    private ImageStore Images => new(House.Data);

    [Fact]
    public async Task FindAsync_OfAMarkedImage_KnowsTheMarkAndNotTheCleanFile()
    {
        var id = await DeliverAsync(image => image with { Clean = Clean, ThumbHash = [1, 2, 3] });

        var row = (await Images.FindAsync(id, Cancel))!;

        Assert.True(row.Marked);
        Assert.Equal([1, 2, 3], row.ThumbHash!);
        Assert.DoesNotContain(row.Files, file => file.Key == "clean" || file.Value.Name == Clean.Name);
        Assert.Equal(Clean, await Images.FindCleanAsync(id, Cancel));
    }

    [Fact]
    public async Task FindAsync_OfAnUnmarkedImage_HasNoCleanFile()
    {
        var id = await DeliverAsync(image => image);

        var row = (await Images.FindAsync(id, Cancel))!;

        Assert.False(row.Marked);
        Assert.Null(row.ThumbHash);
        Assert.Null(await Images.FindCleanAsync(id, Cancel));
        Assert.Null(await Images.FindCleanAsync(Guid.CreateVersion7(), Cancel));
    }

    [Fact]
    public async Task AddFileAsync_OfAnImageThatIsThere_ListsIt()
    {
        var id = await DeliverAsync(image => image);
        var folder = (await Images.FindAsync(id, Cancel))!.Folder;

        Assert.False(await Images.AddFileAsync(id, "sessions/elsewhere", "late", Late, Cancel));
        Assert.True(await Images.AddFileAsync(id, folder, "late", Late, Cancel));

        var files = (await Images.FindAsync(id, Cancel))!.Files;
        Assert.Equal(["late", "original"], files.Keys.Order());
        Assert.Equal(Late, files["late"]);
    }

    [Fact]
    public async Task AddFileAsync_OfADeletedImage_WritesNothing()
    {
        var id = await DeliverAsync(image => image);
        var folder = (await Images.FindAsync(id, Cancel))!.Folder;
        await DeleteAsync(id);

        Assert.False(await Images.AddFileAsync(id, folder, "late", Late, Cancel));
        Assert.False(await Images.AddFileAsync(Guid.CreateVersion7(), folder, "late", Late, Cancel));

        Assert.Equal(["original"], (await Images.FindAsync(id, Cancel))!.Files.Keys);
    }

    [Fact]
    public async Task DeletedAsync_OfSeveral_NamesThoseWhoseFilesAreGone()
    {
        var (kept, deleted, unknown) = (
            await DeliverAsync(image => image),
            await DeliverAsync(image => image),
            Guid.CreateVersion7()
        );
        await DeleteAsync(deleted);

        var gone = await Images.DeletedAsync([kept, deleted, unknown], Cancel);

        Assert.Equal([deleted, unknown], gone.Order());
    }

    private async Task<Guid> DeliverAsync(Func<NewImage, NewImage> change)
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account);
        var ending = Orders.Delivered();
        var image = change(ending.Delivered[0]);
        await Ends.EndAsync(claim, ending with { Delivered = new Dictionary<int, NewImage> { [0] = image } }, Cancel);
        return image.Id;
    }

    private Task DeleteAsync(Guid id) =>
        House.ExecuteAsync("UPDATE images SET deleted_at = atelier.now() WHERE id = @id", new { id });
}
