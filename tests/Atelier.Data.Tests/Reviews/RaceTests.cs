using Atelier.Data.Generations;
using Atelier.Data.Reviews;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Reviews;

/// <summary>Who decides when several do at once, on two nodes: one of them, whole.</summary>
public sealed class RaceTests : ReviewCase
{
    private const int Rounds = 12;

    [Fact]
    public async Task DecideAsync_AllAtOnce_ExactlyOneWinsAndTheBooksBalance()
    {
        var nodes = new[] { AddNode(), AddNode() };
        for (var round = 0; round < Rounds; round++)
        {
            var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
            var parked = round % 2 == 0;
            var id = parked ? await ParkAsync(account) : await AcceptFlaggedAsync(account);
            var review = await ReviewOfAsync(id);

            // Two admins who disagree, the end of the 24 hours, and the owner's cancel.
            var wins = await Together.RunAsync(
                4,
                async index =>
                    index switch
                    {
                        0 => await WinsAsync(review, ReviewVerdict.Accept, nodes[0]),
                        1 => await WinsAsync(review, ReviewVerdict.Refuse, nodes[1]),
                        2 => await WinsAsync(review, ReviewVerdict.Expire, nodes[0]),
                        _ => await new EndStore(nodes[1]).CancelAsync(id, account, Cancel) == CancelOutcome.Canceled
                            && await OutcomeAsync(review) == "withdrawn",
                    }
            );

            Assert.Single(wins, won => won);
            await AssertPaidExactlyForDeliveredAsync(id, account, parked);
        }

        await AssertBalancedAsync();
    }

    private async Task AssertPaidExactlyForDeliveredAsync(Guid id, Guid account, bool parked)
    {
        var accepted = await OutcomeAsync(await ReviewOfAsync(id)) == "accepted";
        var delivered = await DeliveredAsync(id);
        Assert.Equal(accepted && parked ? 1 : 0, delivered);
        Assert.Equal(delivered, await ShownAsync(id));
        // Accepted words hold their credits until they have run, unless the owner canceled them after that.
        var held = await StateAsync(id) == "queued" ? 1 : 0;
        Assert.Equal(10_000 - (1000 * (delivered + held)), await BalanceAsync(account));
    }

    private async Task<bool> WinsAsync(Guid review, ReviewVerdict verdict, Npgsql.NpgsqlDataSource node) =>
        (await DecideAsync(review, verdict, node))!.Decided;

    private Task<string?> OutcomeAsync(Guid review) =>
        House.ScalarAsync<string>("SELECT outcome FROM reviews WHERE id = @review", new { review });
}
