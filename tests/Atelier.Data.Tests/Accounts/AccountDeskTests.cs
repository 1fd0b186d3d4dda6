using Atelier.Data.Accounts;
using Atelier.Data.Auditing;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Accounts;

public sealed class AccountDeskTests : StoreTests
{
    private static readonly Actor Ann = new(Guid.CreateVersion7(), Guid.CreateVersion7());

    private AccountDesk Sut => new(House.Data);

    [Fact]
    [Trait("Requirement", "B-12")]
    public async Task CreateAsync_Draft_MakesItAndNotesWho()
    {
        var id = await Sut.CreateAsync(
            Draft("Ben", "Ben@Example.com") with
            {
                DailyLimit = -1,
                MaxActive = 2,
            },
            Ann,
            Cancel
        );

        var made = await Sut.FindAsync(id!.Value, Cancel);
        Assert.Equal(("Ben", "Ben@Example.com", "free"), (made!.Name, made.Email, made.Tier));
        Assert.Equal((-1, 2, false, false), (made.DailyLimit, made.MaxActive, made.Owner, made.Guest));
        Assert.Equal(7, made.Id.Version);
        Assert.Null(made.ClosedAt);
        var entry = Assert.Single(await new AuditStore(House.Data).ListAsync(id, null, 10, Cancel));
        Assert.Equal(
            (Ann.AccountId, Ann.KeyId, "account.create", "{}"),
            (entry.ActorId, entry.KeyId, entry.Action, entry.Details)
        );
    }

    [Fact]
    [Trait("Requirement", "B-12")]
    public async Task CreateAsync_AddressInOtherCase_IsTakenAndWritesNothing()
    {
        await Sut.CreateAsync(Draft("Ben", "ben@example.com"), Ann, Cancel);
        await Sut.CreateAsync(Draft("No address"), Ann, Cancel);
        await Sut.CreateAsync(Draft("None either"), Ann, Cancel);
        var before = await TableContents.ReadAsync(House);

        Assert.Null(await Sut.CreateAsync(Draft("Other", "BEN@example.COM"), Ann, Cancel));

        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Fact]
    [Trait("Requirement", "B-12")]
    public async Task CreateAsync_SameAddressOnTwoNodesAtOnce_MakesOne()
    {
        var nodes = new[] { new AccountDesk(AddNode()), new AccountDesk(AddNode()) };

        var made = await Together.RunAsync(
            10,
            index =>
                nodes[index % 2]
                    .CreateAsync(Draft("Ben", index % 3 == 0 ? "B@example.com" : "b@example.com"), Ann, Cancel)
        );

        Assert.Single(made, id => id is not null);
        Assert.Equal(1, await House.ScalarAsync<long>("SELECT count(*) FROM accounts"));
        Assert.Equal(1, await House.ScalarAsync<long>("SELECT count(*) FROM audit"));
        await AssertBalancedAsync();
    }

    [Fact]
    [Trait("Requirement", "B-12")]
    public async Task ChangeAsync_Fields_ChangesThemAndNotesTheirNames()
    {
        var id = (await Sut.CreateAsync(Draft("Ben", "ben@example.com"), Ann, Cancel))!.Value;
        var before = (await Sut.FindAsync(id, Cancel))!;
        await House.MoveClockAsync(TimeSpan.FromMinutes(1));

        var changed = await Sut.ChangeAsync(id, Draft("Bea", null) with { Tier = "paid", DailyLimit = 7 }, Ann, Cancel);

        Assert.Equal(AccountChange.Done, changed);
        var after = (await Sut.FindAsync(id, Cancel))!;
        Assert.Equal(("Bea", null, "paid", 7), (after.Name, after.Email, after.Tier, after.DailyLimit));
        Assert.Equal(before.CreatedAt, after.CreatedAt);
        Assert.True(after.UpdatedAt > before.UpdatedAt);
        var entry = (await new AuditStore(House.Data).ListAsync(id, null, 1, Cancel))[0];
        Assert.Equal("""{"fields": ["name", "email", "tier", "daily_limit"]}""", entry.Details);
    }

    [Fact]
    public async Task ChangeAsync_TakenAddressOrNobody_ChangesNothing()
    {
        var id = (await Sut.CreateAsync(Draft("Ben", "ben@example.com"), Ann, Cancel))!.Value;
        await Sut.CreateAsync(Draft("Bea", "bea@example.com"), Ann, Cancel);
        var before = await TableContents.ReadAsync(House);

        Assert.Equal(AccountChange.EmailTaken, await Sut.ChangeAsync(id, Draft("Ben", "Bea@Example.com"), Ann, Cancel));
        Assert.Equal(AccountChange.NotFound, await Sut.ChangeAsync(Guid.CreateVersion7(), Draft("Ben"), Ann, Cancel));

        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Fact]
    public async Task ChangeAsync_Nobody_NeedsOneConnection() =>
        Assert.Equal(
            AccountChange.NotFound,
            await new AccountDesk(AddNode(connections: 1)).ChangeAsync(Guid.CreateVersion7(), Draft("Ben"), Ann, Cancel)
        );

    [Fact]
    public async Task ListAsync_FiltersAndPages_GiveTheNewestFirst()
    {
        var ids = new List<Guid>();
        foreach (var (name, tier) in new[] { ("Ann 100%", "free"), ("Ben", "paid"), ("Bea", "free") })
        {
            ids.Add(await AddAsync(name, $"{name[..3]}@Example.com", tier));
        }

        // Ids of one millisecond are in no order of their making.
        List<Guid> newest = [.. ids.OrderDescending()];
        Assert.Equal(newest[..2], await IdsAsync(new AccountFilter(), null, 2));
        Assert.Equal(newest[2..], await IdsAsync(new AccountFilter(), newest[1], 2));
        Assert.Equal(newest.Where(id => id != ids[1]), await IdsAsync(new AccountFilter(Tier: "free"), null, 9));
        Assert.Equal([ids[1]], await IdsAsync(new AccountFilter(Email: "bEN@example.com"), null, 9));
        Assert.Empty(await IdsAsync(new AccountFilter(Email: "en@example.com"), null, 9));
        Assert.Equal([ids[0]], await IdsAsync(new AccountFilter(Text: "0%"), null, 9));
        Assert.Equal(newest.Where(id => id != ids[0]), await IdsAsync(new AccountFilter(Text: "BE"), null, 9));
        Assert.Empty(await IdsAsync(new AccountFilter(Text: "_"), null, 9));
    }

    private static AccountDraft Draft(string name, string? email = null) => new(name, email, "free", null, null);

    private async Task<Guid> AddAsync(string name, string email, string tier) =>
        (await Sut.CreateAsync(Draft(name, email) with { Tier = tier }, Ann, Cancel))!.Value;

    private async Task<IEnumerable<Guid>> IdsAsync(AccountFilter filter, Guid? before, int most) =>
        (await Sut.ListAsync(filter, before, most, Cancel)).Select(account => account.Id);
}
