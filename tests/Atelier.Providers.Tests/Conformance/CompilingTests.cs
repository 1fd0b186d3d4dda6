using Atelier.Core.Requests;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>A request is put into the wire's words purely, and what is lost on the way is declared.</summary>
[Trait("Requirement", "B-17")]
public abstract class CompilingTests<TWire>(ConformanceBench<TWire> bench) : ConformanceTests<TWire>(bench)
    where TWire : WireUnderTest, new()
{
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Compile_AnyOffer_IsPureAndHoldsNoSecret(string name)
    {
        var order = await OrderAsync(Case(name));
        var before = Emulated.Calls.Count;

        var (first, second) = (Compiled(order), Compiled(order));

        Assert.Equal(first.Parameters.GetRawText(), second.Parameters.GetRawText());
        Assert.Equal(first.Degradations, second.Degradations);
        Assert.DoesNotContain(ConformanceBench<TWire>.Key, first.Parameters.GetRawText(), StringComparison.Ordinal);
        Assert.Equal((Wire.Provider, order.Model.Id), (first.Provider, first.Model));
        Assert.InRange(first.PicturesPerCall, 1, first.MaxPerCall);
        Assert.Equal(before, Emulated.Calls.Count);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Compile_AnyWish_IsSaidOrDeclaredLost(string name)
    {
        var of = Case(name);
        var order = await OrderAsync(of);
        var plain = Compiled(order);

        foreach (var (wish, wished) in Wishes(order))
        {
            if (Adapter.Compile(wished) is not Compilation.Ready { Call: var call })
            {
                // Passed over with its reason, which is as good as declared.
                continue;
            }

            var said = plain.Parameters.GetRawText() != call.Parameters.GetRawText();
            var lost = call.Degradations.Except(plain.Degradations).ToList();
            Assert.True(said || lost.Count > 0, $"{wish} is neither said nor declared lost");
            Assert.All(lost, loss => Assert.Matches("^[a-z_]+$", loss.Code));
            Assert.All(lost, loss => Assert.EndsWith(".", loss.Text, StringComparison.Ordinal));
        }
    }

    private static IEnumerable<(string Wish, CompileOrder Order)> Wishes(CompileOrder order)
    {
        if (order.Prompt is not null)
        {
            yield return ("another prompt", order with { Prompt = "a green owl" });
        }

        foreach (var operation in Others(order.Request.Operation))
        {
            yield return ($"{operation}", order with { Request = order.Request with { Operation = operation } });
        }

        if (order.Request.Operation is not Create)
        {
            yield break;
        }

        // Of these the router has said already where the offer cannot.
        if (order.Offer.Seed)
        {
            var request = order.Request with { Seed = 8 };
            yield return ("another seed", order with { Request = request, SeedAsked = true });
        }

        if (order.Offer.NegativePrompt)
        {
            yield return ("a negative prompt", order with { NegativePrompt = "fog" });
        }

        if (order.Offer.Guidance is { } guidance)
        {
            yield return ("guidance", order with { Guidance = guidance.Max });
        }
    }

    private static IEnumerable<ImageOperation> Others(ImageOperation operation) =>
        operation switch
        {
            Edit edit => [edit with { Strength = 0.3 }],
            Upscale upscale => [upscale with { EnhanceDetails = true }, upscale with { Denoise = true }],
            RemoveBackground cut => [cut with { RefineMask = true }, cut with { PreserveShadow = true }],
            _ => [],
        };
}
