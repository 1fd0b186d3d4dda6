using Atelier.Core.States;
using Atelier.Data.Accepting;
using Atelier.Data.Attempts;
using Atelier.Data.Budgets;
using Atelier.Data.Costs;
using Atelier.Data.Queue;
using Atelier.Data.Tests.Attempts;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Budgets;

/// <summary>Calls that are billed above their maximum while their generation goes on.</summary>
public sealed class OverrunTests : PaidStoreTests
{
    private static readonly BudgetRow Before = new(1000, 0, 2 * Risk);

    // 700 for the first call, and the other may still cost 100.
    private static readonly BudgetRow After = new(1000, 0, 700 + Risk);

    [Fact]
    [Trait("Requirement", "B-56")]
    public async Task WriteAsync_BilledAboveItsMaximum_TakesTheRoomAtOnceAndTheEndDoesTheSums()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var (first, second) = await TwoCallsAsync(account);
        Assert.Equal(Before, await Budgets.FindAsync(Cancel));

        Assert.Equal(StepOutcome.Written, await BillAsync(first, second));

        Assert.Equal(After, await Budgets.FindAsync(Cancel));
        Assert.IsType<AcceptOutcome.OverBudget>(await Accepts.AcceptAsync(PaidOrder(account, reserved: 201), Cancel));
        await AcceptAllAsync([PaidOrder(account, reserved: 200)]);
        await AssertBalancedAsync();

        var ending = Orders.Failed() with
        {
            Paid = true,
            Attempts = [Change(second, AttemptState.Failed, new Booking.Cost(50, false))],
        };
        Assert.NotNull(await Ends.EndAsync(second, ending, Cancel));
        Assert.Equal(new BudgetRow(1000, 750, 200), await Budgets.FindAsync(Cancel));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task WriteAsync_BilledBelowItsMaximum_ChangesNothing()
    {
        var (first, second) = await TwoCallsAsync(await House.AddAccountAsync(10, cancellationToken: Cancel));

        Assert.Equal(StepOutcome.Written, await BillAsync(first, second, nanos: 60));

        Assert.Equal(Before, await Budgets.FindAsync(Cancel));
        await AssertBalancedAsync();
    }

    [Fact]
    [Trait("Requirement", "B-56")]
    public async Task WriteAsync_WhileOthersAreAccepted_NobodyGetsRoomThatIsGone()
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        var (first, second) = await TwoCallsAsync(account);
        var nodes = new[] { AcceptsOn(AddNode()), AcceptsOn(AddNode()) };

        // The step alone answers null.
        var outcomes = await Together.RunAsync(
            16,
            async index =>
            {
                if (index > 0)
                {
                    return await nodes[index % 2].AcceptAsync(PaidOrder(account), Cancel);
                }

                Assert.Equal(StepOutcome.Written, await BillAsync(first, second));
                return null;
            }
        );

        var accepted = outcomes.Count(outcome => outcome is AcceptOutcome.Accepted);
        Assert.InRange(accepted, 2, 8);
        Assert.Equal(After with { Risk = After.Risk + (accepted * Risk) }, await Budgets.FindAsync(Cancel));
        Assert.IsType<AcceptOutcome.OverBudget>(await Accepts.AcceptAsync(PaidOrder(account), Cancel));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task DecideAsync_OperatorNamesABillAboveTheMaximum_TakesTheRoomAtOnce()
    {
        await Budgets.SetAsync(1000, Cancel);
        var claim = await UnknownAsync(await ClaimPaidAsync());

        Assert.True(
            await Operators.DecideAsync(claim.AttemptId!.Value, OperatorAction.Paid, 700, "invoice", null, Cancel)
        );

        Assert.Equal(new BudgetRow(1000, 0, 700), await Budgets.FindAsync(Cancel));
        Assert.NotNull(await Ends.EndAsync(await FollowAsync(), Orders.Failed() with { Paid = true }, Cancel));
        Assert.Equal(new BudgetRow(1000, 700, 0), await Budgets.FindAsync(Cancel));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task EndAsync_LateBillOfWhatWaitsForAPerson_TakesTheRoomAtOnce()
    {
        await Budgets.SetAsync(1000, Cancel);
        var claim = await UnknownAsync(await ClaimPaidAsync());
        await House.ExecuteAsync("UPDATE generations SET state = 'review'");
        Assert.Single(await Lates.ClaimAsync(10, Cancel));

        Assert.True(
            await Lates.EndAsync(
                Change(claim, AttemptState.Failed, new Booking.Cost(700, false)),
                claim.GenerationId,
                claim.AccountId,
                [],
                Cancel
            )
        );

        Assert.Equal(new BudgetRow(1000, 0, 700), await Budgets.FindAsync(Cancel));
        // No review was opened for it.
        await House.ExecuteAsync("UPDATE generations SET state = 'generating'");
        await AssertBalancedAsync();
    }

    // Two pictures, a call for each, both under way; the claim is that of the second.
    private async Task<(Claim First, Claim Second)> TwoCallsAsync(Guid account)
    {
        await Budgets.SetAsync(1000, Cancel);
        var first = await ClaimPaidAsync(PaidOrder(account, count: 2, reserved: 2 * Risk) with { First = Call() });
        var step = new Step(
            [Change(first, AttemptState.Submitted)],
            new NextCall(Paid, 0, [1], Risk, Timeout),
            FollowIn: Timeout
        );
        Assert.Equal(StepOutcome.Written, await Steps.WriteAsync(first, step, Cancel));
        return (first, Assert.Single(await Claims.ClaimAsync(Wish(Paid), Cancel)));
    }

    private Task<StepOutcome> BillAsync(Claim first, Claim second, long nanos = 700) =>
        Steps.WriteAsync(
            second,
            new Step([Change(first, AttemptState.Failed, new Booking.Cost(nanos, false))]) { Keep = true },
            Cancel
        );
}
