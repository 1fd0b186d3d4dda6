using Atelier.Core.States;
using Atelier.Data.Accounts;
using Atelier.Data.Blobs;
using Atelier.Data.Costs;
using Atelier.Data.Erasing;
using Atelier.Data.Quotes;
using Atelier.Data.Tests.Attempts;
using Atelier.Data.Tests.Blobs;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;
using Npgsql;

namespace Atelier.Data.Tests.Erasing;

public sealed class ErasureTests : PaidStoreTests
{
    private static readonly Actor Ann = new(Guid.CreateVersion7(), null);

    private ErasureStore Sut => On(House.Data);

    [Fact]
    public async Task IsQuietAsync_CallOfUnknownOutcome_IsWaitedForAndThenLeftToItsBill()
    {
        var claim = await EndedUnknownAsync();
        await AskAsync(claim.AccountId);
        var words = await House.ScalarAsync<long>("SELECT count(*) FROM prompts");

        Assert.False(await Sut.IsQuietAsync(claim.AccountId, Cancel));
        Assert.False(await Sut.FinishAsync(claim.AccountId, Cancel));
        Assert.Equal(words, await House.ScalarAsync<long>("SELECT count(*) FROM prompts"));
        await House.MoveClockAsync(Timeout + TimeSpan.FromMinutes(15));
        Assert.True(await Sut.IsQuietAsync(claim.AccountId, Cancel));
        Assert.True(await Sut.FinishAsync(claim.AccountId, Cancel));

        Assert.Equal(0, await House.ScalarAsync<long>("SELECT count(*) FROM prompts"));
        var late = Change(claim, AttemptState.Succeeded, new Booking.Cost(70, false));
        Assert.True(await Lates.EndAsync(late, claim.GenerationId, claim.AccountId, [], Cancel));
        Assert.Equal("risk 100, cost 70", await BookAsync(claim));
        await AssertBalancedAsync();
    }

