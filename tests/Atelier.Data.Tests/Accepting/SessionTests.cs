using Atelier.Data.Accepting;
using Atelier.Data.Photos;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;
using Dapper;

namespace Atelier.Data.Tests.Accepting;

/// <summary>Orders of photo sessions: a session that goes takes nothing in any more.</summary>
public class SessionTests : StoreTests
{
    private static readonly byte[] Client = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    [Trait("Requirement", "B-14")]
    public async Task AcceptAsync_OfASession_StandsInItAndMovesItsTime()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var session = await House.AddPhotoSessionAsync(account);
        await House.MoveClockAsync(TimeSpan.FromHours(3));
        var order = Of(account, session);

        Assert.IsType<AcceptOutcome.Accepted>(await Accepts.AcceptAsync(order, Cancel));

        Assert.True(
            await House.ScalarAsync<bool>(
                """
                SELECT g.session_id = @session AND g.client = @Client AND s.active_at > s.created_at + interval '2 hours'
                FROM generations g JOIN photo_sessions s ON s.id = g.session_id WHERE g.id = @GenerationId
                """,
                new
                {
                    session,
                    Client,
                    order.GenerationId,
                }
            )
        );
    }

    [Fact]
    [Trait("Requirement", "B-31")]
    public async Task AcceptAsync_SessionUnknownForeignOldOrGoing_WritesNothing()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var other = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var (foreign, old) = (await House.AddPhotoSessionAsync(other), await House.AddPhotoSessionAsync(account));
        var going = await House.AddPhotoSessionAsync(account);
        await House.ExecuteAsync(
            """
            UPDATE photo_sessions SET active_at = active_at - interval '5 hours' WHERE id = @old;
            UPDATE photo_sessions SET state = 'cleaning' WHERE id = @going
            """,
            new { old, going }
        );

        foreach (var session in new[] { Guid.CreateVersion7(), foreign, old, going })
        {
            Assert.IsType<AcceptOutcome.NoSession>(await Accepts.AcceptAsync(Of(account, session), Cancel));
        }

        Assert.Equal(0, await House.ScalarAsync<long>("SELECT count(*) FROM generations"));
        Assert.Equal(
            10_000,
            await House.ScalarAsync<long>("SELECT balance FROM accounts WHERE id = @account", new { account })
        );
    }

    [Fact]
    public async Task AcceptAsync_WhileTheSessionIsClosed_IsInItBeforeOrNotAtAll()
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        Accepter[] nodes = [AcceptsOn(AddNode()), AcceptsOn(AddNode())];
        for (var round = 0; round < 5; round++)
        {
            var session = await House.AddPhotoSessionAsync(account);
            var outcomes = await Together.RunAsync<object>(
                9,
                async index =>
                    index == 4
                        ? await CloseAsync(session)
                        : await nodes[index % 2].AcceptAsync(Of(account, session), Cancel)
            );

            // Whoever closed it saw all that had come in, and nothing came after.
            var seen = outcomes.OfType<long>().Single();
            var accepted = outcomes.OfType<AcceptOutcome.Accepted>().Count();
            Assert.Equal(accepted, seen);
            Assert.Equal(8 - accepted, outcomes.OfType<AcceptOutcome.NoSession>().Count());
        }
    }

    [Fact]
    public async Task AcceptAsync_ManyOfSeveralSessionsAtOnce_EachGoesByItsOwn()
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        var sessions = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            sessions.Add(await House.AddPhotoSessionAsync(account));
        }

        await House.ExecuteAsync(
            "UPDATE photo_sessions SET state = 'cleaning' WHERE id = @id",
            new { id = sessions[2] }
        );
        var accepts = AcceptsOn(AddNode());

        var outcomes = await Together.RunAsync(
            20,
            index => accepts.AcceptAsync(Of(account, sessions[index % 4]), Cancel)
        );

        Assert.All(outcomes.Index(), of => Assert.Equal(of.Index % 4 == 2, of.Item is AcceptOutcome.NoSession));
        Assert.Equal(
            15,
            await House.ScalarAsync<long>("SELECT count(*) FROM generations WHERE session_id IS NOT NULL")
        );
    }

    [Fact]
    [Trait("Requirement", "B-53")]
    public async Task AcceptAsync_FromItsPicturesAtAnotherDoor_KeepsTheSessionUntilItEnds()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var session = await House.AddPhotoSessionAsync(account);
        await House.MoveClockAsync(TimeSpan.FromMinutes(239));
        var order = Orders.For(account) with { Uses = [session] };
        var (clean, reads) = (new PhotoCleanStore(House.Data), new PhotoSessionStore(House.Data));

        Assert.IsType<AcceptOutcome.Accepted>(await Accepts.AcceptAsync(order, Cancel));

        // It counted as activity.
        await House.MoveClockAsync(TimeSpan.FromMinutes(2));
        Assert.NotNull(await reads.FindAsync(account, session, Cancel));
        Assert.Equal(CleanStart.Busy, await clean.StartAsync(session, account, dueOnly: false, Cancel));
        await House.MoveClockAsync(TimeSpan.FromHours(5));
        Assert.NotNull(await reads.FindAsync(account, session, Cancel));
        Assert.Equal(CleanStart.Busy, await clean.StartAsync(session, null, dueOnly: true, Cancel));
        await EndAsync(order);
        Assert.Equal(CleanStart.Started, await clean.StartAsync(session, null, dueOnly: true, Cancel));
        Assert.IsType<AcceptOutcome.NoSession>(
            await Accepts.AcceptAsync(Orders.For(account) with { Uses = [session] }, Cancel)
        );
        Assert.NotNull(await clean.FinishAsync(session, Cancel));
        // What was made is nothing of the session's.
        Assert.Equal(
            1,
            await House.ScalarAsync<long>(
                "SELECT count(*) FROM generations g JOIN prompts p ON p.id = g.prompt_id WHERE g.id = @GenerationId",
                new { order.GenerationId }
            )
        );
    }

    [Fact]
    public async Task StartAsync_CallOfUnknownOutcome_KeepsTheWordsUntilItIsSoughtNoMore()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var session = await House.AddPhotoSessionAsync(account);
        var order = Of(account, session);
        await Accepts.AcceptAsync(order, Cancel);
        await EndAsync(order);
        await House.ExecuteAsync(
            """
            INSERT INTO attempts (id, generation_id, lane, epoch, slots, state, post_timeout)
            SELECT gen_random_uuid(), g.id, (SELECT min(id) FROM lanes), 1, '{0}', 'unknown', '10 minutes'
            FROM generations g WHERE g.id = @GenerationId
            """,
            new { order.GenerationId }
        );
        var clean = new PhotoCleanStore(House.Data);

        Assert.Equal(CleanStart.Busy, await clean.StartAsync(session, account, dueOnly: false, Cancel));
        await House.MoveClockAsync(TimeSpan.FromMinutes(24));
        Assert.Equal(CleanStart.Busy, await clean.StartAsync(session, account, dueOnly: false, Cancel));
        await House.MoveClockAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(CleanStart.Started, await clean.StartAsync(session, account, dueOnly: false, Cancel));
    }

    private Task EndAsync(AcceptOrder order) =>
        House.ExecuteAsync(
            """
            DELETE FROM queue WHERE generation_id = @GenerationId;
            UPDATE generations SET state = 'failed', settled = 0, finished_at = atelier.now() WHERE id = @GenerationId
            """,
            new { order.GenerationId }
        );

    // As the sweep does: the row is locked before anybody looks.
    private async Task<long> CloseAsync(Guid session)
    {
        await using var connection = await House.Data.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await connection.ExecuteAsync(
            "SELECT FROM photo_sessions WHERE id = @session FOR UPDATE",
            new { session },
            transaction
        );
        var seen = await connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM generations WHERE session_id = @session",
            new { session },
            transaction
        );
        await connection.ExecuteAsync(
            "UPDATE photo_sessions SET state = 'cleaning' WHERE id = @session",
            new { session },
            transaction
        );
        await transaction.CommitAsync(Cancel);
        return seen;
    }

    private static AcceptOrder Of(Guid account, Guid session) =>
        Orders.For(account) with
        {
            SessionId = session,
            Client = Client,
        };
}
