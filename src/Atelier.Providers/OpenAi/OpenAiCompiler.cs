using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.OpenAi;

/// <summary>Puts a request into OpenAI's words.</summary>
internal static class OpenAiCompiler
{
    /// <param name="partials">Pictures to be shown before the finished one, 0 to 3.</param>
    public static Compilation Compile(CompileOrder order, int partials = 0)
    {
        if (OrderWords.Of(order) is not { } prompt)
        {
            var what = order.Request.Operation.Kind;
            return Impossible(RejectionCause.Capability, $"has no call for {what}");
        }

        if (order.Request.Operation is not Create && order.Source is null)
        {
            throw new ArgumentException("An edit needs its source.", nameof(order));
        }

        var natural = OrderSizes.Natural(order);
        var wanted = order.Request.Size ?? natural;
        var size = NativeSize.For(wanted, order.Offer.Sizes);
        if (size is not { } made || (MustFit(order) && !OpenAiSize.IsSameShape(natural, made, order.Offer.Sizes)))
        {
            return Impossible(RejectionCause.Size, $"does not make {wanted}");
        }

        return new Compilation.Ready(Call(order, prompt, wanted, made, partials));
    }

    private static CompiledCall Call(CompileOrder order, string prompt, PixelSize wanted, PixelSize made, int partials)
    {
        var quality = QualityOf(order.Request.Quality);
        var call = Place(
            new OpenAiCall(order.Offer.ProviderModel, prompt, made.ToString(), quality),
            order.Request.Operation
        ) with
        {
            References = order.References.Count == 0 ? null : [.. order.References.Select(reference => reference.Id)],
        };
        var more = 0L;
        if (partials > 0 && !call.HasImages && OpenAiEstimate.PartialNanos(order.Offer, partials) is { } cost)
        {
            (call, more) = (call with { Partials = partials }, cost);
        }

        return new CompiledCall(
            order.Offer.Provider,
            order.Model.Id,
            order.Offer.PicturesPerCall,
            order.Offer.MaxPerCall,
            call.Write(),
            [.. OrderSizes.Losses(order, wanted, made, "OpenAI"), .. StrengthLoss(order)]
        )
        {
            FinalPrompt = prompt,
            ExpectedNanos = OpenAiEstimate.Nanos(order.Offer, prompt, made, quality) + more,
            MaximumNanos = more > 0 ? (long)(order.Offer.Price.Maximum * 1_000_000_000m) + more : null,
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

    // What lies beside the painted part must come to lie where it was.
    private static bool MustFit(CompileOrder order) => order.Request.Operation is Inpaint or Outpaint;

    // xhigh and max exist, at up to four times the price of high; the catalogue's maximum is made for high.
    internal static string QualityOf(Quality quality) =>
        quality switch
        {
            Quality.Draft => "low",
            Quality.Standard => "medium",
            _ => "high",
        };

    private static IEnumerable<Degradation> StrengthLoss(CompileOrder order) =>
        OrderWords.StrengthLoss(order, "OpenAI") is { } loss ? [loss] : [];

    private static Compilation.Impossible Impossible(RejectionCause cause, string text) =>
        new(new Rejection(cause, text));
}
