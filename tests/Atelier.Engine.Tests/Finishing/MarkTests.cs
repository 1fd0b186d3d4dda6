using Atelier.Data.Blobs;
using Atelier.Engine.Late;
using Atelier.Engine.Tests.Nodes;
using Atelier.Imaging.Pipeline;
using Atelier.Imaging.Vips;
using Atelier.Providers.Reconciling;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Engine.Tests.Finishing;

/// <summary>Pictures of a free account: marked whenever they come, or not given at all.</summary>
public sealed class MarkTests : KernelTests
{
    private readonly TestWire _wire = new("legnext", tasks: true) { Reconciliation = Reconciliation.ByWindow };
    private string _blobFolder = "";

    [Fact]
    public async Task Finish_MarkCannotBeDrawn_FailsTheGenerationAndGivesTheCreditsBack()
    {
        var wire = new TestWire("openai");
        var node = await StartFreeAsync(WithoutFont, wire);

        var ended = await RunAsync(node, count: 2);

        Assert.Equal(("failed", "watermark_failed"), (ended.Row.State, ended.Row.ErrorCode));
        Assert.Contains("nothing was charged", ended.Row.ErrorMessage, StringComparison.Ordinal);
        Assert.All(ended.Slots, slot => Assert.Equal("watermark_failed", slot.ErrorCode));
        Assert.Equal(0, ended.Row.Settled);
        Assert.Equal(100_000, await BalanceAsync());
        await NothingIsKeptAsync();
        // Found out before any money was spent.
        Assert.Empty(wire.Posts);
        Assert.Equal(0, wire.Billed);
        await Books.AssertAsync(House, wire);
    }

    [Fact]
    public async Task Finish_FontGoesAfterTheCallWasPaid_FailsAndOnlyTheOperatorPays()
    {
        _wire.Always = new WireAct { Polls = int.MaxValue };
        var sender = await StartFreeAsync(_ => { }, _wire);
        var id = await sender.AcceptAsync(Account, "a lighthouse");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'submitted')");
        await sender.StopAsync();
        var node = await StartFreeAsync(WithoutFont, _wire);
        _wire.Finish();

        var ended = await node.WaitAsync(id, Account);

