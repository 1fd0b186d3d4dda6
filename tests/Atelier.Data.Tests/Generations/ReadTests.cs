using Atelier.Data.Generations;
using Atelier.Data.Tests.Stores;

namespace Atelier.Data.Tests.Generations;

public sealed class ReadTests : StoreTests
{
    private GenerationStore Generations => new(House.Data);

    [Fact]
    public async Task FindAsync_OfAnotherAccount_DoesNotExist()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var stranger = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var order = Orders.For(account);
        await AcceptAllAsync([order]);

        Assert.Null(await Generations.FindAsync(order.GenerationId, stranger, Cancel));
        var own = await Generations.FindAsync(order.GenerationId, account, Cancel);
        Assert.Equal(
            ("queued", "a lighthouse", "fog", 1000L),
            (own!.State, own.Prompt, own.NegativePrompt, own.Reserved)
        );
        Assert.Equal(TimeSpan.Zero, own.CreatedAt.Offset);
        Assert.Empty(await Generations.ListAsync(stranger, null, null, 10, Cancel));
    }

    [Fact]
    public async Task ListAsync_Pages_GiveEachGenerationOnceNewestFirst()
    {
        var account = await House.AddAccountAsync(30, cancellationToken: Cancel);
        await AcceptAllAsync(Enumerable.Range(0, 25).Select(_ => Orders.For(account)));

        var seen = new List<Guid>();
        Guid? before = null;
        IReadOnlyList<GenerationRow> page;
        do
        {
            page = await Generations.ListAsync(account, before, null, 10, Cancel);
            seen.AddRange(page.Select(row => row.Id));
            before = seen[^1];
        } while (page.Count > 0);

        Assert.Equal(25, seen.Distinct().Count());
        Assert.Equal(25, seen.Count);
        Assert.Equal(seen.OrderDescending(), seen);
    }

    [Fact]
    public async Task ListAsync_State_GivesOnlyThose()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var ended = await AcceptAndClaimAsync(account);
        await Ends.EndAsync(ended, Orders.Delivered(), Cancel);
        await AcceptAllAsync([Orders.For(account)]);

        var complete = await Generations.ListAsync(account, null, "complete", 10, Cancel);

        Assert.Equal(ended.GenerationId, Assert.Single(complete).Id);
    }
}
