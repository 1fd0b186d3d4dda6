using Atelier.Core.Policy;
using Atelier.Data.Blobs;
using Atelier.Data.Reviews;
using Atelier.Engine.Accounts;
using Atelier.Engine.Checking;
using Atelier.Engine.Reviews;
using Atelier.Engine.Sweeping;
using Atelier.Engine.Tests.Nodes;
using Atelier.Engine.Views;
using Atelier.Engine.Waypoints;
using Atelier.TestKit.Racing;

namespace Atelier.Engine.Tests.Checking;

/// <summary>What becomes of pictures that do not pass.</summary>
public sealed class ParkTests : CheckCase
{
    [Fact]
    public async Task Finish_CheckFails_ParksUnpaidAndAnAcceptDelivers()
    {
        var node = await StartCheckedAsync(TestChecker.Failing());
        var id = await ParkAsync(node, count: 2);

        var parked = (await node.Get<GenerationReader>().FindAsync(id, Account, Cancel))!;
        Assert.All(parked.Slots, slot => Assert.Null(slot.Image));
        Assert.Empty(parked.Candidates);
        Assert.Equal((null, 98_000), (parked.Row.Settled, await BalanceAsync()));
        Assert.Equal("risk 40, risk 40, cost 10, cost 10", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, Wire);

        Assert.Equal("complete", (await DecideAsync(node, id, ReviewVerdict.Accept))!.State);

        var ended = await node.WaitAsync(id, Account);
        Assert.Equal(("complete", 2000L), (ended.Row.State, ended.Row.Settled));
        Assert.All(ended.Slots, slot => Assert.Equal("failed", slot.Image!.Checks!["nsfw"]));
        Assert.Equal(2, Wire.Posts.Count);
        await Books.AssertAsync(House, Wire);
    }

    [Fact]
    public async Task Finish_Refused_ChargesNobodyKeepsTheBillAndDeletesTheBytesAfterAWeek()
    {
        var node = await StartCheckedAsync(TestChecker.Failing());
        var id = await ParkAsync(node);

        await DecideAsync(node, id, ReviewVerdict.Refuse);

        var ended = await node.WaitAsync(id, Account);
        Assert.Equal(("failed", "content_policy", 0L), (ended.Row.State, ended.Row.ErrorCode, ended.Row.Settled));
        Assert.Equal(100_000, await BalanceAsync());
        Assert.Equal("risk 40, cost 10", await Books.OfAsync(House, id));
        var sweeper = node.Get<ExpirySweeper>();
        await House.MoveClockAsync(TimeSpan.FromDays(6.9));
        await sweeper.RunOnceAsync(Cancel);
        Assert.NotEmpty(FilesOf(node, id));
        await House.MoveClockAsync(TimeSpan.FromDays(0.2));
        await sweeper.RunOnceAsync(Cancel);
        Assert.Empty(FilesOf(node, id));
        await Books.AssertAsync(House, Wire);
    }

    [Fact]
    [Trait("Requirement", "C-57")]
    public async Task Finish_CheckBreaksOrHangs_Parks()
    {
        var checker = new TestChecker(PictureCheck.Violence)
        {
            Says = _ => throw new InvalidOperationException("The model is away."),
        };
        var node = await StartCheckedAsync(checker);
        await ParkAsync(node);

        checker.Says = async cancel =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
            return CheckOutcome.Passed;
        };
        node.Get<Microsoft.Extensions.Options.IOptions<CheckOptions>>().Value.CheckTimeout = TimeSpan.FromMilliseconds(
            20
        );
        var id = await ParkAsync(node);

