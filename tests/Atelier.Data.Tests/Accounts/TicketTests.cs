using Atelier.Data.Accounts;
using Atelier.Data.Tests.Stores;

namespace Atelier.Data.Tests.Accounts;

public sealed class TicketTests : StoreTests
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private TicketStore Sut => new(House.Data);

    [Fact]
    public async Task CreateAsync_AccountIsClosedMeanwhile_WritesNothing()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        await using var closing = await House.OpenHolderAsync(Cancel);
        await using var transaction = await closing.BeginTransactionAsync(Cancel);
        await using var close = closing.CreateCommand();
        close.CommandText = "UPDATE accounts SET closed_at = atelier.now()";
        await close.ExecuteNonQueryAsync(Cancel);

        var asked = Sut.CreateAsync(account, null, null, "events", Life, Cancel);
        await transaction.CommitAsync(Cancel);

        Assert.Null(await asked);
        Assert.Equal(0, await House.ScalarAsync<long>("SELECT count(*) FROM tickets"));
    }

    [Fact]
    public async Task CreateAsync_OpenAccount_OpensOneStream()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);

        var ticket = await Sut.CreateAsync(account, null, null, "events", Life, Cancel);

        Assert.Equal(account, (await Sut.TakeAsync(ticket!, "events", Cancel))!.Account.Id);
        Assert.Null(await Sut.TakeAsync(ticket!, "events", Cancel));
    }
}
