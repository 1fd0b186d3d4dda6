using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.Local;

/// <summary>Puts a change of a picture into a tool's words: which one, how large, and what it cannot follow.</summary>
internal static class LocalToolbox
{
    private const double UsualStrength = 0.8;

    // Enlarged further, a picture is only blurred further.
    private static readonly SizeRule Enlarged = new() { MaxSide = RequestLimits.LongerSide, MaxPixels = 3840 * 2160 };

    /// <summary>What to do with a picture; impossible where no tool does it.</summary>
    /// <param name="hasNetwork">Whether subjects are found by a network.</param>
    public static Compilation Compile(CompileOrder order, bool hasNetwork, Func<LocalCall, CompiledCall> call)
    {
        var source = order.Source ?? throw new ArgumentException("A tool needs its picture.", nameof(order));
        var own = new PixelSize(source.Width, source.Height);
        var start = new LocalCall("", null, own.Width, own.Height, order.Request.Seed ?? 0) { Source = source.Id };
        return order.Request.Operation switch
        {
            Upscale upscale => Enlarge(order, own, upscale, start, call),
            RemoveBackground cut => CutOut(order, own, cut, hasNetwork, start, call),
            Inpaint inpaint => Edit(
                order,
                own,
                inpaint,
                start with
                {
                    Tool = LocalTool.Fill,
                    Mask = inpaint.Mask,
                },
                call
            ),
            Outpaint outpaint => Grow(order, own, outpaint, start, call),
            Variation variation => Edit(
                order,
                own,
                variation,
                start with
                {
                    Tool = LocalTool.Vary,
                    Strength = variation.Strength,
                },
                call,
                LocalLosses.VariationApproximated
            ),
            var other => Impossible(RejectionCause.Capability, $"has no way to do {other.Kind}"),
        };
    }

    private static Compilation Enlarge(
        CompileOrder order,
        PixelSize own,
        Upscale upscale,
        LocalCall start,
        Func<LocalCall, CompiledCall> call
    )
    {
        if (Several(order) is { } several)
        {
            return several;
        }

        var request = order.Request;
        var twice = new PixelSize(2 * own.Width, 2 * own.Height);
        var made = request.Size is null
            ? NativeSize.For(twice, Enlarged)
            : LocalSize.Of(order.Source!, request, Enlarged)?.Made;
        if (made is not { } size || size.Width < own.Width || size.Height < own.Height || size == own)
        {
            var wanted = request.Size is { } asked ? asked.ToString() : "anything larger";
            return Impossible(RejectionCause.Size, $"does not enlarge a picture of {own} to {wanted}");
        }

        // That it is enlarged is no loss here.
        var cropped =
            request.Size is { } target ? SizeLosses.Of(new PixelSize(size.Width, size.Height), target, request.Fit)
            : size == twice ? []
            : [new Degradation("size_snapped", $"Enlarged to {size}, the largest there is, instead of {twice}.")];
        List<Degradation> losses = [.. cropped];
        if (upscale.EnhanceDetails)
        {
            losses.Add(LocalLosses.DetailsNotInvented);
        }

        losses.AddRange(LocalLosses.OfSeed(order));
        return Ready(
            order,
            start with
            {
                Tool = LocalTool.Enlarge,
                Width = size.Width,
                Height = size.Height,
                Detail = upscale.EnhanceDetails,
                Denoise = upscale.Denoise,
            },
            losses,
            call
        );
    }

    private static Compilation CutOut(
        CompileOrder order,
        PixelSize own,
        RemoveBackground cut,
        bool hasNetwork,
        LocalCall start,
        Func<LocalCall, CompiledCall> call
    )
    {
        if (Several(order) is { } several)
        {
            return several;
        }

        if (order.Request.Format == ImageFormat.Jpeg)
        {
            return Impossible(RejectionCause.Capability, "needs output_format png or webp: JPEG has no transparency");
        }

        if (!order.Offer.Sizes.Takes(own))
        {
            return TooLarge(own);
        }

        List<Degradation> losses = [.. Fitted(order, own)];
        if (!hasNetwork)
        {
            losses.Add(LocalLosses.PlainMethod);
        }

        if (cut.PreserveShadow)
        {
            losses.Add(LocalLosses.ShadowApproximated);
        }

        losses.AddRange(LocalLosses.OfSeed(order));
        return Ready(
            order,
            start with
            {
                Tool = LocalTool.CutOut,
                Refine = cut.RefineMask,
                Shadow = cut.PreserveShadow,
                Plain = !hasNetwork,
            },
            losses,
            call
        );
    }

    private static Compilation Grow(
        CompileOrder order,
        PixelSize own,
        Outpaint outpaint,
        LocalCall start,
        Func<LocalCall, CompiledCall> call
    )
    {
        var grown = new PixelSize(
            own.Width + outpaint.Left + outpaint.Right,
            own.Height + outpaint.Top + outpaint.Bottom
        );
        return Edit(
            order,
            grown,
            outpaint,
            start with
            {
                Tool = LocalTool.Grow,
                Width = grown.Width,
                Height = grown.Height,
                Margins = new Margins(outpaint.Left, outpaint.Right, outpaint.Top, outpaint.Bottom),
            },
            call
        );
    }

    private static Compilation Edit(
        CompileOrder order,
        PixelSize made,
        Edit edit,
        LocalCall told,
        Func<LocalCall, CompiledCall> call,
        Degradation? besides = null
    )
    {
        if (!order.Offer.Sizes.Takes(made))
        {
            return TooLarge(made);
        }

        List<Degradation> losses = [.. Fitted(order, made)];
        if (besides is not null)
        {
            losses.Add(besides);
        }

        if (!string.IsNullOrEmpty(edit.Prompt))
        {
            losses.Add(LocalLosses.PromptIgnored);
        }

        // The usual one need not have been asked for.
        if (edit is not Variation && Math.Abs(edit.Strength - UsualStrength) > 0.001)
        {
            losses.Add(LocalLosses.StrengthUnsupported);
        }

        return Ready(order, told, losses, call);
    }

    private static Compilation.Ready Ready(
        CompileOrder order,
        LocalCall told,
        List<Degradation> losses,
        Func<LocalCall, CompiledCall> call
    )
    {
        if (!order.Request.Context.IsEmpty)
        {
            losses.Add(LocalLosses.ContextIgnored);
        }

        return new Compilation.Ready(call(told) with { Degradations = losses, FinalPrompt = "" });
    }

    private static IEnumerable<Degradation> Fitted(CompileOrder order, PixelSize made) =>
        order.Request.Size is { } wanted ? SizeLosses.Of(made, wanted, order.Request.Fit) : [];

    private static Compilation.Impossible? Several(CompileOrder order) =>
        order.Request.Count > 1
            ? Impossible(
                RejectionCause.Capability,
                "makes one picture of one: it draws no lots, so n would be the same picture again"
            )
            : null;

    private static Compilation.Impossible TooLarge(PixelSize size) =>
        Impossible(RejectionCause.Size, $"does not make {size}");

    private static Compilation.Impossible Impossible(RejectionCause cause, string text) =>
        new(new Rejection(cause, text));
}
