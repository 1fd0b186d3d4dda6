using System.Security.Cryptography;
using System.Text;
using Atelier.Data.Accounts;
using Atelier.Data.Tests.Stores;

namespace Atelier.Data.Tests.Accounts;

public sealed class KeyTests : StoreTests
{
    private KeyStore Keys => new(House.Data);

    [Fact]
    public async Task FindAsync_KnownKey_GivesAccountAndScopes()
    {
        var account = await House.AddAccountAsync(7, maxActive: 3, Cancel);
        var secret = await House.AddKeyAsync(account, "generate", "read");

        var found = await Keys.FindAsync(secret, Cancel);

        Assert.Equal(["generate", "read"], found!.Scopes);
        Assert.Equal(new Account(account, "Test", "premium", false, 7000, 3, 0), found.Account);
        Assert.Equal(await House.ScalarAsync<Guid>("SELECT id FROM api_keys"), found.KeyId);
    }

    [Fact]
    public async Task SaveAsync_Key_StoresItsHashOnly()
    {
        var secret = await House.AddKeyAsync(await House.AddAccountAsync(0, cancellationToken: Cancel));

        var row = await House.ScalarAsync<string>("SELECT k::text || encode(hash, 'escape') FROM api_keys k");
        var hash = await House.ScalarAsync<byte[]>("SELECT hash FROM api_keys");

        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), hash);
        Assert.DoesNotContain(secret[ApiKeySecret.KeyPrefix.Length..], row, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[^12..], row, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_ManySecrets_AreLongAndDistinct()
    {
        var secrets = Enumerable.Range(0, 1000).Select(_ => ApiKeySecret.Create()).ToList();

        Assert.Distinct(secrets);
        Assert.All(secrets, secret => Assert.Matches("^atl_[A-Za-z0-9_-]{43}$", secret));
    }

    [Fact]
    public async Task FindAsync_UnknownOrAltered_IsNull()
    {
        var secret = await House.AddKeyAsync(await House.AddAccountAsync(0, cancellationToken: Cancel));

        Assert.Null(await Keys.FindAsync(ApiKeySecret.Create(), Cancel));
        Assert.Null(await Keys.FindAsync(secret[..^1], Cancel));
        Assert.Null(await Keys.FindAsync(secret + " ", Cancel));
        Assert.Null(await Keys.FindAsync(secret.ToUpperInvariant(), Cancel));
        Assert.Null(await Keys.FindAsync("", Cancel));
        Assert.NotNull(await Keys.FindAsync(secret, Cancel));
    }

    [Fact]
    public async Task FindAsync_Expired_IsNullFromThatMomentOn()
    {
        var secret = await House.AddKeyAsync(await House.AddAccountAsync(0, cancellationToken: Cancel));
        await House.ExecuteAsync("UPDATE api_keys SET expires_at = atelier.now() + interval '1 hour'");
        Assert.NotNull(await Keys.FindAsync(secret, Cancel));

        await House.MoveClockAsync(TimeSpan.FromHours(1));

        Assert.Null(await Keys.FindAsync(secret, Cancel));
    }

    [Fact]
    public async Task RevokeOthersAsync_SameName_RevokesAllButTheGiven()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var other = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var (old, current) = (await House.AddKeyAsync(account), await House.AddKeyAsync(account));
        var foreign = await House.AddKeyAsync(other);
        await Keys.SaveAsync(account, "second name", "another secret", ["read"], Cancel);

        Assert.Equal(1, await Keys.RevokeOthersAsync(account, "test", current, Cancel));
        Assert.Equal(0, await Keys.RevokeOthersAsync(account, "test", current, Cancel));

        Assert.Null(await Keys.FindAsync(old, Cancel));
        Assert.NotNull(await Keys.FindAsync(current, Cancel));
        Assert.NotNull(await Keys.FindAsync(foreign, Cancel));
        Assert.NotNull(await Keys.FindAsync("another secret", Cancel));
    }

    [Fact]
    public async Task SaveAsync_RevokedSecretAgain_MakesItGoodWithTheNewScopes()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var (first, second) = (await House.AddKeyAsync(account, "read"), await House.AddKeyAsync(account, "read"));
        await Keys.RevokeOthersAsync(account, "test", second, Cancel);

        await Keys.SaveAsync(account, "test", first, ["admin"], Cancel);

        Assert.Equal(["admin"], (await Keys.FindAsync(first, Cancel))!.Scopes);
        Assert.Equal(2, await House.ScalarAsync<long>("SELECT count(*) FROM api_keys"));
    }

    [Fact]
    public async Task SaveAsync_SecretOfAnotherAccount_ChangesNothing()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var stranger = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var secret = await House.AddKeyAsync(account, "read");

        await Keys.SaveAsync(stranger, "test", secret, ["admin"], Cancel);

        var found = await Keys.FindAsync(secret, Cancel);
        Assert.Equal((account, "read"), (found!.Account.Id, Assert.Single(found.Scopes)));
    }
}
