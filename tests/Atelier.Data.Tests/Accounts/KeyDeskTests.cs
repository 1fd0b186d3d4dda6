using Atelier.Data.Accounts;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;
using Npgsql;

namespace Atelier.Data.Tests.Accounts;

public sealed class KeyDeskTests : StoreTests
{
    private static readonly Actor Ann = new(Guid.CreateVersion7(), null);

    private KeyDesk Sut => On(House.Data);

    private KeyShelf Shelf => new(House.Data);

    private KeyStore Keys => new(House.Data);

    [Fact]
    public async Task CreateAsync_WithALife_WorksUntilItsEnd()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var draft = new KeyDraft("site", ["generate", "webhooks"], TimeSpan.FromHours(1));

        var made = Assert.IsType<KeyOutcome.Made>(await Sut.CreateAsync(account, draft, Ann, Cancel));

        Assert.Equal((made.Secret[^4..], "active"), (made.Key.Hint, made.Key.State));
        var found = await Keys.FindAsync(made.Secret, Cancel);
        Assert.Equal((made.Key.Id, account), (found!.KeyId!.Value, found.Account.Id));
        Assert.Equal(["generate", "webhooks"], found.Scopes);
        await House.MoveClockAsync(TimeSpan.FromHours(1));
        Assert.Null(await Keys.FindAsync(made.Secret, Cancel));
        Assert.Equal("expired", Assert.Single((await Shelf.ListAsync(account, null, 9, Cancel))!).State);
        Assert.IsType<KeyOutcome.Ended>(await Sut.RotateAsync(made.Key.Id, TimeSpan.Zero, Ann, Cancel));
    }

    [Fact]
    public async Task CreateAsync_EndInThePastOrClosedAccount_WritesNothing()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var closed = await House.AddAccountAsync(0, cancellationToken: Cancel);
        await House.ExecuteAsync("UPDATE accounts SET closed_at = atelier.now() WHERE id = @closed", new { closed });
        var before = await TableContents.ReadAsync(House);
        var past = new KeyDraft("late", ["read"], ExpiresAt: DateTimeOffset.UnixEpoch);

        Assert.IsType<KeyOutcome.Past>(await Sut.CreateAsync(account, past, Ann, Cancel));
        Assert.IsType<KeyOutcome.Closed>(await Sut.CreateAsync(closed, new KeyDraft("x", ["read"]), Ann, Cancel));
        Assert.IsType<KeyOutcome.NotFound>(
            await Sut.CreateAsync(Guid.CreateVersion7(), new KeyDraft("x", ["read"]), Ann, Cancel)
        );

        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Fact]
    public async Task RotateAsync_WithOverlap_KeepsIdAndScopesAndTheOldSecretForAWhile()
    {
        var key = await AddAsync();

        var rotated = Assert.IsType<KeyOutcome.Made>(
            await Sut.RotateAsync(key.Key.Id, TimeSpan.FromHours(2), Ann, Cancel)
        );

        Assert.Equal((key.Key.Id, rotated.Secret[^4..]), (rotated.Key.Id, rotated.Key.Hint));
        Assert.Equal(key.Key.Scopes, rotated.Key.Scopes);
        Assert.Equal(key.Key.Id, (await Keys.FindAsync(key.Secret, Cancel))!.KeyId);
        Assert.Equal(key.Key.Id, (await Keys.FindAsync(rotated.Secret, Cancel))!.KeyId);
        await House.MoveClockAsync(TimeSpan.FromHours(2));
        Assert.Null(await Keys.FindAsync(key.Secret, Cancel));
        Assert.NotNull(await Keys.FindAsync(rotated.Secret, Cancel));
        Assert.Equal(1, await new ExpiryStore(House.Data).SweepAsync(Cancel));
    }

    [Fact]
    public async Task RotateAsync_WithoutOverlapTwiceAtOnce_LeavesOneSecret()
    {
        var key = await AddAsync();
        var nodes = new[] { On(AddNode()), On(AddNode()) };

        var rotated = await Together.RunAsync(
            2,
            index => nodes[index].RotateAsync(key.Key.Id, TimeSpan.Zero, Ann, Cancel)
        );

        var secrets = rotated.Cast<KeyOutcome.Made>().Select(made => made.Secret).Append(key.Secret).ToList();
        Assert.Single(await WorkingAsync(secrets));
        Assert.Equal(0, await House.ScalarAsync<long>("SELECT count(*) FROM retired_secrets"));
    }

    [Fact]
    public async Task RotateAsync_WithOverlapTwiceAtOnce_LosesNobodysSecret()
    {
        var key = await AddAsync();
        var nodes = new[] { On(AddNode()), On(AddNode()) };

        var rotated = await Together.RunAsync(
            2,
            index => nodes[index].RotateAsync(key.Key.Id, TimeSpan.FromMinutes(1), Ann, Cancel)
        );

        var secrets = rotated.Cast<KeyOutcome.Made>().Select(made => made.Secret).Append(key.Secret).ToList();
        Assert.Equal(3, (await WorkingAsync(secrets)).Count);
        await House.MoveClockAsync(TimeSpan.FromMinutes(1));
        Assert.Single(await WorkingAsync(secrets));
    }

    [Fact]
    public async Task RotateAsync_WithoutOverlapAfterALongOne_EndsTheOlderSecretsToo()
    {
        var key = await AddAsync();
        var second = (KeyOutcome.Made)await Sut.RotateAsync(key.Key.Id, TimeSpan.FromDays(30), Ann, Cancel);
        var other = await AddAsync();
        await Sut.RotateAsync(other.Key.Id, TimeSpan.FromDays(30), Ann, Cancel);

        var third = (KeyOutcome.Made)await Sut.RotateAsync(key.Key.Id, TimeSpan.Zero, Ann, Cancel);

        Assert.Equal(
            [third.Secret, other.Secret],
            await WorkingAsync([key.Secret, second.Secret, third.Secret, other.Secret])
        );
    }

    [Fact]
    public async Task RotateAsync_LongerOverlapThanTheLast_LengthensNothing()
    {
        var key = await AddAsync();
        await Sut.RotateAsync(key.Key.Id, TimeSpan.FromHours(1), Ann, Cancel);
        await Sut.RotateAsync(key.Key.Id, TimeSpan.FromDays(30), Ann, Cancel);

        await House.MoveClockAsync(TimeSpan.FromHours(1));

        Assert.Empty(await WorkingAsync([key.Secret]));
    }

    [Fact]
    public async Task CreateAndRotateAsync_Key_NeedOneConnection()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var desk = On(AddNode(connections: 1));

        var made = Assert.IsType<KeyOutcome.Made>(
            await desk.CreateAsync(account, new KeyDraft("site", ["read"]), Ann, Cancel)
        );
        Assert.IsType<KeyOutcome.Made>(await desk.RotateAsync(made.Key.Id, TimeSpan.Zero, Ann, Cancel));
    }

    [Fact]
    public async Task RevokeAsync_Key_EndsAllItsSecretsAtOnce()
    {
        var key = await AddAsync();
        var rotated = (KeyOutcome.Made)await Sut.RotateAsync(key.Key.Id, TimeSpan.FromDays(1), Ann, Cancel);

        Assert.IsType<KeyOutcome.Revoked>(await Sut.RevokeAsync(key.Key.Id, Ann, Cancel));
        Assert.IsType<KeyOutcome.Revoked>(await Sut.RevokeAsync(key.Key.Id, Ann, Cancel));
        Assert.IsType<KeyOutcome.NotFound>(await Sut.RevokeAsync(Guid.CreateVersion7(), Ann, Cancel));

        Assert.Empty(await WorkingAsync([key.Secret, rotated.Secret]));
        Assert.IsType<KeyOutcome.Ended>(await Sut.RotateAsync(key.Key.Id, TimeSpan.Zero, Ann, Cancel));
        Assert.Equal(
            ["key.create", "key.rotate", "key.revoke"],
            await House.ScalarAsync<string[]>("SELECT array_agg(action ORDER BY id) FROM audit") ?? []
        );
    }

    [Fact]
    public async Task FindAsync_ClosedAccount_IsNull()
    {
        var key = await AddAsync();
        await House.ExecuteAsync("UPDATE accounts SET closed_at = atelier.now()");

        Assert.Null(await Keys.FindAsync(key.Secret, Cancel));
    }

    [Fact]
    public async Task OwnersKey_RotatedOrRevoked_IsRefused()
    {
        var (owner, _) = await new AccountStore(House.Data).EnsureOwnerAsync(
            new NewAccount("Owner", "premium", 1, Owner: true),
            Cancel
        );
        await Keys.SaveAsync(owner, KeyDesk.OwnersName, "the owner's secret", ["admin"], Cancel);
        var id = await House.ScalarAsync<Guid>("SELECT id FROM api_keys");

        Assert.IsType<KeyOutcome.OfSettings>(await Sut.RotateAsync(id, TimeSpan.Zero, Ann, Cancel));
        Assert.IsType<KeyOutcome.OfSettings>(await Sut.RevokeAsync(id, Ann, Cancel));
        Assert.IsType<KeyOutcome.OfSettings>(
            await Sut.CreateAsync(owner, new KeyDraft(KeyDesk.OwnersName, ["admin"]), Ann, Cancel)
        );

        Assert.NotNull(await Keys.FindAsync("the owner's secret", Cancel));
    }

    [Fact]
    public async Task ListAsync_Keys_ShowsThemInPagesWithoutSecrets()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var ids = new List<Guid>();
        for (var index = 0; index < 3; index++)
        {
            var made = await Sut.CreateAsync(account, new KeyDraft($"key {index}", ["read"]), Ann, Cancel);
            ids.Add(((KeyOutcome.Made)made).Key.Id);
        }

        // Ids of one millisecond are in no order of their making.
        ids.Sort();
        Assert.Equal([ids[2], ids[1]], (await Shelf.ListAsync(account, null, 2, Cancel))!.Select(key => key.Id));
        Assert.Equal([ids[0]], (await Shelf.ListAsync(account, ids[1], 2, Cancel))!.Select(key => key.Id));
        Assert.Null(await Shelf.ListAsync(Guid.CreateVersion7(), null, 2, Cancel));
    }

    [Fact]
    public async Task MarkUsedAsync_Uses_KeepTheNewest()
    {
        var key = await AddAsync();
        var id = key.Key.Id;
        await Keys.MarkUsedAsync(new Dictionary<Guid, TimeSpan> { [id] = TimeSpan.FromSeconds(10) }, Cancel);
        var first = await House.ScalarAsync<DateTime>("SELECT last_used_at FROM api_keys");

        await Keys.MarkUsedAsync(new Dictionary<Guid, TimeSpan> { [id] = TimeSpan.FromHours(1) }, Cancel);

        Assert.Equal(first, await House.ScalarAsync<DateTime>("SELECT last_used_at FROM api_keys"));
        Assert.True(await House.ScalarAsync<bool>("SELECT last_used_at < atelier.now() FROM api_keys"));
    }

    private static KeyDesk On(NpgsqlDataSource node) => new(node);

    private async Task<KeyOutcome.Made> AddAsync()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var made = await Sut.CreateAsync(account, new KeyDraft("site", ["generate", "read"]), Ann, Cancel);
        return Assert.IsType<KeyOutcome.Made>(made);
    }

    private async Task<List<string>> WorkingAsync(IEnumerable<string> secrets)
    {
        var working = new List<string>();
        foreach (var secret in secrets)
        {
            if (await Keys.FindAsync(secret, Cancel) is not null)
            {
                working.Add(secret);
            }
        }

        return working;
    }
}
