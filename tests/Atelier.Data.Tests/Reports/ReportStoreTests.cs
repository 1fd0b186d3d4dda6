using Atelier.Core.States;
using Atelier.Data.Accounts;
using Atelier.Data.Costs;
using Atelier.Data.Queue;
using Atelier.Data.Reports;
using Atelier.Data.Tests.Attempts;
using Atelier.Data.Tests.Stores;

namespace Atelier.Data.Tests.Reports;

/// <summary>What tests of reports do over and over: spend, and let months pass.</summary>
public abstract class ReportStoreTests : PaidStoreTests
{
    internal BudgetStandingStore Standings => new(House.Data);

    internal BudgetAlertStore Alerts => new(House.Data);

    /// <summary>Has a generation made that is billed this much.</summary>
    internal async Task SpendAsync(Guid account, long nanos, Guid? key = null)
    {
        var claim = await ClaimPaidAsync(PaidOrder(account) with { KeyId = key });
        await DeliverAsync(claim, new Booking.Cost(nanos, false));
    }

    internal async Task DeliverAsync(Claim claim, Booking booking)
    {
        var ending = Orders.Delivered() with
        {
            Paid = true,
            Attempts = [Change(claim, AttemptState.Succeeded, booking)],
        };
        Assert.NotNull(await Ends.EndAsync(claim, ending, Cancel));
    }

    internal async Task<Guid> OwnerAsync() =>
        (
            await new AccountStore(House.Data).EnsureOwnerAsync(
                new NewAccount("Owner", "premium", 0, Owner: true),
                Cancel
            )
        ).Id;

    /// <summary>An account with credits and a key of it.</summary>
    internal async Task<(Guid Account, Guid Key)> AccountWithKeyAsync()
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        await House.AddKeyAsync(account);
        return (
            account,
            await House.ScalarAsync<Guid>("SELECT id FROM api_keys WHERE account_id = @account", new { account })
        );
    }

    /// <summary>A budget as whoever counts it leaves it.</summary>
    internal Task CountedAsync(string scope, long? limit, long spent, long risk = 0) =>
        House.ExecuteAsync(
            """
            INSERT INTO budgets (id, nanos, month, spent, risk)
            VALUES (@scope, @limit, date_trunc('month', atelier.now() AT TIME ZONE 'UTC')::date, @spent, @risk)
            ON CONFLICT (id) DO UPDATE SET nanos = excluded.nanos, month = excluded.month, spent = excluded.spent,
              risk = excluded.risk
            """,
            new
            {
                scope,
                limit,
                spent,
                risk,
            }
        );
}
