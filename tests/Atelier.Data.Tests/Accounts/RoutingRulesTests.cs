using Atelier.Data.Accounts;
using Atelier.Data.Tests.Stores;

namespace Atelier.Data.Tests.Accounts;

public sealed class RoutingRulesTests : StoreTests
{
    private RoutingRulesStore Rules => new(House.Data);

    [Fact]
    public async Task SetAsync_Rules_ComeWithTheKeyAndStandInTheAuditLog()
    {
        var account = await House.AddAccountAsync(credits: 1, cancellationToken: Cancel);
        var key = await House.AddKeyAsync(account);

        Assert.True(await Rules.SetAsync(account, new(["openai", "piapi"], ["legnext"]), Actor.Service, Cancel));

        var found = (await new KeyStore(House.Data).FindAsync(key, Cancel))!.Account;
        Assert.Equal(("openai piapi", "legnext"), (found.OnlyProviders, found.NeverProviders));
        Assert.Equal(
            """{"only": ["openai", "piapi"], "never": ["legnext"]}""",
            await House.ScalarAsync<string>("SELECT details::text FROM audit WHERE action = 'account.routing'")
        );
        Assert.True(await Rules.SetAsync(account, new(null, null), Actor.Service, Cancel));
        Assert.Equal(new RoutingRules(null, null), await Rules.FindAsync(account, Cancel));
    }

    [Fact]
    public async Task SetAsync_NobodyOrAGuest_WritesNothing()
    {
        var (guest, _) = await new GuestStore(House.Data).CreateAsync(Cancel);

        Assert.False(await Rules.SetAsync(guest, new(["openai"], null), Actor.Service, Cancel));
        Assert.False(await Rules.SetAsync(Guid.CreateVersion7(), new(["openai"], null), Actor.Service, Cancel));
        Assert.Null(await Rules.FindAsync(guest, Cancel));
        Assert.Equal(0, await House.ScalarAsync<int>("SELECT count(*) FROM audit WHERE action = 'account.routing'"));
    }
}
