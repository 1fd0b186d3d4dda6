using Atelier.Core.States;
using Atelier.Data.Accepting;
using Atelier.Data.Attempts;
using Atelier.Data.Budgets;
using Atelier.Data.Costs;
using Atelier.Data.Queue;
using Atelier.Data.Tests.Stores;

namespace Atelier.Data.Tests.Attempts;

/// <summary>Generations in the paid lane, whose calls may cost 100 nano-dollars each.</summary>
public abstract class PaidStoreTests : StoreTests
{
    protected const long Risk = 100;

    protected static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    internal Stepper Steps => new(House.Data, Grouped);

    internal FactStore Facts => new(House.Data);

    internal BudgetStore Budgets => new(House.Data);

    internal OperatorStore Operators => new(House.Data);

    internal LateStore Lates => new(House.Data);

    /// <summary>An order whose first call serves all its slots.</summary>
    internal static AcceptOrder PaidOrder(Guid account, int count = 1, long reserved = Risk, long? maxCost = null) =>
        Orders.For(account, Paid, count) with
        {
            First = Call(count),
            CostReserved = reserved,
            MaxCost = maxCost,
        };

    internal static NextCall Call(
        int count = 1,
        string lane = Paid,
        int link = 0,
        long risk = Risk,
        bool rerun = false
    ) => new(lane, link, [.. Enumerable.Range(0, count)], risk, Timeout, rerun);

    internal async Task<Claim> ClaimPaidAsync(AcceptOrder order, Guid? node = null)
    {
        await AcceptAllAsync([order]);
        var wish = Wish(Paid);
        return Assert.Single(await Claims.ClaimAsync(wish with { NodeId = node ?? wish.NodeId }, Cancel));
    }

    internal async Task<Claim> ClaimPaidAsync(int count = 1) =>
        await ClaimPaidAsync(PaidOrder(await House.AddAccountAsync(10, cancellationToken: Cancel), count));

    /// <summary>The next claim of a generation that was let go.</summary>
    internal async Task<Claim> FollowAsync() =>
        Assert.Single(
            await Claims.ClaimFollowUpsAsync(Guid.CreateVersion7(), 10, TimeSpan.FromSeconds(30), [], Cancel)
        );

    internal static AttemptChange Change(Claim claim, AttemptState state, Booking? booking = null) =>
        new(claim.AttemptId!.Value, state, state == AttemptState.Failed ? "server_error" : null, booking);

    internal async Task<AttemptRow> AttemptAsync(Claim claim) =>
        (await ReadAsync(claim.GenerationId))!.Attempts.Single(row => row.Id == claim.AttemptId);

    /// <summary>The book of one attempt, in order, such as <c>risk 100, cost 7</c>.</summary>
    internal async Task<string?> BookAsync(Claim claim) =>
        await House.ScalarAsync<string>(
            "SELECT string_agg(entry || ' ' || nanos, ', ' ORDER BY id) FROM costs WHERE attempt_id = @AttemptId",
            new { claim.AttemptId }
        );

    /// <summary>Lets go of a claim whose call is unknown.</summary>
    internal async Task<Claim> UnknownAsync(Claim claim)
    {
        var step = new Step([Change(claim, AttemptState.Unknown)], FollowIn: TimeSpan.Zero);
        Assert.Equal(StepOutcome.Written, await Steps.WriteAsync(claim, step, Cancel));
        return claim;
    }

    /// <summary>Ends a generation without a picture whose call is unknown and stays so.</summary>
    internal async Task<Claim> EndedUnknownAsync(AcceptOrder? order = null)
    {
        var claim = order is null ? await ClaimPaidAsync() : await ClaimPaidAsync(order);
        await UnknownAsync(claim);
        var follow = await FollowAsync();
        Assert.NotNull(await Ends.EndAsync(follow, Orders.Failed() with { Paid = true }, Cancel));
        return claim;
    }

    /// <summary>Ends a generation with its picture and a bill.</summary>
    internal async Task EndAsync(Claim claim, Booking booking)
    {
        var ending = Orders.Delivered() with
        {
            Paid = true,
            Attempts = [Change(claim, AttemptState.Succeeded, booking)],
        };
        Assert.NotNull(await Ends.EndAsync(claim, ending, Cancel));
    }

    /// <summary>Moves the clock to the first second of the next month.</summary>
    internal async Task NextMonthAsync() =>
        await House.MoveClockAsync(
            await House.ScalarAsync<TimeSpan>(
                """
                SELECT (date_trunc('month', atelier.now() AT TIME ZONE 'UTC') + interval '1 month 1 second')
                  AT TIME ZONE 'UTC' - atelier.now()
                """
            )
        );
}
