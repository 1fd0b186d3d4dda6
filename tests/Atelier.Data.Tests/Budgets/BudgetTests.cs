using Atelier.Core.States;
using Atelier.Data.Accepting;
using Atelier.Data.Attempts;
using Atelier.Data.Budgets;
using Atelier.Data.Costs;
using Atelier.Data.Ledger;
using Atelier.Data.Tests.Attempts;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Budgets;

public class BudgetTests : PaidStoreTests
{
    [Fact]
    [Trait("Requirement", "B-56")]
    public async Task AcceptAsync_NoRoom_IsRefusedAndWritesNothing()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await Budgets.SetAsync(250, Cancel);
        await AcceptAllAsync([PaidOrder(account), PaidOrder(account)]);
        var before = await TableContents.ReadAsync(House);

        Assert.IsType<AcceptOutcome.OverBudget>(await Accepts.AcceptAsync(PaidOrder(account), Cancel));

        Assert.Equal(before, await TableContents.ReadAsync(House));
        Assert.Equal(new BudgetRow(250, 0, 200), await Budgets.FindAsync(Cancel));
        await AcceptAllAsync([PaidOrder(account, reserved: 50)]);
        await AcceptAllAsync([Orders.For(account)]);
    }

    [Theory]
    [InlineData("month")]
    [InlineData("account:")]
    public async Task CheckAsync_SpentDrifts_IsAProblem(string scope)
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await Budgets.SetAsync(1000, Cancel);
        await Budgets.SetAsync(BudgetScope.OfAccount(account), 1000, null, Cancel);
        await EndAsync(await ClaimPaidAsync(PaidOrder(account)), new Booking.Cost(70, false));
        await AssertBalancedAsync();

        await House.ExecuteAsync("UPDATE budgets SET spent = spent - 1 WHERE starts_with(id, @scope)", new { scope });

        var problem = Assert.Single((await new LedgerStore(House.Data).CheckAsync(Cancel)).Problems);
        Assert.StartsWith($"budget {scope}", problem, StringComparison.Ordinal);
        Assert.EndsWith("spent 69, counted 70", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AcceptAsync_LimitOfZero_TakesFreeWorkOnly()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await Budgets.SetAsync(0, Cancel);

        Assert.IsType<AcceptOutcome.OverBudget>(await Accepts.AcceptAsync(PaidOrder(account), Cancel));
        await AcceptAllAsync([Orders.For(account)]);
    }

    [Fact]
    public async Task AcceptAsync_NoLimit_CountsNothing()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await AcceptAllAsync([PaidOrder(account)]);
        Assert.Null(await Budgets.FindAsync(Cancel));

        // Setting one counts what is under way; taking it away lets everything through.
        await Budgets.SetAsync(100, Cancel);
        Assert.Equal(new BudgetRow(100, 0, 100), await Budgets.FindAsync(Cancel));
        Assert.IsType<AcceptOutcome.OverBudget>(await Accepts.AcceptAsync(PaidOrder(account), Cancel));
        await Budgets.SetAsync(null, Cancel);
        Assert.Null(await Budgets.FindAsync(Cancel));
        await AcceptAllAsync([PaidOrder(account)]);
        await Budgets.SetAsync(1000, Cancel);
        Assert.Equal(new BudgetRow(1000, 0, 200), await Budgets.FindAsync(Cancel));
    }

    [Fact]
    public async Task EndAsync_Delivered_SpendsTheBillAndGivesTheRestBack()
    {
        await Budgets.SetAsync(1000, Cancel);
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await ClaimPaidAsync(PaidOrder(account, reserved: 300));
        Assert.Equal(new BudgetRow(1000, 0, 300), await Budgets.FindAsync(Cancel));

        await EndAsync(claim, new Booking.Cost(130, false));

        Assert.Equal(new BudgetRow(1000, 130, 0), await Budgets.FindAsync(Cancel));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task EndAsync_CallIsUnknown_OnlyItsRiskStays()
    {
        await Budgets.SetAsync(1000, Cancel);
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);

        await EndedUnknownAsync(PaidOrder(account, reserved: 300));

        Assert.Equal(new BudgetRow(1000, 0, Risk), await Budgets.FindAsync(Cancel));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task CancelAsync_NothingWasSent_GivesAllBack()
    {
        await Budgets.SetAsync(1000, Cancel);
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var order = PaidOrder(account, reserved: 300);
        await AcceptAllAsync([order]);

        await Ends.CancelAsync(order.GenerationId, account, Cancel);

        Assert.Equal(new BudgetRow(1000, 0, 0), await Budgets.FindAsync(Cancel));
    }

    [Fact]
    public async Task EndAsync_BillAboveTheLimit_RefusesUntilTheMonthIsOver()
    {
        await Budgets.SetAsync(200, Cancel);
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await EndAsync(await ClaimPaidAsync(PaidOrder(account)), new Booking.Cost(250, false));

        Assert.Equal(new BudgetRow(200, 250, 0), await Budgets.FindAsync(Cancel));
        Assert.IsType<AcceptOutcome.OverBudget>(await Accepts.AcceptAsync(PaidOrder(account, reserved: 1), Cancel));
        await NextMonthAsync();
        await AcceptAllAsync([PaidOrder(account)]);
    }

    [Fact]
    public async Task MonthIsOver_SpentBeginsAnewAndRiskStays()
    {
        await Budgets.SetAsync(1000, Cancel);
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await EndAsync(await ClaimPaidAsync(PaidOrder(account)), new Booking.Cost(60, false));
        await EndedUnknownAsync(PaidOrder(account));
        var running = await ClaimPaidAsync(PaidOrder(account));
        Assert.Equal(new BudgetRow(1000, 60, 200), await Budgets.FindAsync(Cancel));

        await NextMonthAsync();
        Assert.Equal(new BudgetRow(1000, 0, 200), await Budgets.FindAsync(Cancel));
        await EndAsync(running, new Booking.Cost(30, false));

        Assert.Equal(new BudgetRow(1000, 30, 100), await Budgets.FindAsync(Cancel));
        await Budgets.SetAsync(1000, Cancel);
        Assert.Equal(new BudgetRow(1000, 30, 100), await Budgets.FindAsync(Cancel));
    }

    [Fact]
    public async Task MonthEndsDuringTheWork_BillOfTheOldMonthIsNotTheNewOnes()
    {
        await Budgets.SetAsync(1000, Cancel);
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await ClaimPaidAsync(PaidOrder(account, reserved: 200));
        var failed = new Step([Change(claim, AttemptState.Failed, new Booking.Cost(60, false))], Call(link: 1));
        Assert.Equal(StepOutcome.Written, await Steps.WriteAsync(claim, failed, Cancel));
        await NextMonthAsync();
        await EndAsync(Assert.Single(await Claims.ClaimAsync(Wish(Paid), Cancel)), new Booking.Cost(30, false));

        // A recount goes by the day of each bill, and the counter must not say otherwise.
        var counted = await Budgets.FindAsync(Cancel);
        await Budgets.SetAsync(1000, Cancel);
        Assert.Equal(await Budgets.FindAsync(Cancel), counted);
    }

    [Fact]
    public async Task AcceptAsync_FortyAtOnceOnTwoNodes_NeverPassTheLimit()
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        await Budgets.SetAsync(1250, Cancel);
        var nodes = new[] { AcceptsOn(AddNode()), AcceptsOn(AddNode()) };

        var outcomes = await Together.RunAsync(40, index => nodes[index % 2].AcceptAsync(PaidOrder(account), Cancel));

        Assert.Equal(12, outcomes.Count(outcome => outcome is AcceptOutcome.Accepted));
        Assert.Equal(28, outcomes.Count(outcome => outcome is AcceptOutcome.OverBudget));
        Assert.Equal(new BudgetRow(1250, 0, 1200), await Budgets.FindAsync(Cancel));
        await AssertBalancedAsync();
    }
}
