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

/// <summary>What holds for every budget: of all, of an account, of a key.</summary>
public class ScopeTests : PaidStoreTests
{
    private const string Month = "month";
    private const string Account = "account";
    private const string Key = "key";

    private static readonly Guid KeyId = Guid.CreateVersion7();

    private Guid _account;

    public static TheoryData<string> Scopes => [Month, Account, Key];

    [Theory]
    [MemberData(nameof(Scopes))]
    [Trait("Requirement", "B-56")]
    [Trait("Requirement", "B-59")]
    public async Task AcceptAsync_HundredAtOnceOnTwoNodes_NeverPassTheLimit(string kind)
    {
        var scope = await ScopeAsync(kind);
        await SetAllAsync(scope, 1250);
        var nodes = new[] { AcceptsOn(AddNode()), AcceptsOn(AddNode()) };

        var outcomes = await Together.RunAsync(100, index => nodes[index % 2].AcceptAsync(Order(), Cancel));

        Assert.Equal(12, outcomes.Count(outcome => outcome is AcceptOutcome.Accepted));
        Assert.Equal(88, outcomes.Count(outcome => outcome is AcceptOutcome.OverBudget over && over.Scope == scope));
        Assert.Equal(new BudgetRow(1250, 0, 1200), await Budgets.FindAsync(scope, Cancel));
        // What is canceled gives it back, at once and all of it.
        var ids = await IdsAsync();
        var ends = new[] { EndsOn(AddNode()), EndsOn(AddNode()) };
        await Together.RunAsync(12, index => ends[index % 2].CancelAsync(ids[index], _account, Cancel));
        Assert.Equal(new BudgetRow(1250, 0, 0), await Budgets.FindAsync(scope, Cancel));
        await AssertBalancedAsync();
    }

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task EndAsync_BillAboveTheMaximum_RefusesTheNextUntilTheMonthIsOver(string kind)
    {
        var scope = await ScopeAsync(kind);
        await SetAllAsync(scope, 200);
        await EndAsync(await ClaimPaidAsync(Order()), new Booking.Cost(250, false));

        Assert.Equal(new BudgetRow(200, 250, 0), await Budgets.FindAsync(scope, Cancel));
        var refused = await Accepts.AcceptAsync(Order(reserved: 1), Cancel);
        Assert.Equal(scope, Assert.IsType<AcceptOutcome.OverBudget>(refused).Scope);
        await AcceptAllAsync([Order(reserved: 0)]);
        await NextMonthAsync();
        await AcceptAllAsync([Order()]);
        Assert.Equal(new BudgetRow(200, 0, 100), await Budgets.FindAsync(scope, Cancel));
    }

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task SetAsync_WhileWorkRuns_CountsWhatIsThereAndGoesOnFromIt(string kind)
    {
        var scope = await ScopeAsync(kind);
        await EndAsync(await ClaimPaidAsync(Order()), new Booking.Cost(60, false));
        var running = await ClaimPaidAsync(Order(reserved: 300));
        // Another's, which counts for everybody only.
        var other = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await AcceptAllAsync([PaidOrder(other)]);
        var others = kind == Month ? Risk : 0;

        await Budgets.SetAsync(scope, 1000, null, Cancel);
        Assert.Equal(new BudgetRow(1000, 60, 300 + others), await Budgets.FindAsync(scope, Cancel));
        await EndAsync(running, new Booking.Cost(40, false));

        Assert.Equal(new BudgetRow(1000, 100, others), await Budgets.FindAsync(scope, Cancel));
        await AssertBalancedAsync();
    }

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task EndAsync_CallIsUnknown_ItsRiskStaysUntilSomebodyDecides(string kind)
    {
        var scope = await ScopeAsync(kind);
        await SetAllAsync(scope, 1000);
        var claims = new List<Claim>();
        for (var call = 0; call < 3; call++)
        {
            claims.Add(await EndedUnknownAsync(Order(reserved: 300)));
        }

        Assert.Equal(new BudgetRow(1000, 0, 3 * Risk), await Budgets.FindAsync(scope, Cancel));
        var late = new AttemptChange(
            claims[0].AttemptId!.Value,
            AttemptState.Failed,
            null,
            new Booking.Cost(70, false)
        );
        Assert.True(await Lates.EndAsync(late, claims[0].GenerationId, _account, [], Cancel));
        await DecideAsync(claims[1], OperatorAction.NotPaid);
        await DecideAsync(claims[2], OperatorAction.WriteOff);

        Assert.Equal(new BudgetRow(1000, 70 + Risk, 0), await Budgets.FindAsync(scope, Cancel));
        Assert.Equal(170L, await House.ScalarAsync<long>("SELECT cost FROM daily_usage"));
        await AssertBalancedAsync();
    }

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task WriteAsync_AnotherTryNeedsMore_AsksTheBudgetForIt(string kind)
    {
        var scope = await ScopeAsync(kind);
        await SetAllAsync(scope, 250);
        var claim = await ClaimPaidAsync(Order());
        var failed = new Step([Change(claim, AttemptState.Failed, new Booking.Cost(90, false))], Call(link: 1));
        Assert.Equal(StepOutcome.Written, await Steps.WriteAsync(claim, failed, Cancel));
        Assert.Equal(new BudgetRow(250, 0, 190), await Budgets.FindAsync(scope, Cancel));
        var again = Assert.Single(await Claims.ClaimAsync(Wish(Paid), Cancel));

        var second = new Step([Change(again, AttemptState.Failed, new Booking.Cost(90, false))], Call(link: 2));
        Assert.Equal(StepOutcome.NoRoom, await Steps.WriteAsync(again, second, Cancel));

        Assert.Equal(new BudgetRow(250, 0, 190), await Budgets.FindAsync(scope, Cancel));
    }

