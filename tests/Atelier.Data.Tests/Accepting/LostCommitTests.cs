using Atelier.Data.Accepting;
using Atelier.Data.Connections;
using Atelier.Data.Tests.Stores;
using Npgsql;

namespace Atelier.Data.Tests.Accepting;

/// <summary>The connection breaks around the commit: what the caller hears must be what is in the rows.</summary>
public class LostCommitTests : StoreTests
{
    [Fact]
    public async Task AcceptAsync_AnswerOfTheCommitIsLost_LooksAndSaysAccepted()
    {
        using var relay = new CuttingRelay(House.ConnectionString, afterCommit: true);
        await using var node = Database.Open(relay.ConnectionString);
        var order = Orders.For(await House.AddAccountAsync(10, cancellationToken: Cancel));

        Assert.IsType<AcceptOutcome.Accepted>(await AcceptsOn(node).AcceptAsync(order, Cancel));

        Assert.Equal("ready", await QueueStateAsync(order.GenerationId));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task AcceptAsync_CommitIsLost_FailsAndNothingWasWritten()
    {
        var order = Orders.For(await House.AddAccountAsync(10, cancellationToken: Cancel));
        var before = await TableContents.ReadAsync(House);
        using var relay = new CuttingRelay(House.ConnectionString, afterCommit: false);
        await using var node = Database.Open(relay.ConnectionString);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => AcceptsOn(node).AcceptAsync(order, Cancel));

        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Fact]
    public async Task AcceptAsync_NobodyCanSay_OutcomeIsUnknown()
    {
        var order = Orders.For(await House.AddAccountAsync(10, cancellationToken: Cancel));
        using var relay = new CuttingRelay(House.ConnectionString, afterCommit: true) { Once = true };
        await using var node = Database.Open(relay.ConnectionString);

        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() =>
            AcceptsOn(node).AcceptAsync(order, Cancel)
        );

        Assert.Equal(order.GenerationId, unknown.GenerationId);
    }
}
