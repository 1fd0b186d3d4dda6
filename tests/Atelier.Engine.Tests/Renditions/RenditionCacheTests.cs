using Atelier.Engine.Renditions;
using Atelier.TestKit.Racing;
using Atelier.TestKit.Time;

namespace Atelier.Engine.Tests.Renditions;

public sealed class RenditionCacheTests : IDisposable
{
    private readonly CacheFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OpenAsync_WhatWasPut_BringsTheSameBytes()
    {
        var cache = _folder.Open();
        await CacheFolder.PutAsync(cache, 1, 100);

        Assert.Equal(CacheFolder.Bytes(1, 100), await CacheFolder.ReadAsync(cache, 1));
        Assert.Null(await CacheFolder.ReadAsync(cache, 2));
        Assert.Equal(100, cache.Bytes);
    }

    [Fact]
    public async Task PutAsync_BeyondTheBound_TheLeastRecentlyUsedGoes()
    {
        var cache = _folder.Open(maxBytes: 300);
        await PutAllAsync(cache, 1, 2, 3);
        await CacheFolder.ReadAsync(cache, 1);

        await CacheFolder.PutAsync(cache, 4, 100);

        Assert.Equal([1, 3, 4], await HasAsync(cache, 1, 2, 3, 4));
        Assert.Equal(300, cache.Bytes);
        Assert.Equal(300, _folder.Files.Sum(file => file.Length));
    }

    [Fact]
    public async Task PutAsync_LargerThanTheBound_IsNotKeptAndNothingGoes()
    {
        var cache = _folder.Open(maxBytes: 300);
        await PutAllAsync(cache, 1, 2);

        await CacheFolder.PutAsync(cache, 3, 301);

        Assert.Equal([1, 2], await HasAsync(cache, 1, 2, 3));
    }

