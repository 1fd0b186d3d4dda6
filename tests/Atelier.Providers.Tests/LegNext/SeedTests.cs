using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.LegNext.Texts;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Tests.Serving;
using static Atelier.Providers.Tests.LegNext.LegNextOrders;
using static Atelier.Providers.Tests.LegNext.LostCalls;

namespace Atelier.Providers.Tests.LegNext;

/// <summary>Several calls of one generation are one compiled call, and each has a seed of its own.</summary>
[Trait("Requirement", "A-28")]
public sealed class SeedTests
{
    [Theory]
    [InlineData(4242, 0, 4242)]
    [InlineData(4242, 4, 4246)]
    [InlineData(9, 4, 13)]
    [InlineData(4_294_967_294, 0, 4_294_967_294)]
    [InlineData(4_294_967_294, 1, 0)]
    [InlineData(4_294_967_290, 8, 3)]
    public async Task Submit_LaterSlots_SendsTheSeedOfTheFirstOfThem(long seed, int slot, long sent)
    {
        await using var bench = await LegNextBench.StartAsync();
        var call = WithSeed(seed);

        await SubmitAsync(bench, call, slot);

        Assert.Equal(
            TextOf(call).Replace($" --seed {seed} ", $" --seed {sent} ", StringComparison.Ordinal),
            bench.SentBody("diffusion").GetProperty("text").GetString()
        );
        Assert.Empty(bench.Wire.Violations);
    }

    [Fact]
    public async Task Run_TwoCallsOfOneGeneration_EachPictureHasItsOwnSeed()
    {
        await using var bench = await LegNextBench.StartAsync();
        var call = Compiled(Create());
        string[] tasks = [await SubmitAsync(bench, call, 0), await SubmitAsync(bench, call, 4)];
        bench.Wire.FinishTasks();

        var seeds = new List<long?>();
        foreach (var task in tasks)
        {
            var spool = new MemorySpool();
            await bench.Provider.PollAsync(task, 0, spool, LegNextBench.Cancel);
            var answer = await bench.Provider.ReadAsync(call, spool, LegNextBench.Cancel);
            Assert.Equal(4, answer.Pictures.Count);
            seeds.AddRange(answer.Pictures.Select(picture => picture.Seed).Distinct());
        }

        Assert.Equal([Seed, Seed + 4], seeds);
        Assert.Equal(
            2,
            bench.Wire.Calls.Where(sent => sent.Method == "POST").Select(sent => sent.Body).Distinct().Count()
        );
    }

    [Fact]
    public async Task Submit_ChangeWithWords_SendsTheSeedOfItsSlot()
    {
        await using var bench = await LegNextBench.StartAsync(held: false);
        var parent = await bench.SubmitAsync(Create());
        var call = Compiled(Change(new Variation(Guid.Empty, "in snow", 0.8), Own(parent, 0), "in snow"));

        await SubmitAsync(bench, call, 4);

        Assert.Contains(
            $" --seed {Seed + 4} ",
            bench.SentBody("variation").GetProperty("remixPrompt").GetString(),
            StringComparison.Ordinal
        );
        Assert.Empty(bench.Wire.Violations);
    }

    [Fact]
    public async Task Submit_ChangeWithoutWords_SendsNoSeed()
    {
        await using var bench = await LegNextBench.StartAsync(held: false);
        var parent = await bench.SubmitAsync(Create());

        await SubmitAsync(bench, Compiled(Change(new Variation(Guid.Empty, null, 0.8), Own(parent, 0))), 4);

        Assert.False(bench.SentBody("variation").TryGetProperty("remixPrompt", out _));
    }

    [Fact]
    public async Task Submit_TextOfTheGreatestLength_StillFitsWithALongerSeed()
    {
        await using var bench = await LegNextBench.StartAsync();
        var call = Compiled(OfLength(8191));

        await SubmitAsync(bench, call, 4);

        var sent = bench.SentBody("diffusion").GetProperty("text").GetString()!;
        Assert.EndsWith("--fast", sent, StringComparison.Ordinal);
        Assert.Equal(8192, sent.Length);
        Assert.Empty(bench.Wire.Violations);
    }

    [Fact]
    public void Compile_NoRoomForALongerSeed_IsPassedOver() =>
        Assert.Equal(RejectionCause.Prompt, Rejected(OfLength(8192)).Cause);

    [Fact]
    public void Reseed_NoSuchSeed_IsRefused() =>
        Assert.Throws<ArgumentException>(() => MidjourneyFlags.Reseed("a fox --seed 42 --v 7", 4, 5));

    [Fact]
    [Trait("Requirement", "A-38")]
    public async Task Reconcile_TwoLostCallsOfOneGeneration_AreToldApartByTheirSeeds()
    {
        await using var bench = await LegNextBench.StartAsync();
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        await bench.LoseAsync(call);
        await bench.LoseAsync(call, firstSlot: 4);
        var a = bench.Lost(call, intentAt, new LostRival(call, intentAt, 4));
        var b = bench.Lost(call, intentAt, new LostRival(call, intentAt)) with { FirstSlot = 4 };

        (a, var early) = await bench.LookAsync(a, 5);
        (b, var earlyToo) = await bench.LookAsync(b);
        bench.Wire.FinishTasks();
        var foundA = Assert.IsType<Reconciled.Found>((await bench.LookAsync(a, 10)).Result).TaskId;
        var foundB = Assert.IsType<Reconciled.Found>((await bench.LookAsync(b)).Result).TaskId;

        Assert.All([early, earlyToo], result => Assert.IsType<Reconciled.Unsure>(result));
        Assert.NotEqual(foundA, foundB);
        await bench.PollAsync(foundB);
        var answer = await bench.Provider.ReadAsync(call, bench.Spool, LegNextBench.Cancel);
        Assert.All(answer.Pictures, picture => Assert.Equal(Seed + 4, picture.Seed));
    }

    // With the seed 9, so that the seed of slot 4 is a sign longer.
    private static CompileOrder OfLength(int length)
    {
        var spare = length - TextOf(OfWord(0)).Length;
        return OfWord(spare);
    }

    private static CompileOrder OfWord(int letters)
    {
        var order = Create("detailed x" + new string('a', letters));
        return order with { Request = order.Request with { Seed = 9 } };
    }

    private static async Task<string> SubmitAsync(LegNextBench bench, CompiledCall call, int firstSlot)
    {
        var paid = LegNextBench.Paid(PaidCalls.Stored(call)) with { FirstSlot = firstSlot };
        var submission = await bench.Provider.SubmitAsync(paid, LegNextBench.Cancel);
        return Assert.IsType<Submission.Submitted>(submission).TaskId;
    }
}
