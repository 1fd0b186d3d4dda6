using Atelier.Core.Images;

namespace Atelier.Imaging.Pipeline;

/// <summary>
/// The steps an order needs: <see cref="First"/>, and then either all others in their turn or two halves at once, which
/// take about the same time and only read what is there.
/// </summary>
internal sealed record FinishSteps(
    IReadOnlyList<FinishStep> First,
    IReadOnlyList<FinishStep> InTurn,
    IReadOnlyList<FinishStep> Half,
    IReadOnlyList<FinishStep> OtherHalf
)
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

        FinishStep[] clean = order.Watermark is null ? [] : [new("clean", work => work.KeepClean())];
        FinishStep[] all = [Original, .. clean, Optimized, .. Previews];
        // The optimised file of a WebP is its original, which must be there before.
        return order.Format is ImageFormat.Webp
            ? new FinishSteps(first, all, [.. clean, .. Previews], [Original, Optimized])
            : new FinishSteps(first, all, [Original, .. clean, .. Previews], [Optimized]);
    }

    private static FinishStep Thumb(Rendition rendition) =>
        new(rendition.WireName(), work => work.MakeThumb(rendition));
}