    [Fact]
    [Trait("Requirement", "A-28")]
    public async Task IsQuietAsync_AnswerOfACallOfUnknownOutcome_IsReadBeforeItGoes()
    {
        using var folder = new BlobFolder();
        var blobs = new DiskBlobStore(folder.Path, Guid.CreateVersion7());
        var claim = await EndedUnknownAsync();
        await AskAsync(claim.AccountId);
        await House.MoveClockAsync(Timeout + TimeSpan.FromMinutes(15));
        await blobs.PutAsync(
            BlobKeys.OfSpool(claim.AttemptId!.Value, "answer"),
            new byte[] { 1 },
            BlobFacts.Unnamed,
            Cancel
        );
        Assert.True(await Facts.NoteStoredAsync(claim.AttemptId.Value, null, Cancel));

        Assert.False(await Sut.IsQuietAsync(claim.AccountId, Cancel));
        await new ErasedFiles(House.Data, blobs).DeleteAsync(claim.AccountId, Cancel);
        Assert.NotEmpty(folder.Files);
        Assert.False(await Sut.FinishAsync(claim.AccountId, Cancel));

        var read = Change(claim, AttemptState.Succeeded, new Booking.Cost(70, false));
        Assert.True(await Lates.EndAsync(read, claim.GenerationId, claim.AccountId, [], Cancel));
        Assert.True(await Sut.IsQuietAsync(claim.AccountId, Cancel));
        await new ErasedFiles(House.Data, blobs).DeleteAsync(claim.AccountId, Cancel);
        Assert.Empty(folder.Files);
        Assert.True(await Sut.FinishAsync(claim.AccountId, Cancel));
        Assert.Equal("risk 100, cost 70", await BookAsync(claim));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task IsQuietAsync_AnswerAfterTheCallsEnd_IsReadFirst()
    {
        var claim = await EndedUnknownAsync();
        var never = Change(claim, AttemptState.NotSent, new Booking.Clear());
        Assert.True(await Lates.EndAsync(never, claim.GenerationId, claim.AccountId, [], Cancel));
        await AskAsync(claim.AccountId);
        Assert.True(await Sut.IsQuietAsync(claim.AccountId, Cancel));

        Assert.True(await Facts.NoteStoredAsync(claim.AttemptId!.Value, null, Cancel));

        Assert.False(await Sut.IsQuietAsync(claim.AccountId, Cancel));
        await Lates.PutAsideAsync(claim.AttemptId.Value, Cancel);
        Assert.True(await Sut.IsQuietAsync(claim.AccountId, Cancel));
    }

    [Fact]
    public async Task RequestAsync_Again_NeedsOneConnection()
    {
        var account = await House.AddAccountAsync(1, cancellationToken: Cancel);
        await AskAsync(account);

        Assert.Equal(
            ErasureOutcome.Requested,
            await On(AddNode(connections: 1)).RequestAsync(account, null, Ann, Cancel)
        );
    }

    [Fact]
    public async Task DeleteAsync_PicturesAndStoredAnswers_GoAndTheBooksStillAddUp()
    {
        using var folder = new BlobFolder();
        var blobs = new DiskBlobStore(folder.Path, Guid.CreateVersion7());
        var claim = await ClaimPaidAsync(count: 2);
        Assert.True(await Facts.NoteStoredAsync(claim.AttemptId!.Value, null, Cancel));
        var delivered = Orders.Delivered(2, 2) with
        {
            Attempts = [Change(claim, AttemptState.Succeeded, new Booking.Cost(70, false))],
            Paid = true,
        };
        Assert.NotNull(await Ends.EndAsync(claim, delivered, Cancel));
        await blobs.PutAsync(
            BlobKeys.OfSpool(claim.AttemptId.Value, "answer"),
            new byte[] { 1 },
            BlobFacts.Unnamed,
            Cancel
        );
        foreach (var image in delivered.Delivered.Values)
        {
            var key = BlobKeys.OfImage(claim.GenerationId, image.Id, "original.png");
            await blobs.PutAsync(key, new byte[] { 1 }, BlobFacts.Unnamed, Cancel);
        }

        await AskAsync(claim.AccountId);
        Assert.False(await Sut.FinishAsync(claim.AccountId, Cancel));
        await new ErasedFiles(House.Data, blobs).DeleteAsync(claim.AccountId, Cancel);
        await new ErasedFiles(House.Data, blobs).DeleteAsync(claim.AccountId, Cancel);
        Assert.True(await Sut.FinishAsync(claim.AccountId, Cancel));

        Assert.Empty(folder.Files);
        var report = (await Sut.FindAsync(claim.AccountId, Cancel))!;
        Assert.Contains("\"images\": 2", report.RemovedJson, StringComparison.Ordinal);
        Assert.Contains("\"files\": 2", report.RemovedJson, StringComparison.Ordinal);
        Assert.Equal("""{"cost_entries": 2, "ledger_entries": 5}""", report.KeptJson);
        Assert.Equal(2, await House.ScalarAsync<long>("SELECT count(*) FROM images WHERE files = '{}'"));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task ClaimAsync_EightAtOnce_GivesEachAccountToOne()
    {
        for (var index = 0; index < 4; index++)
        {
            await AskAsync(await House.AddAccountAsync(1, cancellationToken: Cancel));
        }

        var nodes = new[] { On(AddNode()), On(AddNode()) };

        var claimed = await Together.RunAsync(8, index => nodes[index % 2].ClaimAsync(Cancel));

        var all = claimed.OfType<Guid>().ToList();
        while (await Sut.ClaimAsync(Cancel) is { } left)
        {
            all.Add(left);
        }

        Assert.Equal(4, all.Count);
        Assert.Distinct(all);
        await House.MoveClockAsync(TimeSpan.FromMinutes(2));
        Assert.NotNull(await Sut.ClaimAsync(Cancel));
    }

    [Fact]
    public async Task RequestAsync_OwnerOrNobody_IsRefused()
    {
        var (owner, _) = await new AccountStore(House.Data).EnsureOwnerAsync(
            new NewAccount("Owner", "premium", 1, Owner: true),
            Cancel
        );
        var before = await TableContents.ReadAsync(House);

        Assert.Equal(ErasureOutcome.Owner, await Sut.RequestAsync(owner, "Owner", Ann, Cancel));
        Assert.Equal(ErasureOutcome.NotFound, await Sut.RequestAsync(Guid.CreateVersion7(), "x", Ann, Cancel));

        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Fact]
    public async Task FinishAsync_Quotes_GoAndThoseOfOthersStay()
    {
        var account = await House.AddAccountAsync(1, cancellationToken: Cancel);
        var other = await House.AddAccountAsync(1, cancellationToken: Cancel);
        var terms = new QuoteTerms(new byte[32], "v1", 1000, 0);
        foreach (var of in new[] { account, other })
        {
            await new QuoteStore(House.Data).SaveAsync(
                Guid.CreateVersion7(),
                of,
                terms,
                TimeSpan.FromMinutes(15),
                10,
                Cancel
            );
        }

        await AskAsync(account);
        Assert.True(await Sut.FinishAsync(account, Cancel));

        Assert.Equal(other, await House.ScalarAsync<Guid>("SELECT account_id FROM quotes"));
        Assert.Contains("\"quotes\": 1", (await Sut.FindAsync(account, Cancel))!.RemovedJson, StringComparison.Ordinal);
    }

    private static ErasureStore On(NpgsqlDataSource node) => new(node, OwnErasables.All);

    private async Task AskAsync(Guid account) =>
        Assert.Equal(ErasureOutcome.Requested, await Sut.RequestAsync(account, $"{account}", Ann, Cancel));
}
