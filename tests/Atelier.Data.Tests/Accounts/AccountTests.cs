using Atelier.Data.Accounts;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;
using Npgsql;

namespace Atelier.Data.Tests.Accounts;

public sealed class AccountTests : StoreTests
{
    private AccountStore Accounts => new(House.Data);

    [Fact]
    public async Task CreateAsync_WithGrant_BooksIt()
    {
        var id = await Accounts.CreateAsync(new NewAccount("Ann", "paid", 1500, MaxActive: 2), Cancel);

        Assert.Equal(new Account(id, "Ann", "paid", false, 1500, 2, 0), await Accounts.FindAsync(id, Cancel));
        Assert.Null(await Accounts.FindAsync(Guid.CreateVersion7(), Cancel));
        await AssertBalancedAsync();
    }

    [Theory]
    [InlineData("gold", 0, null)]
    [InlineData("free", -1, null)]
    [InlineData("free", 0, 0)]
    public async Task CreateAsync_BadValue_WritesNothing(string tier, long grant, int? maxActive)
    {
        var before = await TableContents.ReadAsync(House);

        await Assert.ThrowsAsync<PostgresException>(() =>
            Accounts.CreateAsync(new NewAccount("Bad", tier, grant, maxActive), Cancel)
        );

        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Fact]
    public async Task EnsureOwnerAsync_TenNodesAtOnce_OneMakesItAndAllHaveIt()
    {
        var nodes = new[] { new AccountStore(AddNode()), new AccountStore(AddNode()) };

        var owners = await Together.RunAsync(
            10,
            index => nodes[index % 2].EnsureOwnerAsync(new NewAccount("Owner", "premium", 1000, Owner: true), Cancel)
        );

        Assert.Single(owners.Select(owner => owner.Id).Distinct());
        Assert.Single(owners, owner => owner.Made);
        Assert.Equal(owners[0].Id, await House.ScalarAsync<Guid>("SELECT id FROM accounts WHERE owner"));
        await AssertBalancedAsync();
    }
}