    [Fact]
    public async Task AcceptAsync_SeveralAreFull_NamesTheNarrowest()
    {
        await ScopeAsync(Month);
        foreach (var scope in new[] { BudgetScope.Month, BudgetScope.OfAccount(_account), BudgetScope.OfKey(KeyId) })
        {
            await Budgets.SetAsync(scope, 0, null, Cancel);
            Assert.Equal(
                scope,
                Assert.IsType<AcceptOutcome.OverBudget>(await Accepts.AcceptAsync(Order(), Cancel)).Scope
            );
        }

        // Without a key, nobody asks that of a key.
        Assert.Equal(
            BudgetScope.OfAccount(_account),
            Assert.IsType<AcceptOutcome.OverBudget>(await Accepts.AcceptAsync(PaidOrder(_account), Cancel)).Scope
        );
        await AcceptAllAsync([Order(reserved: 0)]);
    }

    [Fact]
    public async Task AcceptAsync_OtherAccountsAndKeysAreFull_NobodyWaitsAndNothingIsRefused()
    {
        await ScopeAsync(Month);
        await Budgets.SetAsync(BudgetScope.OfAccount(Guid.CreateVersion7()), 0, null, Cancel);
        await Budgets.SetAsync(BudgetScope.OfKey(Guid.CreateVersion7()), 0, null, Cancel);
        await using var connection = await House.Data.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1 FROM budgets FOR UPDATE";
        await command.ExecuteNonQueryAsync(Cancel);

        await AcceptAllAsync([Order()]);
        await EndAsync(Assert.Single(await Claims.ClaimAsync(Wish(Paid), Cancel)), new Booking.Cost(90, false));
    }

