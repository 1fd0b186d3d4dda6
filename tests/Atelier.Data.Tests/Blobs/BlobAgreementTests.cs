using Atelier.Data.Blobs;
using Atelier.Data.Tests.Stores;

namespace Atelier.Data.Tests.Blobs;

public sealed class BlobAgreementTests : StoreTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atelier-agreement-").FullName;

    [Fact]
    public async Task CheckAsync_SameFolder_EveryNodePasses()
    {
        await BlobAgreement.CheckAsync(House.Data, _folder, Cancel);
        await BlobAgreement.CheckAsync(AddNode(), _folder, Cancel);
    }

    [Fact]
    public async Task CheckAsync_AnotherFolder_IsRefusedAndLeftAlone()
    {
        var other = Path.Combine(_folder, "other");
        await BlobAgreement.CheckAsync(House.Data, _folder, Cancel);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            BlobAgreement.CheckAsync(House.Data, other, Cancel)
        );

        Assert.Contains("ATELIER_BLOBS", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(other));
    }

    [Fact]
    public async Task CheckAsync_MovedWithItsFile_Passes()
    {
        await BlobAgreement.CheckAsync(House.Data, Path.Combine(_folder, "old"), Cancel);
        Directory.Move(Path.Combine(_folder, "old"), Path.Combine(_folder, "new"));

        await BlobAgreement.CheckAsync(House.Data, Path.Combine(_folder, "new"), Cancel);
    }
}
