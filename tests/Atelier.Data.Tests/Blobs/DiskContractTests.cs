using Atelier.Data.Blobs;

namespace Atelier.Data.Tests.Blobs;

public sealed class DiskContractTests : BlobStoreContract
{
    private readonly BlobFolder _folder = new();

    [Fact]
    public async Task Presign_Folder_HasNoAddress()
    {
        await Blobs.PutAsync("a/b", Bytes(1, 1), BlobFacts.Unnamed, Cancel);

        Assert.Null(Blobs.Presign("a/b", TimeSpan.FromMinutes(1), null));
    }

    [Fact]
    public async Task DeleteFolderAsync_FolderIsNotMountedAnyMore_SaysSo()
    {
        await Blobs.PutAsync("a/b", Bytes(1, 1), BlobFacts.Unnamed, Cancel);
        Directory.Move(_folder.At("blobs"), _folder.At("elsewhere"));

        await Assert.ThrowsAsync<IOException>(() => Blobs.DeleteFolderAsync("a", Cancel));

        Directory.Move(_folder.At("elsewhere"), _folder.At("blobs"));
        Assert.Equal(Bytes(1, 1), await ReadAsync("a/b"));
    }

    protected override Task<IBlobStore> OpenStoreAsync() =>
        Task.FromResult<IBlobStore>(new DiskBlobStore(_folder.At("blobs"), Guid.CreateVersion7()));

    protected override Task CloseStoreAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    protected override Task<IReadOnlyList<string>> KeysAsync() =>
        Task.FromResult<IReadOnlyList<string>>([
            .. _folder.Files.Select(file => file["blobs/".Length..]).Order(StringComparer.Ordinal),
        ]);
}
