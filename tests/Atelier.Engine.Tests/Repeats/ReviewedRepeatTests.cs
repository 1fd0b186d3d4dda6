using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Data.Reviews;
using Atelier.Engine.Accepting;
using Atelier.Engine.Tests.Checking;
using Atelier.Engine.Tests.Nodes;

namespace Atelier.Engine.Tests.Repeats;

/// <summary>Whoever joined a request whose pictures then wait for a person.</summary>
public sealed class ReviewedRepeatTests : CheckCase
{
    [Fact]
    [Trait("Requirement", "C-78")]
    public async Task RunAsync_TheOtherIsInReview_WaitsAsideAndIsDecidedWithIt()
    {
        var gate = new Gate();
        Wire.Then(new WireAct { After = gate });
        var node = await StartCheckedAsync(TestChecker.Failing());
        var first = await AcceptAsync(node);
        await gate.Reached;
        var second = await AcceptAsync(node);
        gate.Open();
        await UntilParkedAsync(first);
        await UntilAsync("EXISTS (SELECT FROM queue WHERE waits_for = @first)", new { first });
        var looks = await LooksAsync(second);

        // Nobody looks at it all night, and it is in nobody's way.
        await House.MoveClockAsync(TimeSpan.FromHours(20));
        Assert.Equal("complete", (await node.WaitAsync(await PlainAsync(node), Account)).Row.State);
        Assert.Equal(looks, await LooksAsync(second));
        Assert.Equal(
            0L,
            await House.ScalarAsync<long>("SELECT count(*) FROM queue WHERE state IN ('ready', 'running')")
        );

        await DecideAsync(node, first, ReviewVerdict.Refuse);

        var joined = await node.WaitAsync(second, Account);
        Assert.Equal(("failed", "content_policy", 0L), (joined.Row.State, joined.Row.ErrorCode, joined.Row.Settled));
        await Books.AssertAsync(House, Wire);
    }

    private Task<int> LooksAsync(Guid id) =>
        House.ScalarAsync<int>("SELECT epoch FROM queue WHERE generation_id = @id", new { id });

    // Painted from words, so that no check is needed.
    private Task<Guid> PlainAsync(TestNode node) => AcceptAsync(node, model: "local-painter", seed: null);

    private async Task<Guid> AcceptAsync(TestNode node, string? model = null, long? seed = 7)
    {
        var request = new ImageRequest
        {
            Operation = new Create("a lighthouse", null, null),
            Size = new PixelSize(16, 16),
            Seed = seed,
            Model = model,
        };
        var accepted = await node.Get<GenerationAcceptor>()
            .AcceptAsync(new Caller(Account, null), request, null, null, Cancel);
        return accepted.GenerationId;
    }
}
