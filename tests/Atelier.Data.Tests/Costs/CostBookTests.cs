using Atelier.Data.Costs;
using Atelier.Data.Queue;
using Atelier.Data.Tests.Attempts;
using Npgsql;

namespace Atelier.Data.Tests.Costs;

public sealed class CostBookTests : PaidStoreTests
{
    [Theory]
    [InlineData("UPDATE costs SET nanos = 0")]
    [InlineData("UPDATE costs SET reason = 'better'")]
    [InlineData("DELETE FROM costs")]
    [InlineData("TRUNCATE costs")]
    public async Task Costs_ChangeOfARow_IsRefused(string sql)
    {
        var claim = await ClaimPaidAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => House.ExecuteAsync(sql));

        Assert.Contains("costs is append-only", refused.MessageText, StringComparison.Ordinal);
        Assert.Equal("risk 100", await BookAsync(claim));
    }

    [Theory]
    [InlineData("UPDATE decisions SET reason = 'better'")]
    [InlineData("DELETE FROM decisions")]
    [InlineData("TRUNCATE decisions")]
    public async Task Decisions_ChangeOfARow_IsRefused(string sql)
    {
        var claim = await UnknownAsync(await ClaimPaidAsync());
        await Operators.DecideAsync(
            claim.AttemptId!.Value,
            Data.Attempts.OperatorAction.Paid,
            1,
            "invoice",
            null,
            Cancel
        );

        var refused = await Assert.ThrowsAsync<PostgresException>(() => House.ExecuteAsync(sql));

        Assert.Contains("decisions is append-only", refused.MessageText, StringComparison.Ordinal);
    }

    public static TheoryData<Booking[], string> Series =>
        new()
        {
            { [new Booking.Cost(7, false)], "risk 100, cost 7" },
            { [new Booking.Cost(0, false)], "risk 100, cost 0" },
            { [new Booking.Cost(100, false)], "risk 100, cost 100" },
            { [new Booking.Cost(101, false)], "risk 100, cost 100, overrun 1" },
            { [new Booking.Clear()], "risk 100, clear 100" },
            { [new Booking.WriteOff()], "risk 100, write_off 100" },
            // The first end is the end.
            { [new Booking.Clear(), new Booking.WriteOff()], "risk 100, clear 100" },
            { [new Booking.Cost(7, false), new Booking.Clear()], "risk 100, cost 7" },
            // What is billed in spite of it goes beyond the risk.
            { [new Booking.Clear(), new Booking.Cost(7, false)], "risk 100, clear 100, overrun 7" },
            { [new Booking.Clear(), new Booking.Cost(130, false)], "risk 100, clear 100, overrun 130" },
            // And what counts as spent already is not billed a second time.
            { [new Booking.Cost(7, false), new Booking.Cost(7, false)], "risk 100, cost 7" },
            { [new Booking.Cost(7, false), new Booking.Cost(9, false)], "risk 100, cost 7, overrun 2" },
            { [new Booking.WriteOff(), new Booking.Cost(7, false)], "risk 100, write_off 100" },
            { [new Booking.WriteOff(), new Booking.Cost(130, false)], "risk 100, write_off 100, overrun 30" },
        };

    [Theory]
    [MemberData(nameof(Series))]
    public async Task AddBooking_OneAfterTheOther_EndsTheRiskOnce(Booking[] bookings, string book)
    {
        var claim = await ClaimPaidAsync();

        foreach (var booking in bookings)
        {
            await BookAsync(claim, booking);
        }

        Assert.Equal(book, await BookAsync(claim));
    }

    [Theory]
    [InlineData("risk", "costs_risk_once")]
    [InlineData("clear", "costs_end_once")]
    [InlineData("write_off", "costs_end_once")]
    public async Task Costs_SecondEntryOfAKind_IsRefused(string entry, string constraint)
    {
        var claim = await ClaimPaidAsync();
        await BookAsync(claim, new Booking.Cost(7, false));

        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            House.ExecuteAsync(
                """
                INSERT INTO costs (attempt_id, generation_id, provider, entry, nanos)
                VALUES (@AttemptId, @GenerationId, 'paid', @entry, 100)
                """,
                new
                {
                    claim.AttemptId,
                    claim.GenerationId,
                    entry,
                }
            )
        );

        Assert.Equal(constraint, refused.ConstraintName);
    }

    private async Task BookAsync(Claim claim, Booking booking)
    {
        await using var batch = House.Data.CreateBatch();
        batch.AddBooking(claim.AttemptId!.Value, booking);
        await batch.ExecuteNonQueryAsync(Cancel);
    }
}
