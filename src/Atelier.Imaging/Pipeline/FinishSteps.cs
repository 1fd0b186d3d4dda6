using Atelier.Core.Images;

namespace Atelier.Imaging.Pipeline;

/// <summary>
/// The steps an order needs. Those of <see cref="Beside"/> and <see cref="Then"/> only read what <see cref="First"/> has
/// made, so the two lists may run at once.
/// </summary>
internal sealed record FinishSteps(
    IReadOnlyList<FinishStep> First,
    IReadOnlyList<FinishStep> Beside,
    IReadOnlyList<FinishStep> Then
)
{
    private static readonly FinishStep Original = new(Rendition.Original.WireName(), work => work.MakeOriginal());

    private static readonly FinishStep[] Previews =
    [
        new(Rendition.Optimized.WireName(), work => work.MakeOptimized()),
        // Each smaller picture is made from the one before it.
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

        FinishStep[] clean = order.Watermark is null ? [] : [new("clean", work => work.KeepClean())];
        // The optimised file of a WebP is its original, which must be there before.
        return order.Format is ImageFormat.Webp
            ? new FinishSteps(first, clean, [Original, .. Previews])
            : new FinishSteps(first, [Original, .. clean], Previews);
    }

    private static FinishStep Thumb(Rendition rendition) =>
        new(rendition.WireName(), work => work.MakeThumb(rendition));
}