        Assert.Equal(("failed", "watermark_failed"), (ended.Row.State, ended.Row.ErrorCode));
        Assert.Equal(100_000, await BalanceAsync());
        await NothingIsKeptAsync();
        Assert.Equal("risk 40, cost 10", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task Paint_MarkCannotBeDrawn_FailsTheGenerationAndGivesTheCreditsBack()
    {
        var node = await StartFreeAsync(WithoutFont);

        var ended = await RunAsync(node);

        Assert.Equal(("failed", "watermark_failed"), (ended.Row.State, ended.Row.ErrorCode));
        Assert.Equal(100_000, await BalanceAsync());
        await NothingIsKeptAsync();
    }

    [Fact]
    public async Task Paint_MarkCannotBeDrawnAndNoneIsDue_IsComplete()
    {
        await House.ExecuteAsync("UPDATE accounts SET tier = 'paid'");
        var node = await StartAsync(new NodeSetup { Services = WithoutFont });

        var ended = await RunAsync(node);

        Assert.Equal("complete", ended.Row.State);
        Assert.False(ended.Slots[0].Image!.Marked);
    }

    [Fact]
    public async Task RunOnceAsync_LatePicturesOfAMarkedGeneration_AreMarkedWhateverTheTierIsThen()
    {
        var node = await StartFreeAsync(_ => { }, _wire);
        var generation = await EndUnknownAsync(node);
        await House.ExecuteAsync("UPDATE accounts SET tier = 'premium'");

        await LookTwiceAsync(node);

        Assert.Equal(2L, await House.ScalarAsync<long>("SELECT count(*) FROM images WHERE candidate"));
        Assert.Equal(0L, await House.ScalarAsync<long>("SELECT count(*) FROM images WHERE clean IS NULL"));
        Assert.Equal("risk 40, risk 40, cost 10, cost 10", await Books.OfAsync(House, generation));
    }

    [Fact]
    public async Task RunOnceAsync_LatePicturesThatCannotBeMarked_AreNeverStored()
    {
        var generation = await EndUnknownAsync(await StartFreeAsync(_ => { }, _wire));
        var node = await StartFreeAsync(WithoutFont, _wire);

        await LookTwiceAsync(node);

        await NothingIsKeptAsync();
        await House.ExecuteAsync("UPDATE attempts SET late_looks = @done", new { done = LateWorker.MostLooks - 1 });
        for (var look = 0; look < 2; look++)
        {
            await House.MoveClockAsync(TimeSpan.FromHours(24));
            await node.Get<LateWorker>().RunOnceAsync(Cancel);
        }

        // Given up in the end, and paid for.
        await NothingIsKeptAsync();
        Assert.Equal("risk 40, risk 40, cost 10, cost 10", await Books.OfAsync(House, generation));
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task Finish_OfAFreeAccount_StoresACleanCopyOutsideTheFiles()
    {
        var node = await StartFreeAsync(_ => { }, new TestWire("openai"));

        var ended = await RunAsync(node);

        var image = ended.Slots[0].Image!;
        Assert.True(image.Marked);
        Assert.NotEmpty(image.ThumbHash!);
        Assert.DoesNotContain(image.Files.Values, file => file.Name.StartsWith("clean", StringComparison.Ordinal));
        Assert.Contains(
            "clean.png",
            Directory.EnumerateFiles(_blobFolder, "*", SearchOption.AllDirectories).Select(Path.GetFileName)
        );
    }

    private async Task<TestNode> StartFreeAsync(Action<IServiceCollection> services, params TestWire[] wires)
    {
        await House.ExecuteAsync("UPDATE accounts SET tier = 'free'");
        var node = await StartAsync(new NodeSetup { Services = services, Wires = wires });
        _blobFolder = node.BlobFolder;
        return node;
    }

    private static void WithoutFont(IServiceCollection services)
    {
        VipsRuntime.Start(new VipsOptions());
        // libvips runs already; what is looked for there, and missing, is the font.
        var nowhere = new VipsOptions { NativesFolder = Path.Combine(AppContext.BaseDirectory, "no-natives") };
        services.AddSingleton(new PictureFinisher(new PictureFinisherOptions { Vips = nowhere }));
    }

    /// <summary>A generation whose two calls were both lost, and that has failed for it.</summary>
    private async Task<Guid> EndUnknownAsync(TestNode node)
    {
        _wire.Always = WireAct.Lost(billed: true);
        var id = await node.AcceptAsync(Account, "lost twice");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'unknown' AND polls > 0)");
        await House.MoveClockAsync(TimeSpan.FromSeconds(61));
        await UntilAsync("count(*) = 2 FROM attempts WHERE state = 'unknown' AND polls > 0");
        await House.MoveClockAsync(TimeSpan.FromSeconds(61));
        Assert.Equal("outcome_unknown", (await node.WaitAsync(id, Account)).Row.ErrorCode);
        return id;
    }

    private async Task LookTwiceAsync(TestNode node)
    {
        _wire.Finds = lost => new Reconciled.Found(_wire.TaskOf(lost.AttemptId));
        for (var look = 0; look < 2; look++)
        {
            await House.MoveClockAsync(TimeSpan.FromHours(2));
            await node.Get<LateWorker>().RunOnceAsync(Cancel);
        }
    }

    private async Task NothingIsKeptAsync()
    {
        Assert.Equal(0L, await House.ScalarAsync<long>("SELECT count(*) FROM images"));
        var folder = Path.Combine(_blobFolder, BlobKeys.Images);
        Assert.Empty(
            Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : []
        );
    }
}
