using Atelier.Core.Catalogue;
using Atelier.Data.Images;
using Atelier.Engine.Sweeping;
using Atelier.Engine.Tests.Nodes;
using Atelier.Providers.Failures;

namespace Atelier.Engine.Tests.Repeats;

/// <summary>The same request again, with a seed that the caller chose.</summary>
public sealed class RepeatTests : RepeatKernelTests
{
    [Fact]
    [Trait("Requirement", "C-78")]
    [Trait("Requirement", "C-51")]
    public async Task AcceptAsync_SameRequestAndSeed_GivesThePicturesAgainForNothing()
    {
        var wire = new TestWire("openai");
        var node = await StartAsync(wire);
        var first = await RunAsync(node, seed: 7);
        var balance = await BalanceAsync();

        var again = await RunAsync(node, seed: 7);

        Assert.Equal("complete", again.Row.State);
        Assert.Equal(first.Row.Id, again.Plan.Repeats);
        Assert.Equal((0, 0L, balance), (again.Row.Reserved, again.Row.Settled, await BalanceAsync()));
        Assert.Single(wire.Posts);
        var (was, copy) = (first.Slots[0].Image!, again.Slots[0].Image!);
        Assert.NotEqual(was.Id, copy.Id);
        Assert.Equal(was.Files["original"].Sha256, copy.Files["original"].Sha256);
        Assert.Equal((was.Provider, was.Model, was.Seed), (copy.Provider, copy.Model, copy.Seed));
        await Books.AssertAsync(House, wire);
    }

    [Theory]
    [Trait("Requirement", "C-78")]
    [InlineData("no seed")]
    [InlineData("another seed")]
    [InlineData("other words")]
    [InlineData("another quality")]
    [InlineData("another number")]
    [InlineData("another account")]
    public async Task AcceptAsync_AnythingElse_IsMadeAnew(string what)
    {
        var wire = new TestWire("openai");
        var node = await StartAsync(wire);
        await RunAsync(node, what == "no seed" ? null : 7);
        var account =
            what == "another account" ? await House.AddAccountAsync(credits: 10, cancellationToken: Cancel) : Account;

        var again = await RunAsync(
            node,
            what switch
            {
                "no seed" => null,
                "another seed" => 8,
                _ => 7,
            },
            what == "other words" ? "a harbour" : "a lighthouse",
            what == "another quality" ? Quality.High : Quality.Standard,
            what == "another number" ? 2 : 1,
            account
        );

        Assert.Null(again.Plan.Repeats);
        Assert.True(wire.Posts.Count > 1);
        await Books.AssertAsync(House, wire);
    }

    [Theory]
    [Trait("Requirement", "C-78")]
    [InlineData("UPDATE images SET deleted_at = atelier.now()")]
    [InlineData("UPDATE images SET quarantine = 'held'")]
    [InlineData("UPDATE accounts SET tier = 'free'")]
    [InlineData("UPDATE generations SET state = 'failed'")]
    public async Task AcceptAsync_ThePicturesAreNotToBeHadAsTheyWere_IsMadeAnew(string change)
    {
        var wire = new TestWire("openai");
        var node = await StartAsync(wire);
        await RunAsync(node, seed: 7);
        await House.ExecuteAsync(change);

        var again = await RunAsync(node, seed: 7);

        Assert.Null(again.Plan.Repeats);
        Assert.Equal(2, wire.Posts.Count);
    }

    [Fact]
    [Trait("Requirement", "C-78")]
    public async Task AcceptAsync_AMonthLater_IsMadeAnew()
    {
        var wire = new TestWire("openai");
        var node = await StartAsync(wire);
        await RunAsync(node, seed: 7);
        await House.MoveClockAsync(TimeSpan.FromDays(29));
        Assert.NotNull((await RunAsync(node, seed: 7)).Plan.Repeats);
        await House.MoveClockAsync(TimeSpan.FromDays(1.1));

        Assert.Null((await RunAsync(node, seed: 7)).Plan.Repeats);
        Assert.Equal(2, wire.Posts.Count);
    }

    [Fact]
    public async Task AcceptAsync_AnotherModelHadToTakeOver_IsMadeAnew()
    {
        var (wire, next) = (new TestWire("openai"), new TestWire("piapi"));
        var node = await StartAsync(wire, next);
        wire.Then(new WireAct { Fails = FailureKind.ServerError, Billed = false });
        var first = await RunAsync(node, seed: 7);
        Assert.Equal("piapi", first.Slots[0].Image!.Provider);

        var again = await RunAsync(node, seed: 7);

        Assert.Equal((null, "openai"), (again.Plan.Repeats, again.Slots[0].Image!.Provider));
        await Books.AssertAsync(House, wire, next);
    }

    [Fact]
    public async Task RunOnceAsync_FirstGoes_TheCopyStays()
    {
        var wire = new TestWire("openai");
        var node = await StartAsync(wire);
        var first = await RunAsync(node, seed: 7);
        await House.MoveClockAsync(TimeSpan.FromDays(20));
        var again = await RunAsync(node, seed: 7);
        await House.ExecuteAsync(
            "UPDATE images SET wanted_at = NULL WHERE generation_id = @id",
            new { id = first.Row.Id }
        );
        await House.MoveClockAsync(TimeSpan.FromDays(11));

        await node.Get<RetentionSweeper>().RunOnceAsync(Cancel);

        var images = node.Get<ImageStore>();
        Assert.True((await images.FindAsync(first.Slots[0].Image!.Id, Cancel))!.Reduced);
        Assert.False((await images.FindAsync(again.Slots[0].Image!.Id, Cancel))!.Reduced);
    }
}
