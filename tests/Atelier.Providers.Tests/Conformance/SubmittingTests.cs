using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Core.Pricing;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>Everything the catalogue says of a wire is sent, understood, paid and brought in.</summary>
[Trait("Requirement", "B-17")]
public abstract class SubmittingTests<TWire>(ConformanceBench<TWire> bench) : ConformanceTests<TWire>(bench)
    where TWire : WireUnderTest, new()
{
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Run_AnyOffer_BringsThePicturesAndCostsTheBill(string name)
    {
        var of = Case(name);
        var order = await OrderAsync(of);

        var done = await RunAsync(order);

        var line = Wire.Bills ? LineOf(done) : null;
        Assert.Empty(Emulated.Violations);
        Assert.Equal(
            SentFor(line?.Id ?? done.TaskId ?? Emulated.Pictures[^1].Job),
            done.Answer.Pictures.Select(Pictures.Sha)
        );
        AssertCosts(order, done, 1);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/json")]
    [InlineData("text/html")]
    [InlineData("Application/JSON")]
    [InlineData("application/octet-stream")]
    [InlineData("")]
    public async Task Run_GoodAnswerOfAnotherType_IsTaken(string type)
    {
        var call = Compiled(await AnyOrderAsync());
        Emulated.AddFaults(new FaultRule { Action = FaultAction.WrongMime, ContentType = type });

        var done = await RunAsync(Paid(call));

        Assert.Equal(SentFor(done.TaskId ?? Emulated.Pictures[^1].Job), done.Answer.Pictures.Select(Pictures.Sha));
        Assert.Equal(1, Assert.Single(Emulated.Faults).Played);
        Assert.Single(Emulated.Calls, sent => sent.Method == "POST");
    }

    [Fact]
    public async Task Run_AsManyPicturesAsACallMayHave_BringsAllOfThem()
    {
        foreach (var of in All.Where(IsNew))
        {
            var order = await OrderAsync(of);
            var most = Compiled(order).MaxPerCall;

            var done = await RunAsync(order, most);

            Assert.True(done.Answer.Pictures.Count >= most, $"{of.Name}: {done.Answer.Pictures.Count} of {most}");
            AssertCosts(order, done, most);
        }

        Assert.NotEmpty(Emulated.Calls);
        Assert.Empty(Emulated.Violations);
    }

    [Fact]
    public async Task Submit_SecondCallOfAGeneration_AsksForOtherPictures()
    {
        foreach (var of in All.Where(of => IsNew(of) && of.Offer.Seed))
        {
            var call = Compiled(await OrderAsync(of));
            await RunAsync(Paid(call));
            var first = LastPost();

            await RunAsync(Paid(call) with { FirstSlot = call.MaxPerCall });

            Assert.NotEqual(Said(first), Said(LastPost()));
        }

        Assert.Empty(Emulated.Violations);
    }

    [Fact]
    public async Task Submit_AfterAStayInTheDatabase_SendsTheSame()
    {
        foreach (var capability in Enum.GetValues<Capability>())
        {
            if (Find(capability) is not { } of)
            {
                continue;
            }

            var call = Compiled(await OrderAsync(of));
            await RunAsync(Paid(call));
            var fresh = LastPost();

            await RunAsync(Paid(PaidCalls.Stored(call)));

            var stored = LastPost();
            Assert.NotEqual(fresh.Number, stored.Number);
            Assert.Equal(fresh.Parts, stored.Parts);
            var (said, again) = (Wire.BodyOf(fresh), Wire.BodyOf(stored));
            Assert.True(said is null || JsonNode.DeepEquals(Parse(said), Parse(again!)), again);
        }

        Assert.Empty(Emulated.Violations);
    }

    [Fact]
    public async Task Submit_Mask_SaysWhereToPaintInTheWiresOwnWay()
    {
        var paints = Find(Capability.Inpainting);
        Assert.Equal(Wire.Mask != MaskForm.None, paints is not null);
        if (paints is null)
        {
            return;
        }

        await RunAsync(await OrderAsync(paints));

        var expected =
            Wire.Mask == MaskForm.Address
                ? (await Bench.Sources.MaskAddressAsync(Bench.Mask, Cancel)).AbsoluteUri
                : Pictures.MaskSha(Wire.Mask);
        Assert.Equal(expected, Wire.MaskIn(LastPost()));
        Assert.Empty(Emulated.Violations);
    }

    [Fact]
    public async Task Submit_ReferencePictures_GoAlong()
    {
        foreach (var of in All.Where(IsNew))
        {
            var most = Wire.MostReferences(of.Offer);
            if (most == 0)
            {
                continue;
            }

            var order = await OrderAsync(of);
            var references = Enumerable.Range(0, most).Select(_ => Reference()).ToList();

            await RunAsync(order with { References = references });

            Assert.Equal(most, Wire.PicturesIn(LastPost()));
        }

        Assert.Empty(Emulated.Violations);
    }

    [Fact]
    public async Task Submit_AnyCall_AsksTheGuardOnceAndIsOnePost()
    {
        var guard = new TestGuard();
        var spool = new MemorySpool();
        var paid = Paid(Compiled(await AnyOrderAsync()), spool: spool, guard: guard);
        var before = Emulated.Calls.Count;

        var submission = await Adapter.SubmitAsync(paid, Cancel);

        Assert.Equal((1, 1, 1), (guard.Readied, guard.Asked, guard.Told));
        Assert.Single(Emulated.Calls.Skip(before), call => call.Method == "POST");
        // The answer is durable before anybody is told of it.
        Assert.Equal(submission is Submission.Answered, spool.Parts.ContainsKey(AnswerSpool.Answer));
    }

    [Fact]
    public async Task Submit_GuardForbidsIt_NothingIsSent()
    {
        var forbidden = new ProviderException(Wire.Provider, FailureKind.NotSent, Charge.None, "Too old.");
        var guard = new TestGuard { Before = _ => throw forbidden };
        var call = Compiled(await AnyOrderAsync());
        var before = Emulated.Calls.Count;

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            Adapter.SubmitAsync(Paid(call, guard: guard), Cancel)
        );
        // One that comes through shows that the first never arrived before it.
        await Adapter.SubmitAsync(Paid(call), Cancel);

        Assert.Same(forbidden, failure);
        Assert.Single(Emulated.Calls.Skip(before), sent => sent.Method == "POST");
    }

    private static bool IsNew(OfferCase of) => of.Capability == Capability.TextToImage;

    private static string Said(ReceivedCall call) =>
        $"{call.Body} {string.Join('|', call.Parts.Select(part => $"{part.Name}={part.Text ?? part.Sha256}"))}";

    private static JsonNode? Parse(string body) => JsonNode.Parse(body);

    private SourceImage Reference() =>
        new(Bench.Sources.Add(TestPictures.Plain(64, 64, 20, 90, 160)), 64, 64, "upload", null, null);

    private void AssertCosts(CompileOrder order, Finished done, int pictures)
    {
        var billed = Wire.Bills ? LineOf(done).NanoDollars : 0;
        var calls = (pictures + done.Paid.Call.PicturesPerCall - 1) / done.Paid.Call.PicturesPerCall;
        var most = done.Paid.Call.MaximumNanos ?? NanoDollars.Of(order.Offer.Price.Of(order.Request).Maximum);
        Assert.True(billed <= most * calls, $"billed {billed}, at most {most} for each of {calls}");
        switch (Wire.Costs)
        {
            case CostReport.Exact:
                Assert.Equal((billed, false), (done.Answer.CostNanos, done.Answer.Estimated));
                break;
            case CostReport.Estimated:
                Assert.True(done.Answer.Estimated);
                Assert.InRange(done.Answer.CostNanos!.Value, billed / 4, most * calls);
                break;
            default:
                Assert.Null(done.Answer.CostNanos);
                break;
        }
    }
}
