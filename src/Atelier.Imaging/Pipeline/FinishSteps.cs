using Atelier.Core.Images;

namespace Atelier.Imaging.Pipeline;

/// <summary>
/// The steps an order needs: <see cref="First"/>, and then all <see cref="Chains"/>, in any order or at once: they only
/// read what is there. The longest stand at the front.
/// </summary>
internal sealed record FinishSteps(IReadOnlyList<FinishStep> First, IReadOnlyList<IReadOnlyList<FinishStep>> Chains)
{
    private static readonly FinishStep Original = new(Rendition.Original.WireName(), work => work.MakeOriginal());

    private static readonly FinishStep Optimized = new(Rendition.Optimized.WireName(), work => work.MakeOptimized());

    // Each smaller picture is made from the one before it.
    private static readonly FinishStep[] Previews =
    [
        Thumb(Rendition.Thumb512),
        Thumb(Rendition.Thumb256),
        Thumb(Rendition.Thumb128),
        new(Rendition.Placeholder.WireName(), work => work.MakePlaceholder()),
    ];

    internal static FinishSteps Of(FinishOrder order)
    {
        List<FinishStep> first = [new("import", work => work.Import())];
        if (order.Size is not null)
            first.Add(new FinishStep("fit", work => work.Fit()));
        if (order.Watermark is not null)
            first.Add(new FinishStep("mark", work => work.Mark()));

        FinishStep[][] clean = order.Watermark is null
            ? []
            :
            [
                [new("clean", work => work.KeepClean())],
            ];
        // The optimised file of a WebP is its original, which must be there before.
        FinishStep[][] whole =
            order.Format is ImageFormat.Webp
                ?
                [
                    [Original, Optimized],
                ]
                :
                [
                    [Optimized],
                    [Original],
                ];
        return new FinishSteps(first, [.. whole, .. clean, Previews]);
    }

    private static FinishStep Thumb(Rendition rendition) =>
        new(rendition.WireName(), work => work.MakeThumb(rendition));
}
