using Atelier.Data.Accounts;
using Atelier.Engine.Accounts;
using Atelier.Engine.Tests.Nodes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Engine.Tests.Accounts;

public sealed class MonthlyGrantsTests : KernelTests
{
    [Fact]
    public async Task RunOnceAsync_ManyAccounts_AreLockedFiveAtATime()
    {
        using var sut = new MonthlyGrants(
            new GrantStore(House.Data),
            TimeProvider.System,
            NullLogger<MonthlyGrants>.Instance
        );
        for (var index = 0; index < 11; index++)
        {
            await House.AddAccountAsync(1, cancellationToken: Cancel);
        }

        await House.ExecuteAsync("UPDATE accounts SET granted_month = '2020-01-01'");

        Assert.Equal(12, await sut.RunOnceAsync(Cancel));

        var chunks = await House.ScalarAsync<int[]>(
            "SELECT array_agg((details->>'accounts')::int ORDER BY id) FROM audit WHERE action = 'grant.month'"
        );
        Assert.Equal([5, 5, 2], chunks!);
    }
}
