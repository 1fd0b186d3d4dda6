using Atelier.Core.Catalogue;
using Atelier.Core.Pricing;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Gemini;

/// <summary>Puts a request into Gemini's words. There are no masks, so nothing is painted into a part of a picture.</summary>
internal static class GeminiCompiler
{
    // What callers get who say nothing of it; only another wish is lost.
    private const double UsualStrength = 0.8;

    public static Compilation Compile(CompileOrder order)
    {
        if (PromptOf(order) is not { } prompt)
        {
            var what = order.Request.Operation.Kind;
            return Impossible(RejectionCause.Capability, $"has no call for {what}");
        }

        if (order.Request.Operation is not Create && order.Source is null)
        {
            throw new ArgumentException("An edit needs its source.", nameof(order));
        }

        var wanted = WantedSize(order);
        return MadeSize(order, wanted) is { } made && GeminiShape.Of(made) is var (ratio, size)
            ? new Compilation.Ready(
                Call(order, new GeminiCall(order.Offer.ProviderModel, prompt, ratio, size), wanted, made)
            )
            : Impossible(RejectionCause.Size, $"does not make {wanted}");
    }

    private static CompiledCall Call(CompileOrder order, GeminiCall plain, PixelSize wanted, PixelSize made)
    {
        var call = plain with
        {
            Seed = order.Request.Seed is { } seed ? seed % (1L + int.MaxValue) : null,
            Thinking = GeminiThinking.IsTakenBy(plain.Model) ? GeminiThinking.Of(order.Request) : null,
            Images = [.. SourceOf(order), .. order.References.Select(reference => reference.Id)],
        };
        var price = order.Offer.Price.Of(order.Request with { Size = made });
        return new CompiledCall(
            order.Offer.Provider,
            order.Model.Id,
            PicturesPerCall: 1,
            MaxPerCall: 1,
            call.Write(),
            [.. Losses(order, wanted, made)]
        )
        {
            FinalPrompt = plain.Prompt,
            ExpectedNanos = NanoDollars.Of(price.Expected),
            MaximumNanos = NanoDollars.Of(price.Maximum),
        };
    }

    // Every call needs words; where the caller has none, they say what the operation itself means.
    private static string? PromptOf(CompileOrder order) =>
        order.Request.Operation switch
        {
            Create create => order.Prompt ?? create.Prompt,
            Stylise { Style: { } style } => order.Prompt ?? $"Redraw this picture in the style {style}.",
            Stylise => order.Prompt ?? "Redraw this picture.",
            Variation => order.Prompt ?? "Make another picture like this one: same subject, same style, other details.",
            _ => null,
        };

    private static IEnumerable<Guid> SourceOf(CompileOrder order) =>
        order.Request.Operation is Create ? [] : [order.Source!.Id];

    private static PixelSize WantedSize(CompileOrder order) =>
        order switch
        {
            { Request.Size: { } size } => size,
            { Source: { } source } => new PixelSize(source.Width, source.Height),
            _ => throw new ArgumentException("A picture from words needs a size.", nameof(order)),
        };

    // A picture that is changed comes back in 1K unless the caller wants it larger: four times as many pixels cost more than twice as much.
    private static PixelSize? MadeSize(CompileOrder order, PixelSize wanted)
    {
        var rule = order.Offer.Sizes;
        return order.Request.Size is null
            ? NativeSize.For(wanted, rule with { Fixed = [.. rule.Fixed.Where(GeminiShape.IsSmall)] })
            : NativeSize.For(wanted, rule);
    }

    private static IEnumerable<Degradation> Losses(CompileOrder order, PixelSize wanted, PixelSize made)
    {
        var request = order.Request;
        if (request.Size is null && made != wanted)
        {
            yield return new Degradation("size_snapped", $"Gemini makes {made} where {wanted} was wanted.");
        }

        // Of a new picture the router has said so already.
        if (request.Operation is not Create && request.Size is { } asked)
        {
            foreach (var loss in SizeLosses.Of(made, asked, request.Fit))
            {
                yield return loss;
            }
        }

        if (request.Operation is Edit edit && edit.Strength != UsualStrength)
        {
            yield return new Degradation("strength_unsupported", "Gemini takes no strength; it was left out.");
        }

        if (GeminiThinking.Asked(request) is not null && !GeminiThinking.IsTakenBy(order.Offer.ProviderModel))
        {
            yield return new Degradation(
                "provider_options_dropped",
                "This model decides for itself how long it thinks."
            );
        }
    }

    private static Compilation.Impossible Impossible(RejectionCause cause, string text) =>
        new(new Rejection(cause, text));
}
