using Atelier.Data.Auditing;
using Atelier.Data.Tests.Stores;
using Npgsql;

namespace Atelier.Data.Tests.Auditing;

public sealed class AuditTests : StoreTests
{
    private AuditStore Sut => new(House.Data);

    [Fact]
    public async Task ListAsync_ByAccountAndPage_GivesTheNewestFirst()
    {
        var (ann, ben, key) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await Sut.AddAsync(new AuditEntry(ann, key, "account.create", ben, Details: """{"tier": "paid"}"""), Cancel);
        await Sut.AddAsync(new AuditEntry(null, null, "grant.month"), Cancel);
        await Sut.AddAsync(new AuditEntry(ann, null, "key.revoke", ben, "a key"), Cancel);

        var all = await Sut.ListAsync(null, null, 10, Cancel);
        Assert.Equal(["key.revoke", "grant.month", "account.create"], all.Select(row => row.Action));
        Assert.Equal((ann, key, ben), (all[2].ActorId, all[2].KeyId, all[2].AccountId));
        Assert.Equal("""{"tier": "paid"}""", all[2].Details);
        Assert.Equal("{}", all[1].Details);

        var about = await Sut.ListAsync(ben, null, 1, Cancel);
        Assert.Equal("a key", Assert.Single(about).Subject);
        Assert.Equal("account.create", Assert.Single(await Sut.ListAsync(ben, about[0].Id, 10, Cancel)).Action);
    }

    [Theory]
    [InlineData("UPDATE audit SET action = 'x'")]
    [InlineData("DELETE FROM audit")]
    [InlineData("TRUNCATE audit")]
    public async Task Audit_ChangedAfterwards_IsRefused(string sql)
    {
        await Sut.AddAsync(new AuditEntry(null, null, "grant.month"), Cancel);

        await Assert.ThrowsAsync<PostgresException>(() => House.ExecuteAsync(sql));
    }
}
