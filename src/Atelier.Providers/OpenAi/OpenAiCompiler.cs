using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.OpenAi;

/// <summary>Puts a request into OpenAI's words.</summary>
internal static class OpenAiCompiler
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

        var natural = NaturalSize(order);
        var wanted = order.Request.Size ?? natural;
        var size = NativeSize.For(wanted, order.Offer.Sizes);
        if (size is not { } made || (MustFit(order) && !OpenAiSize.IsSameShape(natural, made, order.Offer.Sizes)))
        {
            return Impossible(RejectionCause.Size, $"does not make {wanted}");
        }

        return new Compilation.Ready(Call(order, prompt, wanted, made));
    }

    private static CompiledCall Call(CompileOrder order, string prompt, PixelSize wanted, PixelSize made)
    {
        var quality = QualityOf(order.Request.Quality);
        var call = Place(
            new OpenAiCall(order.Offer.ProviderModel, prompt, made.ToString(), quality),
            order.Request.Operation
        ) with
        {
            References = order.References.Count == 0 ? null : [.. order.References.Select(reference => reference.Id)],
        };
        return new CompiledCall(
            order.Offer.Provider,
            order.Model.Id,
            order.Offer.PicturesPerCall,
            order.Offer.MaxPerCall,
            call.Write(),
            [.. Losses(order.Request, wanted, made)]
        )
        {
            FinalPrompt = prompt,
            ExpectedNanos = OpenAiEstimate.Nanos(order.Offer, prompt, made, quality),
        };
    }

    private static OpenAiCall Place(OpenAiCall call, ImageOperation operation) =>
        operation switch
        {
            Stylise stylise => call with { Image = stylise.Source },
            Inpaint inpaint => call with { Image = inpaint.Source, Mask = inpaint.Mask },
            Outpaint outpaint => call with
            {
                Image = outpaint.Source,
                Margins = new Margins(outpaint.Left, outpaint.Right, outpaint.Top, outpaint.Bottom),
            },
            Edit edit => call with { Image = edit.Source },
            _ => call,
        };

    // Every edit needs words; where the caller has none, they say what the operation itself means.
    private static string? PromptOf(CompileOrder order) =>
        order.Request.Operation switch
        {
            Create create => order.Prompt ?? create.Prompt,
            Stylise { Style: { } style } => order.Prompt ?? $"Redraw this picture in the style {style}.",
            Stylise => order.Prompt ?? "Redraw this picture.",
            Inpaint => order.Prompt ?? "Fill the empty part of this picture so that it fits the rest.",
            Outpaint => order.Prompt ?? "Continue this picture over its empty margins, in the same style and light.",
            Variation => order.Prompt ?? "Make another picture like this one: same subject, same style, other details.",
            _ => null,
        };

    // The size that the operation itself gives.
    private static PixelSize NaturalSize(CompileOrder order) =>
        order switch
        {
            { Source: { } source, Request.Operation: Outpaint grow } => new(
                source.Width + grow.Left + grow.Right,
                source.Height + grow.Top + grow.Bottom
            ),
            { Source: { } source } => new(source.Width, source.Height),
            _ => order.Request.Size ?? throw new ArgumentException("A picture from words needs a size.", nameof(order)),
        };

    // What lies beside the painted part must come to lie where it was.
    private static bool MustFit(CompileOrder order) => order.Request.Operation is Inpaint or Outpaint;

    // xhigh and max exist, at up to four times the price of high; the catalogue's maximum is made for high.
    private static string QualityOf(Quality quality) =>
        quality switch
        {
            Quality.Draft => "low",
            Quality.Standard => "medium",
            _ => "high",
        };

    private static IEnumerable<Degradation> Losses(ImageRequest request, PixelSize wanted, PixelSize made)
    {
        // Where a size was asked for, the file has it; what that takes is known of every offer.
        if (made != wanted && request.Size is null)
        {
            yield return new Degradation("size_snapped", $"OpenAI makes {made} where {wanted} was wanted.");
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
            yield return new Degradation("strength_unsupported", "OpenAI takes no strength; it was left out.");
        }
    }

    private static Compilation.Impossible Impossible(RejectionCause cause, string text) =>
        new(new Rejection(cause, text));
}