        Assert.Equal("""{"violence": "not_available"}""", await ChecksAsync(id));
        await Books.AssertAsync(House, Wire);
    }

    [Fact]
    public async Task Finish_CheckNotAvailable_DeliversAndSaysSo()
    {
        var node = await StartCheckedAsync(new TestChecker(PictureCheck.Nsfw) { Available = false });

        var ended = await RunAsync(node);

        Assert.Equal("complete", ended.Row.State);
        Assert.Equal("not_available", ended.Slots[0].Image!.Checks!["nsfw"]);
    }

    [Fact]
    public async Task Finish_CheckNotAvailableButRequired_Parks()
    {
        var checker = new TestChecker(PictureCheck.Nsfw) { Available = false };
        var node = await StartCheckedAsync(checker, ImageRule.Required);

        await ParkAsync(node);

        Assert.Equal(0, checker.Asked);
    }

    [Fact]
    public async Task Paint_FromWords_NeedsNoCheckAndSaysSo()
    {
        var checker = TestChecker.Failing();
        var node = await StartAsync(
            new NodeSetup
            {
                Services = services =>
                    Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<IPictureChecker>(
                        services,
                        checker
                    ),
            }
        );

        var ended = await RunAsync(node);

        Assert.Equal(("complete", "not_needed"), (ended.Row.State, ended.Slots[0].Image!.Checks!["nsfw"]));
        Assert.Equal(0, checker.Asked);
    }

    [Fact]
    public async Task Finish_NodeFreezesBetweenParkingAndItsCommit_IsParkedOnce()
    {
        var gate = Waypoints.StopOnceAt(Waypoint.Stored);
        var frozen = await StartCheckedAsync(TestChecker.Failing());
        var id = await frozen.AcceptAsync(Account, "a lighthouse");
        await gate.Reached;
        await FreezeAsync(frozen);
        var other = await StartCheckedAsync(TestChecker.Failing());
        await House.MoveClockAsync(TimeSpan.FromSeconds(31));
        await other.Get<QueueSweeper>().RunOnceAsync(Cancel);
        await UntilParkedAsync(id);

        gate.Open();
        await frozen.StopAsync();

        Assert.Equal(1L, await House.ScalarAsync<long>("SELECT count(*) FROM reviews"));
        Assert.Equal(1L, await House.ScalarAsync<long>("SELECT count(*) FROM images"));
        await DecideAsync(other, id, ReviewVerdict.Accept);
        Assert.Equal(99_000, await BalanceAsync());
        Assert.Single(Wire.Posts);
        await Books.AssertAsync(House, Wire);
    }

    [Fact]
    public async Task RunOnceAsync_TwoNodesAfterADay_EndEachOnceAndARestartLosesNothing()
    {
        var node = await StartCheckedAsync(TestChecker.Failing());
        var ids = new List<Guid> { await ParkAsync(node), await ParkAsync(node), await ParkAsync(node) };
        await node.StopAsync();
        await House.MoveClockAsync(TimeSpan.FromHours(24.1));
        TestNode[] nodes =
        [
            await StartCheckedAsync(TestChecker.Failing()),
            await StartCheckedAsync(TestChecker.Failing()),
        ];

        var ended = await Together.RunAsync(4, at => nodes[at % 2].Get<ReviewSweeper>().RunOnceAsync(Cancel));

        Assert.Equal(3, ended.Sum());
        foreach (var id in ids)
        {
            Assert.Equal("content_policy", (await nodes[0].WaitAsync(id, Account)).Row.ErrorCode);
        }

        Assert.Equal(3L, await House.ScalarAsync<long>("SELECT count(*) FROM audit WHERE action = 'review.expire'"));
        Assert.Equal(100_000, await BalanceAsync());
        await Books.AssertAsync(House, Wire);
    }

    [Fact]
    public async Task RunOnceAsync_OneCannotBeDecided_EndsTheOthersAndTheRound()
    {
        var node = await StartCheckedAsync(TestChecker.Failing());
        var (stuck, next) = (await ParkAsync(node), await ParkAsync(node));
        await node.Get<Atelier.Engine.Working.WorkerHost>().StopAsync(Cancel);
        await House.ExecuteAsync("UPDATE queue SET state = 'held' WHERE generation_id = @stuck", new { stuck });
        await House.MoveClockAsync(TimeSpan.FromHours(24.1));
        using var round = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        round.CancelAfter(TimeSpan.FromSeconds(20));

        Assert.InRange(await node.Get<ReviewSweeper>().RunOnceAsync(round.Token), 0, 1);

        Assert.Equal("content_policy", (await node.WaitAsync(next, Account)).Row.ErrorCode);
        Assert.Equal(1L, await House.ScalarAsync<long>("SELECT count(*) FROM reviews WHERE decided_at IS NULL"));
    }

    [Fact]
    public async Task RunOnceAsync_AccountIsErased_TakesItsReviewsAlong()
    {
        var node = await StartCheckedAsync(TestChecker.Failing());
        var id = await ParkAsync(node);
        var eraser = node.Get<Eraser>();

        await eraser.RequestAsync(Account, Account.ToString(), Admin, Cancel);
        Assert.Equal(1, await eraser.RunOnceAsync(Cancel));

        Assert.Equal(0L, await House.ScalarAsync<long>("SELECT count(*) FROM reviews"));
        Assert.Empty(FilesOf(node, id));
        await Books.AssertAsync(House, Wire);
    }

    private static string[] FilesOf(TestNode node, Guid generation)
    {
        var folder = Path.Combine(node.BlobFolder, BlobKeys.Images, generation.ToString());
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];
    }
}