    [Fact]
    [Trait("Requirement", "B-56")]
    public async Task AcceptAndEnd_ManyAtOnceInAllScopes_NeitherDeadlockNorLeak()
    {
        var accounts = new List<Guid>();
        for (var index = 0; index < 4; index++)
        {
            accounts.Add(await House.AddAccountAsync(1000, cancellationToken: Cancel));
        }

        var keys = accounts.ConvertAll(_ => Guid.CreateVersion7());
        List<BudgetScope> scopes =
        [
            BudgetScope.Month,
            .. accounts.Take(3).Select(BudgetScope.OfAccount),
            .. keys.Skip(1).Select(BudgetScope.OfKey),
        ];
        foreach (var scope in scopes)
        {
            await Budgets.SetAsync(scope, 100_000, null, Cancel);
        }

        await House.ExecuteAsync("UPDATE lanes SET capacity = 1000 WHERE id = 'paid'");
        // Calls that outlived their generations end meanwhile too.
        var lates = new List<Claim>();
        for (var index = 0; index < 20; index++)
        {
            lates.Add(await EndedUnknownAsync(OrderOf(index)));
        }

        await AcceptAllAsync(Enumerable.Range(0, 60).Select(index => OrderOf(index)));
        var claims = await Claims.ClaimAsync(Wish(Paid), Cancel);
        Assert.Equal(60, claims.Count);
        var (accepts, ends) = (
            new[] { AcceptsOn(AddNode()), AcceptsOn(AddNode()) },
            new[] { EndsOn(AddNode()), EndsOn(AddNode()) }
        );

        await Together.RunAsync(
            140,
            async index =>
            {
                if (index >= 120)
                {
                    var late = lates[index - 120];
                    var bill = new AttemptChange(
                        late.AttemptId!.Value,
                        AttemptState.Failed,
                        null,
                        new Booking.Cost(90, false)
                    );
                    Assert.True(await Lates.EndAsync(bill, late.GenerationId, late.AccountId, [], Cancel));
                }
                else if (index % 2 == 0)
                {
                    var outcome = await accepts[index / 2 % 2].AcceptAsync(OrderOf(index / 2), Cancel);
                    Assert.IsType<AcceptOutcome.Accepted>(outcome);
                }
                else
                {
                    var claim = claims[index / 2];
                    var ending = Orders.Delivered() with
                    {
                        Paid = true,
                        Attempts = [Change(claim, AttemptState.Succeeded, new Booking.Cost(90, false))],
                    };
                    Assert.NotNull(await ends[index / 2 % 2].EndAsync(claim, ending, Cancel));
                }

                return index;
            }
        );

        Assert.Equal(new BudgetRow(100_000, 80 * 90, 60 * Risk), await Budgets.FindAsync(Cancel));
        foreach (var scope in scopes.Skip(1))
        {
            Assert.Equal(new BudgetRow(100_000, 20 * 90, 15 * Risk), await Budgets.FindAsync(scope, Cancel));
        }

        Assert.Equal(80 * 90L, await House.ScalarAsync<long>("SELECT sum(cost)::bigint FROM daily_usage"));
        await AssertBalancedAsync();

        AcceptOrder OrderOf(int index) => PaidOrder(accounts[index % 4]) with { KeyId = keys[index % 4] };
    }

    [Fact]
    public async Task FindAccountAsync_AccountKeyOrNeither_AnswersWhoseItIs()
    {
        await ScopeAsync(Month);
        await House.AddKeyAsync(_account);
        var key = await House.ScalarAsync<Guid>("SELECT id FROM api_keys");

        Assert.Equal(_account, await Budgets.FindAccountAsync(BudgetScope.OfAccount(_account), Cancel));
        Assert.Equal(_account, await Budgets.FindAccountAsync(BudgetScope.OfKey(key), Cancel));
        Assert.Null(await Budgets.FindAccountAsync(BudgetScope.OfKey(_account), Cancel));
        Assert.Null(await Budgets.FindAccountAsync(BudgetScope.OfAccount(key), Cancel));
    }

    private AcceptOrder Order(long reserved = Risk) => PaidOrder(_account, reserved: reserved) with { KeyId = KeyId };

    private async Task<BudgetScope> ScopeAsync(string kind)
    {
        _account = await House.AddAccountAsync(1000, cancellationToken: Cancel);
        return kind switch
        {
            Month => BudgetScope.Month,
            Account => BudgetScope.OfAccount(_account),
            _ => BudgetScope.OfKey(KeyId),
        };
    }

    // The others have room, so that what is refused is refused by this one.
    private async Task SetAllAsync(BudgetScope scope, long nanos)
    {
        foreach (var other in new[] { BudgetScope.Month, BudgetScope.OfAccount(_account), BudgetScope.OfKey(KeyId) })
        {
            await Budgets.SetAsync(other, other == scope ? nanos : 1_000_000, null, Cancel);
        }
    }

    private async Task DecideAsync(Claim claim, OperatorAction action) =>
        Assert.True(await Operators.DecideAsync(claim.AttemptId!.Value, action, null, "looked it up", null, Cancel));

    private async Task<IReadOnlyList<Guid>> IdsAsync() =>
        (await House.ScalarAsync<Guid[]>("SELECT array_agg(generation_id) FROM queue"))!;
}
