using Atelier.Core.States;
using Atelier.Data.Tests.Stores;

namespace Atelier.Data.Tests.Attempts;

public sealed class FactTests : PaidStoreTests
{
    [Fact]
    public async Task NoteTaskAsync_Twice_KeepsTheFirst()
    {
        var claim = await ClaimPaidAsync();

        Assert.True(await Facts.NoteTaskAsync(claim.AttemptId!.Value, "one", "request 1", Cancel));
        Assert.False(await Facts.NoteTaskAsync(claim.AttemptId!.Value, "two", "request 2", Cancel));

        Assert.Equal("one", (await AttemptAsync(claim)).TaskId);
        Assert.Equal("request 1", await House.ScalarAsync<string>("SELECT request_id FROM attempts"));
    }

    [Fact]
    public async Task NoteTaskAsync_TaskOfAnotherAttempt_IsRefused()
    {
        var (one, two) = (await ClaimPaidAsync(), await ClaimPaidAsync());
        await Facts.NoteTaskAsync(one.AttemptId!.Value, "task", null, Cancel);

        Assert.False(await Facts.NoteTaskAsync(two.AttemptId!.Value, "task", null, Cancel));

        Assert.Null((await AttemptAsync(two)).TaskId);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("failed")]
    [InlineData("not_sent")]
    [InlineData("written_off")]
    public async Task Facts_OfAZombie_AreKeptAndDecideNothing(string state)
    {
        var claim = await ClaimPaidAsync();
        await House.MoveClockAsync(TimeSpan.FromSeconds(31));
        await Leases.ReleaseExpiredAsync(Cancel);
        Assert.Equal(2, (await FollowAsync()).Epoch);
        await House.ExecuteAsync("UPDATE attempts SET state = @state", new { state });

        Assert.True(await Facts.NoteTaskAsync(claim.AttemptId!.Value, "late", null, Cancel));
        Assert.True(await Facts.NoteStoredAsync(claim.AttemptId!.Value, null, Cancel));
        await Facts.NoteCallEndedAsync(claim.AttemptId!.Value, Cancel);

        var row = await AttemptAsync(claim);
        Assert.Equal(
            (AttemptStates.Parse(state), "late", true, true),
            (row.State, row.TaskId, row.Stored, row.CallEnded)
        );
    }

    [Fact]
    public async Task NoteStoredAsync_Twice_KeepsTheFirstTime()
    {
        var claim = await ClaimPaidAsync();
        await Facts.NoteStoredAsync(claim.AttemptId!.Value, "request", Cancel);
        await Facts.NoteCallEndedAsync(claim.AttemptId!.Value, Cancel);
        var before = await TableContents.ReadAsync(House);

        Assert.False(await Facts.NoteStoredAsync(claim.AttemptId!.Value, "other", Cancel));
        await Facts.NoteCallEndedAsync(claim.AttemptId!.Value, Cancel);

        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Theory]
    [InlineData("intent", false, false, true)]
    [InlineData("unknown", false, false, true)]
    [InlineData("submitted", false, false, true)]
    [InlineData("submitted", true, false, false)]
    // A task that is named late is one all the same.
    [InlineData("failed", false, false, true)]
    [InlineData("not_sent", false, false, true)]
    [InlineData("written_off", false, false, true)]
    [InlineData("failed", true, false, false)]
    [InlineData("succeeded", false, true, false)]
    public async Task LacksTaskAsync_ByStateTaskAndAnswer_AsksForAllThatHaveNeither(
        string state,
        bool named,
        bool stored,
        bool expected
    )
    {
        var claim = await ClaimPaidAsync();
        await House.ExecuteAsync(
            """
            UPDATE attempts SET state = @state, task_id = CASE WHEN @named THEN 'task' END,
              stored_at = CASE WHEN @stored THEN atelier.now() END
            """,
            new
            {
                state,
                named,
                stored,
            }
        );

        Assert.Equal(expected, await Facts.LacksTaskAsync(claim.AttemptId!.Value, Cancel));
    }

    [Fact]
    public async Task WakeAsync_LookIsFarAway_IsDueNow()
    {
        var claim = await ClaimPaidAsync();
        await UnknownAsync(claim);
        await House.ExecuteAsync("UPDATE queue SET follow_at = atelier.now() + interval '1 hour'");
        Assert.Empty(await Claims.ClaimFollowUpsAsync(Guid.CreateVersion7(), 1, Timeout, [], Cancel));

        await Facts.WakeAsync(claim.AttemptId!.Value, Cancel);

        Assert.Equal(claim.GenerationId, (await FollowAsync()).GenerationId);
    }

    [Fact]
    public async Task NoteWatchAsync_TaskIsKnown_IsRefused()
    {
        var claim = await ClaimPaidAsync();

        await Facts.NoteWatchAsync(claim.AttemptId!.Value, "seen one", Cancel);
        await Facts.NoteWatchAsync(claim.AttemptId!.Value, "seen two", Cancel);
        await Facts.NoteTaskAsync(claim.AttemptId!.Value, "task", null, Cancel);
        await Facts.NoteWatchAsync(claim.AttemptId!.Value, "seen three", Cancel);

        Assert.Equal("seen two", (await AttemptAsync(claim)).WatchNote);
    }
}
