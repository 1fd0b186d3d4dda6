using Atelier.Core.States;
using Atelier.Data.Generations;
using Atelier.Data.Queue;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Generations;

public sealed class ReachGroupsTests : StoreTests
{
    [Fact]
    public async Task ReachAsync_ManyOfFewAccountsAtOnce_NumbersEachAccountsEventsWithoutGaps()
    {
        var claims = await ClaimManyAsync(accounts: 3, each: 20);
        using var groups = CreateSut();

        var answers = await Together.RunAsync(
            claims.Count,
            async index =>
                await groups.ReachAsync(claims[index], Milestone.PromptProcessed, Cancel) is false
                && await groups.ReachAsync(claims[index], Milestone.Started, Cancel) is false
        );

        Assert.All(answers, Assert.True);
        // Accept told one of each.
        Assert.Equal(
            "60 1 60, 60 1 60, 60 1 60",
            await House.ScalarAsync<string>(
                """
                SELECT string_agg(told, ', ') FROM (SELECT count(*) || ' ' || min(seq) || ' ' || max(seq) AS told
                  FROM events GROUP BY account_id) t
                """
            )
        );
        Assert.Equal(
            0L,
            await House.ScalarAsync<long>(
                "SELECT count(*) FROM accounts a WHERE event_seq <> (SELECT count(*) FROM events WHERE account_id = a.id)"
            )
        );
        Assert.Equal(
            60L,
            await House.ScalarAsync<long>(
                "SELECT count(*) FROM generations WHERE progress = 20 AND started_at IS NOT NULL"
            )
        );
    }

    [Fact]
    public async Task WriteAsync_LostCanceledAndFurtherOnes_AnswersAsOneByOne()
    {
        var claims = await ClaimManyAsync(accounts: 1, each: 4);
        await House.ExecuteAsync(
            "UPDATE queue SET epoch = epoch + 1 WHERE generation_id = @id",
            new { id = claims[0].GenerationId }
        );
        await House.ExecuteAsync(
            "UPDATE generations SET cancel_requested_at = atelier.now() WHERE id = @id",
            new { id = claims[1].GenerationId }
        );
        await Works.ReachAsync(claims[2], Milestone.Generated, Cancel);
        using var groups = CreateSut();
        var note = Milestone.Started with { Note = """{"retry": 1}""" };

        var answers = await groups.WriteAsync([
            (claims[0], Milestone.Started),
            (claims[1], Milestone.Started),
            (claims[2], Milestone.Started),
            (claims[3], note),
        ]);

        Assert.Equal([null, true, false, false], answers);
        Assert.Equal(
            "0, 20, 70, 20",
            await House.ScalarAsync<string>(
                "SELECT string_agg(progress::text, ', ' ORDER BY array_position(@ids, id)) FROM generations",
                new { ids = claims.Select(claim => claim.GenerationId).ToArray() }
            )
        );
        // What is further tells where it is, and does not fall back.
        Assert.Equal(
            "20 -, 70 -, 20 1",
            await House.ScalarAsync<string>(
                """
                SELECT string_agg(progress || ' ' || coalesce(note ->> 'retry', '-'), ', ' ORDER BY seq)
                FROM (SELECT * FROM events ORDER BY seq DESC LIMIT 3) last
                """
            )
        );
    }

    private ReachGroups CreateSut() => new(new WorkStore(House.Data), House.Data, TimeProvider.System);

    private async Task<IReadOnlyList<Claim>> ClaimManyAsync(int accounts, int each)
    {
        var ids = new List<Guid>();
        for (var index = 0; index < accounts; index++)
        {
            ids.Add(await House.AddAccountAsync(each, cancellationToken: Cancel));
        }

        await AcceptAllAsync(Enumerable.Range(0, accounts * each).Select(index => Orders.For(ids[index % accounts])));
        var claims = await Claims.ClaimAsync(Wish(Open), Cancel);
        Assert.Equal(accounts * each, claims.Count);
        return claims;
    }
}
