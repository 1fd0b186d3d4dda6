using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Data.Costs;
using Atelier.Data.Queue;
using Atelier.TestKit.Racing;
using Npgsql;

namespace Atelier.Data.Tests.Attempts;

public sealed class StepGroupsTests : PaidStoreTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task WriteAsync_SomeClaimsLost_TheOthersAreWrittenAndTheyAreNot()
    {
        var claims = await ClaimManyAsync(20);
        // Five were taken over: their rows run under a later epoch.
        await House.ExecuteAsync(
            "UPDATE queue SET epoch = epoch + 1 WHERE generation_id = ANY (@ids)",
            new { ids = claims.Take(5).Select(claim => claim.GenerationId).ToArray() }
        );
        using var groups = CreateSut();

        var outcomes = await groups.WriteAsync([.. claims.Select(claim => (claim, Running(claim)))]);

        Assert.Equal(Enumerable.Repeat(StepOutcome.Lost, 5), outcomes.Take(5));
        Assert.Equal(Enumerable.Repeat(StepOutcome.Written, 15), outcomes.Skip(5));
        Assert.Equal(15L, await CountAsync("attempts WHERE polls = 1 AND state = 'submitted'"));
        Assert.Equal(5L, await CountAsync("attempts WHERE polls = 0 AND state = 'intent'"));
        Assert.Equal(5L, await CountAsync("queue WHERE state = 'running'"));
    }

    [Fact]
    public async Task WriteAsync_OneWasHintedMeanwhile_OnlyItIsDueAtOnce()
    {
        var claims = await ClaimManyAsync(3);
        await Facts.WakeAsync(claims[1].AttemptId!.Value, Cancel);
        using var groups = CreateSut();

        await groups.WriteAsync([.. claims.Select(claim => (claim, Running(claim)))]);

        Assert.Equal(claims[1].GenerationId, (await FollowAsync()).GenerationId);
        await House.MoveClockAsync(Minute);
        Assert.Equal(2, (await Claims.ClaimFollowUpsAsync(Guid.CreateVersion7(), 10, Timeout, [], Cancel)).Count);
    }

    [Fact]
    public async Task WriteAsync_ClaimsThatGoOn_KeepTheirEpochAndAreNotLetGo()
    {
        var claims = await ClaimManyAsync(2);
        using var groups = CreateSut();

        var outcomes = await groups.WriteAsync([
            (claims[0], new Step([Change(claims[0], AttemptState.Answered)]) { Keep = true }),
            (claims[1], Running(claims[1])),
        ]);

        Assert.Equal([StepOutcome.Written, StepOutcome.Written], outcomes);
        Assert.Equal("running", await QueueStateAsync(claims[0].GenerationId));
        Assert.Equal("ready", await QueueStateAsync(claims[1].GenerationId));
        Assert.Equal(AttemptState.Answered, (await AttemptAsync(claims[0])).State);
        await EndAsync(claims[0], new Booking.Cost(7, Estimated: false));
    }

    [Fact]
    public async Task WriteAsync_OneThatTheDatabaseRefuses_FailsAlone()
    {
        var claims = await ClaimManyAsync(20);
        using var groups = CreateSut();

        var written = await Together.RunAsync(
            claims.Count,
            async index =>
            {
                var change = Change(claims[index], AttemptState.Unknown);
                // No text of PostgreSQL's can hold this.
                var step = new Step([index == 7 ? change with { Failure = "\0" } : change], FollowIn: Minute);
                var write = groups.WriteAsync(claims[index], step);
                await Task.WhenAny(write);
                return write;
            }
        );

        Assert.IsType<PostgresException>(written[7].Exception!.InnerException);
        Assert.Equal(19, written.Count(write => write.IsCompletedSuccessfully));
        Assert.Equal(19L, await CountAsync("attempts WHERE state = 'unknown'"));
        Assert.Equal(1L, await CountAsync("queue WHERE state = 'running'"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WriteAsync_BudgetIsLockedByOthers_WhoSpendsNothingDoesNotWait(bool plain)
    {
        await Budgets.SetAsync(1_000_000, Cancel);
        var claim = await ClaimPaidAsync();
        using var groups = CreateSut();
        await using var other = await House.OpenHolderAsync(Cancel);
        await using var holding = await other.BeginTransactionAsync(Cancel);
        await using (var lockIt = new NpgsqlCommand("SELECT 1 FROM budgets FOR UPDATE", other, holding))
        {
            await lockIt.ExecuteNonQueryAsync(Cancel);
        }

        var step = plain
            ? Running(claim)
            : new Step([Change(claim, AttemptState.Failed, new Booking.Clear())]) { Keep = true };

        // The other holds it until this is written.
        var written = await groups
            .WriteAsync(claim, step)
            .WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancel);

        Assert.Equal(StepOutcome.Written, written);
        await holding.RollbackAsync(Cancel);
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task WriteAsync_BesideFactsHintsAndRenewals_LosesNothing()
    {
        var claims = await ClaimManyAsync(60);
        using var groups = CreateSut();

        var outcomes = await Together.RunAsync(
            claims.Count * 3,
            async index =>
            {
                var claim = claims[index % claims.Count];
                switch (index / claims.Count)
                {
                    case 0:
                        return await groups.WriteAsync(claim, Running(claim));
                    case 1:
                        await Facts.NoteTaskAsync(claim.AttemptId!.Value, $"task {index}", null, Cancel);
                        await Facts.WakeAsync(claim.AttemptId!.Value, Cancel);
                        return StepOutcome.Written;
                    default:
                        await Leases.RenewAsync(claims.Reverse().ToList(), Timeout, Cancel);
                        return StepOutcome.Written;
                }
            }
        );

        Assert.All(outcomes, outcome => Assert.Equal(StepOutcome.Written, outcome));
        Assert.Equal(60L, await CountAsync("attempts WHERE polls = 1 AND state = 'submitted' AND task_id IS NOT NULL"));
        Assert.Equal(60L, await CountAsync("queue WHERE state = 'ready' AND follow_at IS NOT NULL"));
        // Whoever was woken before it was let go or after: it is due, and is found.
        Assert.Equal(60, (await Claims.ClaimFollowUpsAsync(Guid.CreateVersion7(), 100, Timeout, [], Cancel)).Count);
    }

    private StepGroups CreateSut() => new(new StepStore(House.Data), House.Data, TimeProvider.System);

    private static Step Running(Claim claim) =>
        new([Change(claim, AttemptState.Submitted)], FollowIn: Minute) { Polled = [claim.AttemptId!.Value] };

    private async Task<IReadOnlyList<Claim>> ClaimManyAsync(int count)
    {
        await House.ExecuteAsync("UPDATE lanes SET capacity = NULL");
        var account = await House.AddAccountAsync(count, cancellationToken: Cancel);
        await AcceptAllAsync(Enumerable.Range(0, count).Select(_ => PaidOrder(account)));
        var claims = await Claims.ClaimAsync(Wish(Paid), Cancel);
        Assert.Equal(count, claims.Count);
        return claims;
    }

    private Task<long> CountAsync(string what) => House.ScalarAsync<long>($"SELECT count(*) FROM {what}");
}
