using Atelier.Data.Accounts;
using Atelier.Data.Tests.Stores;

namespace Atelier.Data.Tests.Accounts;

public sealed class GuestTests : StoreTests
{
    private GuestStore Sut => new(House.Data);

    [Fact]
    public async Task CreateAsync_Guest_IsFreeAndFoundByItsCookieAlone()
    {
        var (id, cookie) = await Sut.CreateAsync(Cancel);

        var account = (await new AccountDesk(House.Data).FindAsync(id, Cancel))!;
        Assert.Equal(("free", true), (account.Tier, account.Guest));
        Assert.Equal(id, await Sut.FindAsync(cookie, Cancel));
        Assert.Null(await Sut.FindAsync(cookie[..^1], Cancel));
        Assert.Null(await Sut.FindAsync("", Cancel));
        Assert.DoesNotContain(
            cookie,
            await House.ScalarAsync<string>("SELECT g::text FROM guests g"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task FindAsync_GuestWhoComesNowAndThen_LastsLongerThanTheIdleTime()
    {
        var (id, cookie) = await Sut.CreateAsync(Cancel);
        await House.MoveClockAsync(TimeSpan.FromDays(29));
        Assert.Equal(id, await Sut.FindAsync(cookie, Cancel));

        await House.MoveClockAsync(TimeSpan.FromDays(29));
        Assert.Equal(id, await Sut.FindAsync(cookie, Cancel));

        await House.MoveClockAsync(TimeSpan.FromDays(30));
        Assert.Null(await Sut.FindAsync(cookie, Cancel));
    }

    [Fact]
    public async Task CreateCodeAsync_MoreThanTen_EndsTheOldest()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var sessions = new SessionStore(House.Data);
        var codes = new List<string>();
        for (var index = 0; index <= SessionStore.MostCodes; index++)
        {
            await House.MoveClockAsync(TimeSpan.FromSeconds(1));
            codes.Add(await sessions.CreateCodeAsync(account, TimeSpan.FromHours(1), Actor.Service, Cancel));
        }

        Assert.Null(await sessions.OpenAsync(codes[0], TimeSpan.FromHours(1), Cancel));
        Assert.NotNull(await sessions.OpenAsync(codes[1], TimeSpan.FromHours(1), Cancel));
        Assert.NotNull(await sessions.OpenAsync(codes[^1], TimeSpan.FromHours(1), Cancel));
    }
}
