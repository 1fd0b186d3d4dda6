using Atelier.Core.States;
using Atelier.Data.Generations;
using Atelier.Data.Images;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;
using Npgsql;

namespace Atelier.Data.Tests.Generations;

public class EndTests : StoreTests
{
    private const string EntriesSql =
        "SELECT string_agg(entry || ' ' || amount, ', ' ORDER BY id) FROM ledger WHERE generation_id = @GenerationId";

    [Theory]
    [InlineData(4, 4, "reserve 4000, settle 4000, release 0", 6000)]
    [InlineData(1, 4, "reserve 4000, settle 1000, release 3000", 9000)]
    [InlineData(0, 4, "reserve 4000, settle 0, release 4000", 10000)]
    public async Task EndAsync_Complete_SettlesTheDeliveredAndReleasesTheRest(
        int delivered,
        int count,
        string entries,
        long balance
    )
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account, count);

        Assert.NotNull(await Ends.EndAsync(claim, Orders.Delivered(delivered, count), Cancel));

        Assert.Equal(entries, await House.ScalarAsync<string>(EntriesSql, claim));
        Assert.Equal(balance, await BalanceAsync(account));
        var slots = await new GenerationStore(House.Data).SlotsAsync([claim.GenerationId], Cancel);
        Assert.Equal(delivered, slots.Count(slot => slot is { ImageId: not null, ErrorCode: null }));
        Assert.Equal(
            count - delivered,
            slots.Count(slot => slot is { ImageId: null, ErrorCode: "PROVIDER_UNAVAILABLE" })
        );
        await AssertBalancedAsync();
    }

    [Theory]
    [InlineData(GenerationState.Failed, "GENERATION_FAILED")]
    [InlineData(GenerationState.Canceled, "canceled")]
    public async Task EndAsync_FailedOrCanceled_ReleasesAllAndKeepsTheProgress(GenerationState state, string code)
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account, count: 2);
        await Works.ReachAsync(claim, Milestone.Generated, Cancel);

        await Ends.EndAsync(claim, Ending.Without(state, code, "Why it ended."), Cancel);

        Assert.Equal("reserve 2000, settle 0, release 2000", await House.ScalarAsync<string>(EntriesSql, claim));
        Assert.Equal(10_000, await BalanceAsync(account));
        var row = await new GenerationStore(House.Data).FindAsync(claim.GenerationId, account, Cancel);
        Assert.Equal((state.ToWire(), "model_inference", 70), (row!.State, row.Stage, row.Progress));
        Assert.Equal((code, "Why it ended.", 0L), (row.ErrorCode, row.ErrorMessage, row.Settled));
        Assert.NotNull(row.FinishedAt);
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task EndAsync_Complete_StoresThePictureAsGiven()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account);
        var ending = Orders.Delivered();

        await Ends.EndAsync(claim, ending, Cancel);

        var given = ending.Delivered[0];
        var images = new ImageStore(House.Data);
        var stored = Assert.Single(await images.OfGenerationsAsync([claim.GenerationId], Cancel));
        Assert.Equal(
            (given.Id, account, "local", "painter", 4294967294L, 1024, 768, "png"),
            (
                stored.Id,
                stored.AccountId,
                stored.Provider,
                stored.Model,
                stored.Seed!.Value,
                stored.Width,
                stored.Height,
                stored.Format
            )
        );
        Assert.Equal(given.Files, stored.Files);
        Assert.Equal(stored.Id, (await images.FindAsync(given.Id, Cancel))!.Id);
        Assert.Null(await images.FindAsync(Guid.CreateVersion7(), Cancel));
    }

    [Fact]
    public async Task EndAsync_Twice_TheSecondWritesNothing()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account);
        Assert.NotNull(await Ends.EndAsync(claim, Orders.Delivered(), Cancel));
        var before = await TableContents.ReadAsync(House);

        Assert.Null(await Ends.EndAsync(claim, Orders.Delivered(), Cancel));
        Assert.Null(await Ends.EndAsync(claim, Orders.Failed(), Cancel));

        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Fact]
    public async Task EndAsync_TenAtOnceForOneClaim_ExactlyOneWins()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account);
        var nodes = new[] { EndsOn(AddNode()), EndsOn(AddNode()) };

        var won = await Together.RunAsync(
            10,
            index => nodes[index % 2].EndAsync(claim, index < 5 ? Orders.Delivered() : Orders.Failed(), Cancel)
        );

        Assert.Single(won, ended => ended is not null);
        Assert.Equal(3L, await House.ScalarAsync<long>("SELECT count(*) FROM ledger WHERE generation_id IS NOT NULL"));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task EndAsync_DatabaseRefusesAPicture_EndsNothing()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account);
        var ending = Orders.Delivered();
        var twice = ending with
        {
            Delivered = new Dictionary<int, NewImage> { [0] = ending.Delivered[0], [1] = ending.Delivered[0] },
        };
        var before = await TableContents.ReadAsync(House);

        await Assert.ThrowsAsync<PostgresException>(() => Ends.EndAsync(claim, twice, Cancel));

        Assert.Equal(before, await TableContents.ReadAsync(House));
        Assert.NotNull(await Ends.EndAsync(claim, ending, Cancel));
    }

    [Fact]
    public async Task ReachAsync_Milestones_MoveForwardOnly()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account);

        Assert.False(await Works.ReachAsync(claim, Milestone.Generated, Cancel));
        Assert.False(await Works.ReachAsync(claim, Milestone.Started, Cancel));

        var row = await new GenerationStore(House.Data).FindAsync(claim.GenerationId, account, Cancel);
        Assert.Equal(70, row!.Progress);
        Assert.NotNull(row.StartedAt);
        Assert.Equal(3, row.EventSeq);
    }

    [Fact]
    public async Task LoadAsync_Claimed_GivesWhatWasAccepted()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account, count: 2);

        var work = await LoadAsync(claim.GenerationId);
        await House.ExecuteAsync("DELETE FROM prompts");
        var erased = await LoadAsync(claim.GenerationId);

        Assert.Equal(("a lighthouse", 2, false), (work!.Prompt, work.Count, work.CancelRequested));
        Assert.Contains("a lighthouse", work.CallsJson, StringComparison.Ordinal);
        Assert.Equal(work with { Prompt = null, CallsJson = null }, erased);
        Assert.Null(await LoadAsync(Guid.CreateVersion7()));
    }
}