    [Fact]
    public async Task PutAsync_BoundOfNothing_KeepsNothing()
    {
        var cache = _folder.Open(maxBytes: 0);

        await CacheFolder.PutAsync(cache, 1, 1);

        Assert.Null(await CacheFolder.ReadAsync(cache, 1));
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task PutAsync_SameKeyWithOtherBytes_ReplacesThem()
    {
        var cache = _folder.Open();
        var image = Guid.CreateVersion7();
        await CacheFolder.PutAsync(cache, 1, [1, 2, 3], image);

        await CacheFolder.PutAsync(cache, 1, [4, 5], image);
        await CacheFolder.PutAsync(cache, 1, [4, 5], image);

        Assert.Equal([4, 5], await CacheFolder.ReadAsync(cache, 1));
        Assert.Equal(2, cache.Bytes);
        Assert.Single(_folder.Files);
    }

    [Fact]
    public async Task Open_AfterARestart_KnowsFilesAndTheOrderOfTheirUse()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var before = _folder.Open(maxBytes: 300, time);
        foreach (var number in (int[])[1, 2, 3])
        {
            await CacheFolder.PutAsync(before, number, 100);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        await CacheFolder.ReadAsync(before, 1);
        time.Advance(TimeSpan.FromSeconds(1));

        var after = _folder.Open(maxBytes: 300, time);
        Assert.Equal(300, after.Bytes);
        await CacheFolder.PutAsync(after, 4, 100);

        Assert.Equal([1, 3, 4], await HasAsync(after, 1, 2, 3, 4));
    }

    [Fact]
    public async Task Open_WithASmallerBound_LetsTheOldestGo()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var before = _folder.Open(maxBytes: 300, time);
        foreach (var number in (int[])[1, 2, 3])
        {
            await CacheFolder.PutAsync(before, number, 100);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        var after = _folder.Open(maxBytes: 250, time);

        Assert.Equal([2, 3], await HasAsync(after, 1, 2, 3));
        Assert.Equal(2, _folder.Files.Count);
    }

    [Fact]
    public async Task Open_AfterACrash_RemovesWhatWasHalfWritten()
    {
        await CacheFolder.PutAsync(_folder.Open(), 1, 10);
        await File.WriteAllBytesAsync(
            Path.Combine(_folder.TemporaryFolder, "half"),
            [1, 2],
            TestContext.Current.CancellationToken
        );

        var cache = _folder.Open();

        Assert.Single(_folder.Files);
        Assert.Equal(10, cache.Bytes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OpenAsync_TruncatedFile_IsNotServedAndGoes(bool restarted)
    {
        var cache = _folder.Open();
        await CacheFolder.PutAsync(cache, 1, 100);
        await ChangeAsync(bytes => bytes[..50]);
        cache = restarted ? _folder.Open() : cache;

        Assert.Null(await CacheFolder.ReadAsync(cache, 1));

        Assert.Empty(_folder.Files);
        Assert.Equal(0, cache.Bytes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OpenAsync_FlippedBit_IsNotServedAndGoes(bool restarted)
    {
        var cache = _folder.Open();
        await CacheFolder.PutAsync(cache, 1, 100);
        await ChangeAsync(bytes => [.. bytes[..99], (byte)(bytes[99] ^ 1)]);
        cache = restarted ? _folder.Open() : cache;

        Assert.Null(await CacheFolder.ReadAsync(cache, 1));

        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task OpenAsync_FileDeletedByHand_IsForgotten()
    {
        var cache = _folder.Open();
        await CacheFolder.PutAsync(cache, 1, 100);
        File.Delete(_folder.Files[0].FullName);

        Assert.Null(await CacheFolder.ReadAsync(cache, 1));
        Assert.Equal(0, cache.Bytes);
    }

    [Fact]
    public async Task Open_FilesOfOthers_AreLeftAlone()
    {
        var strange = Path.Combine(Path.GetDirectoryName(_folder.TemporaryFolder)!, "mine", "notes.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(strange)!);
        await File.WriteAllTextAsync(strange, "keep", TestContext.Current.CancellationToken);

        var cache = _folder.Open();

        Assert.True(File.Exists(strange));
        Assert.Equal(0, cache.Bytes);
    }

    [Fact]
    public async Task Drop_AnImage_DeletesItsFilesAndNoOthers()
    {
        var cache = _folder.Open();
        var image = Guid.CreateVersion7();
        await CacheFolder.PutAsync(cache, 1, 10, image);
        await CacheFolder.PutAsync(cache, 2, 10, image);
        await CacheFolder.PutAsync(cache, 3, 10);

        cache.Drop(image);

        Assert.Equal([3], await HasAsync(cache, 1, 2, 3));
        Assert.DoesNotContain(image, cache.Images);
        Assert.Single(_folder.Files);
    }

    [Fact]
    public async Task PutAndOpen_ManyAtOnce_StaysWithinTheBound()
    {
        var cache = _folder.Open(maxBytes: 1000);

        await Together.RunAsync(
            64,
            async index =>
            {
                await CacheFolder.PutAsync(cache, index % 20, 100);
                var read = await CacheFolder.ReadAsync(cache, (index * 7) % 20);
                Assert.True(read is null || read.Length == 100);
                return 0;
            }
        );

        Assert.InRange(cache.Bytes, 100, 1000);
        Assert.Equal(cache.Bytes, _folder.Files.Sum(file => file.Length));
    }

    private static async Task PutAllAsync(RenditionCache cache, params int[] numbers)
    {
        foreach (var number in numbers)
        {
            await CacheFolder.PutAsync(cache, number, 100);
        }
    }

    // Reading counts as use, so the order of asking matters no more afterwards.
    private static async Task<List<int>> HasAsync(RenditionCache cache, params int[] numbers)
    {
        var found = new List<int>();
        foreach (var number in numbers)
        {
            if (await CacheFolder.ReadAsync(cache, number) is not null)
            {
                found.Add(number);
            }
        }

        return found;
    }

    private async Task ChangeAsync(Func<byte[], byte[]> change)
    {
        var path = Assert.Single(_folder.Files).FullName;
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(path, change(bytes), TestContext.Current.CancellationToken);
    }
}
